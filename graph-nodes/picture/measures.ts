import type { Shape } from '../graph/shapes';
import type { Box } from './geometry';

/** Width of a node on the canvas, the same as in `canvas.css`. */
export const nodeWidth = 184;
/** Estimated height of a node, for placing a new one. */
export const nodeHeight = 140;

/**
 * Sizes of the parts of a node in `canvas.css`: border, header, socket, value, line of its size, line of its stages, padding
 * and border of a section, the gap above and below the sockets, handle.
 */
export const drawn = {
  border: 1,
  header: 33,
  socket: 24,
  value: 16.7,
  size: 16.4,
  stages: 20.6,
  section: 11,
  gap: 6,
  handle: 18,
} as const;

/** Parts of a node that determine its height. */
export interface NodeContent {
  readonly inputs: number;
  readonly outputs: number;
  readonly values: number;
  /** True if the node has a line with the number of its stages. */
  readonly staged: boolean;
  /** True if the node has variables, and so one line each for their number and their memory. */
  readonly trained: boolean;
  readonly collapsed: boolean;
}

/** Height of a node without the parts that a run adds. */
export function heightOf({ inputs, outputs, values, staged, trained, collapsed }: NodeContent): number {
  const { border, header, socket, value, size, stages, section, gap } = drawn;
  if (collapsed) return 2 * border + header;
  const sockets = 2 * gap + Math.max(inputs, outputs) * socket;
  const sections =
    (values > 0 ? section + values * value : 0) + (staged ? stages : 0) + (trained ? section + 2 * size : 0);
  return Math.ceil(2 * border + header + sockets + sections);
}

/** Middle of a socket below the upper edge of its node; the sockets of a collapsed node have one place. */
export function socketOffset(index: number, collapsed: boolean): number {
  const { border, header, socket, gap } = drawn;
  return collapsed ? border + header / 2 : border + header + gap + (index + 1 / 2) * socket;
}

/** `[B, 6, 128]`: only the sizes; the letter if an axis is open. */
export const sizesOf = (shape: Shape): string => `[${shape.map(({ letter, size }) => size ?? letter).join(', ')}]`;

/** Distance between a socket's handle and the label of its wire. */
export const labelGap = 7;
/** Sizes of a label in `canvas.css`: width of a letter, reduction for a space, total padding. */
export const label = { letter: 6.63, space: -3, padding: 8 } as const;

/** Distance from the start of a wire to the end of its label. */
export function labelLength(sizes: string | undefined): number {
  if (sizes === undefined) return 0;
  const spaces = sizes.split(' ').length - 1;
  return Math.ceil(labelGap + label.padding + sizes.length * label.letter + spaces * label.space);
}

/** Distance between a frame and its nodes, and the room for its title above them. */
export const framePadding = 22;
export const frameTitleHeight = 34;

/** Sizes of the title of a frame in `canvas.css`: line height, total padding, approximate width of a letter. */
const frameTitle = { height: 26, padding: 24, letter: 8 } as const;

/** Box of the title in the upper left corner of a frame. */
export const frameTitleBox = ({ x, y, width }: Box, text: string): Box => ({
  x,
  y,
  width: Math.min(width, frameTitle.padding + text.length * frameTitle.letter),
  height: frameTitle.height,
});

/** Size of a note without a stored size. */
export const noteSize = { width: 200, height: 100 } as const;
