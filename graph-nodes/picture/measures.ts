/** The width of a node on the canvas; `canvas.css` has the same. */
export const nodeWidth = 184;
/** About the height of a node, for placing a new one. */
export const nodeHeight = 140;

/** Sizes of the parts of a node in `canvas.css`: border, header, socket, value, the gap between them, handle. */
export const drawn = { border: 1, header: 33, socket: 24, value: 16, gap: 6, handle: 18 } as const;

/** Height of a node, from the number of sockets on its longer side and of its values. */
export const heightOf = (sockets: number, values: number): number =>
  2 * drawn.border + drawn.header + sockets * drawn.socket + values * drawn.value + 6 * drawn.gap;

/** Distance between a frame and its nodes, and the room for its title above them. */
export const framePadding = 22;
export const frameTitleHeight = 34;

/** Size of a note that was never sized. */
export const noteSize = { width: 200, height: 100 } as const;
