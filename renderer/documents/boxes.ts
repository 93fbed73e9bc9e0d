import type { GraphDocument, GraphNode } from '../../graph-nodes/graph/document';
import { findKind } from '../../graph-nodes/nodes/catalogue';
import type { Box as Rectangle } from '../../graph-nodes/picture/geometry';
import { frameTitleBox } from '../../graph-nodes/picture/measures';
import { analysisOf } from './analysis';
import { frameBox, frameId } from './frames';
import { estimatedHeight, nodeWidth } from './measures';
import { noteId } from './note-id';
import { sizeOf, type Size } from './notes';
import type { Placement } from './open-graph';

/** Position and size of an element on the canvas, by the id that it is drawn under. */
export interface Box extends Rectangle {
  readonly id: string;
}

/** True if two boxes have less than a gap between them. */
export const overlap = (a: Rectangle, b: Rectangle, gap = 0): boolean =>
  a.x < b.x + b.width + gap && b.x < a.x + a.width + gap && a.y < b.y + b.height + gap && b.y < a.y + a.height + gap;

export type Sizes = Placement['sizes'];

/** Size of a node that was never drawn. */
export const estimatedSize = (document: GraphDocument, node: GraphNode): Size => ({
  width: nodeWidth,
  height: estimatedHeight(findKind(node.kind), node, analysisOf(document).nodes.get(node.id)?.inference.parameters),
});

/** Drawn boxes of nodes. */
export const nodeBoxes = (document: GraphDocument, sizes: Sizes): Box[] =>
  document.nodes.map((node) => ({
    id: node.id,
    ...node.position,
    ...(sizes.get(node.id) ?? estimatedSize(document, node)),
  }));

export const noteBoxes = ({ notes }: GraphDocument): Box[] =>
  notes.map((note) => ({ id: noteId(note.id), ...note.position, ...sizeOf(note) }));

export const frameBoxes = (document: GraphDocument, sizes: Sizes): Box[] =>
  document.groups.flatMap((group) => {
    const box = frameBox(document, group, { sizes, moving: new Map() });
    return box ? [{ id: frameId(group.id), ...box }] : [];
  });

/** Boxes of all drawn elements except wires. */
export const allBoxes = (document: GraphDocument, sizes: Sizes): Box[] => [
  ...nodeBoxes(document, sizes),
  ...noteBoxes(document),
  ...frameBoxes(document, sizes),
];

/** Boxes of all elements that a wire must not pass behind: nodes, notes and the titles of frames. */
export const obstacleBoxes = (document: GraphDocument, sizes: Sizes): Box[] => [
  ...nodeBoxes(document, sizes),
  ...noteBoxes(document),
  ...document.groups.flatMap((group) => {
    const box = frameBox(document, group, { sizes, moving: new Map() });
    return box ? [{ id: frameId(group.id), ...frameTitleBox(box, group.title) }] : [];
  }),
];
