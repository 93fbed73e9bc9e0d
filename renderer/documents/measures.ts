/** The width of a node on the canvas; `canvas.css` has the same. */
export const nodeWidth = 184;
/** About the height of a node, for placing a new one. */
export const nodeHeight = 140;
