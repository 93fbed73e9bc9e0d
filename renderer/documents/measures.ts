import type { NodeKind } from '../../graph-nodes/graph/kind';

/** The width of a node on the canvas; `canvas.css` has the same. */
export const nodeWidth = 184;
/** About the height of a node, for placing a new one. */
export const nodeHeight = 140;

/** Sizes of the parts of a node in `canvas.css`: border, header, socket, value, the gap between them, handle. */
export const drawn = { border: 1, header: 33, socket: 24, value: 16, gap: 6, handle: 18 } as const;

/** Height of a node, from the number of sockets on its longer side and of its values. */
export const heightOf = (sockets: number, values: number): number =>
  2 * drawn.border + drawn.header + sockets * drawn.socket + values * drawn.value + 6 * drawn.gap;

/** Height of a node that was never drawn. */
export const estimatedHeight = (kind: NodeKind | undefined): number =>
  kind
    ? Math.max(nodeHeight, heightOf(Math.max(kind.inputs.length, kind.outputs.length), kind.mainParameters.length))
    : nodeHeight;
