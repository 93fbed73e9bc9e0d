import type { Family } from '../graph/kind';

export type Theme = 'light' | 'dark';

/** Colours of a picture, the same as in the style sheets of the editor. */
export interface Palette {
  readonly canvas: string;
  readonly node: string;
  readonly text: string;
  readonly line: string;
  readonly lineStrong: string;
  readonly muted: string;
  readonly glyph: string;
  readonly error: string;
  readonly errorSoft: string;
  readonly warning: string;
  readonly warningSoft: string;
  readonly note: string;
  readonly noteLine: string;
  readonly families: Readonly<Record<Family, string>>;
}

export const palettes: Readonly<Record<Theme, Palette>> = {
  light: {
    canvas: '#f3f4f6',
    node: '#ffffff',
    text: '#000000',
    line: '#dfe2e7',
    lineStrong: '#878e9a',
    muted: '#59606c',
    glyph: '#ffffff',
    error: '#b42318',
    errorSoft: '#fdecea',
    warning: '#8f5400',
    warningSoft: '#fdf3e0',
    note: '#fdf6d8',
    noteLine: '#b3963c',
    families: {
      Data: '#5c6470',
      Scenario: '#a3600a',
      Encoders: '#0e7490',
      Generators: '#7c3aed',
      Enhancers: '#a8328f',
      Heads: '#1d4ed8',
      Train: '#be123c',
    },
  },
  dark: {
    canvas: '#15171b',
    node: '#23272e',
    text: '#d5d8de',
    line: '#343a44',
    lineStrong: '#7d8592',
    muted: '#a3aab5',
    glyph: '#15171b',
    error: '#ff9d92',
    errorSoft: '#3a2322',
    warning: '#f3bd62',
    warningSoft: '#36301f',
    note: '#35311f',
    noteLine: '#a08a45',
    families: {
      Data: '#a9b1bd',
      Scenario: '#eab04f',
      Encoders: '#5cc8dc',
      Generators: '#b794f6',
      Enhancers: '#ec8fd6',
      Heads: '#7aa2f7',
      Train: '#fb7a96',
    },
  },
};
