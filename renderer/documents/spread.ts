import type { GraphDocument, GraphNode } from '../../graph-nodes/graph/document';
import { findKind } from '../../graph-nodes/nodes/catalogue';
import type { Box } from './arrange';
import { whole } from './editing';
import { estimatedHeight, nodeWidth } from './measures';
import { noteId } from './note-id';
import { sizeOf } from './notes';
import type { Placement } from './open-graph';

export type Sizes = Placement['sizes'];

/** Between a node and those that it reads from or that read from it, with room for their wires. */
const wireGap = 70;
/** Between a node and others. */
const gap = 24;

const boxOf = ({ id, kind, position }: GraphNode, sizes: Sizes): Box => {
  const known = findKind(kind);
  const size = sizes.get(id) ?? { width: nodeWidth, height: estimatedHeight(known) };
  return { id, ...position, ...size };
};

/** True where two boxes have less than a gap between them. */
const touch = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width + gap && b.x < a.x + a.width + gap && a.y < b.y + b.height + gap && b.y < a.y + a.height + gap;

/**
 * Makes room for a node between those that it reads from and those that read from it: it moves to the right until nothing to its
 * left touches it, then all that lies to its right moves on, by the same distance.
 * @param sizes of the drawn nodes
 */
export function spread(document: GraphDocument, id: string, sizes: Sizes): GraphDocument {
  const node = document.nodes.find((candidate) => candidate.id === id);
  if (!node) return document;
  const others: Box[] = [
    ...document.nodes.filter((other) => other !== node).map((other) => boxOf(other, sizes)),
    ...document.notes.map((note) => ({ id: noteId(note.id), ...note.position, ...sizeOf(note) })),
  ];
  const readers = new Set(document.edges.flatMap(({ from, to }) => (from.node === id ? [to.node] : [])));
  const sources = new Set(document.edges.flatMap(({ from, to }) => (to.node === id ? [from.node] : [])));
  const firstReader = Math.min(...others.filter((box) => readers.has(box.id)).map(({ x }) => x));
  // A source to the right of a reader stays on that side.
  const ends = others
    .filter((box) => sources.has(box.id) && box.x + box.width <= firstReader)
    .map(({ x, width }) => x + width + wireGap);
  let box = boxOf(node, sizes);
  box = { ...box, x: Math.max(box.x, ...ends) };
  const inTheWay = ({ x, ...other }: Box) => x < box.x && x < firstReader && touch(box, { x, ...other });
  for (let left = others.find(inTheWay); left; left = others.find(inTheWay)) {
    box = { ...box, x: left.x + left.width + gap };
  }
  const touched = others.filter((other) => other.x >= box.x && touch(box, other)).map(({ x }) => x);
  const first = Math.min(firstReader, ...touched);
  const needed = box.x + box.width + (first === firstReader ? wireGap : gap) - first;
  return shiftFrom(document, first, Math.max(0, needed), { id, x: box.x });
}

/** Moves all that lies at a coordinate or to its right, and puts one node at a place of its own. */
function shiftFrom(
  document: GraphDocument,
  first: number,
  by: number,
  placed: { readonly id: string; readonly x: number },
): GraphDocument {
  const shifted = ({ x, y }: GraphNode['position']) => whole({ x: x >= first ? x + by : x, y });
  return {
    ...document,
    nodes: document.nodes.map((node) => ({
      ...node,
      position: node.id === placed.id ? whole({ ...node.position, x: placed.x }) : shifted(node.position),
    })),
    edges: document.edges.map((edge) => (edge.via ? { ...edge, via: edge.via.map(shifted) } : edge)),
    notes: document.notes.map((note) => ({ ...note, position: shifted(note.position) })),
  };
}
