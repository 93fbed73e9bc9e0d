/** Types of sockets. An edge joins an output to an input of the same type. */
export const socketTypes = ['batch', 'audio', 'visual', 'question', 'logits', 'labels', 'run'] as const;
export type SocketType = (typeof socketTypes)[number];

/** Types of the features that encoders output and heads read. */
export const featureTypes: ReadonlySet<SocketType> = new Set(['audio', 'visual', 'question']);

export interface SocketTypeInfo {
  /** Name of the type. */
  readonly label: string;
  /** Glyph that is shown with the colour, so that colour is not the only distinction. */
  readonly glyph: string;
  /** Colours with at least 3:1 contrast on the light and the dark canvas. */
  readonly colour: { readonly light: string; readonly dark: string };
  /** Axes of the values, in order: B samples, T seconds, H × W grid cells, C features, A answers. */
  readonly axes: readonly string[];
}

export const socketTypeInfo: Readonly<Record<SocketType, SocketTypeInfo>> = {
  batch: { label: 'dataset batch', glyph: '▦', colour: { light: '#5c6470', dark: '#a9b1bd' }, axes: ['B'] },
  audio: { label: 'audio features', glyph: '♪', colour: { light: '#b45309', dark: '#f5a524' }, axes: ['B', 'T', 'C'] },
  visual: {
    label: 'visual features',
    glyph: '◉',
    colour: { light: '#0f766e', dark: '#2dd4bf' },
    axes: ['B', 'T', 'H', 'W', 'C'],
  },
  question: { label: 'question features', glyph: '?', colour: { light: '#7c3aed', dark: '#b794f6' }, axes: ['B', 'C'] },
  logits: { label: 'answer logits', glyph: '∑', colour: { light: '#1d4ed8', dark: '#7aa2f7' }, axes: ['B', 'A'] },
  labels: { label: 'labels', glyph: '✓', colour: { light: '#15803d', dark: '#6ecf8a' }, axes: ['B'] },
  run: { label: 'run', glyph: '▶', colour: { light: '#be123c', dark: '#fb7a96' }, axes: [] },
};

/** A named place on a node at which edges end (inputs) or start (outputs). */
export interface Socket {
  readonly name: string;
  readonly type: SocketType;
  /** True if the input may stay unconnected. Outputs are never required. */
  readonly optional?: boolean;
}
