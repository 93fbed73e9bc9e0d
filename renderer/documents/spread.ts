import type { GraphDocument, GraphEdge, GraphNode } from '../../graph-nodes/graph/document';
import { labelLength } from '../../graph-nodes/picture/measures';
import { analysisOf } from './analysis';
import { nodeBoxes, noteBoxes, overlap, type Box, type Sizes } from './boxes';
import { whole } from './editing';
import { gapAfter, outputSizes } from './measures';

/** Gap between a node and others without wires to it. */
const gap = 24;

const touch = (a: Box, b: Box): boolean => overlap(a, b, gap);

/**
 * Makes space for a node between the nodes that it reads and its readers: it moves to the right until nothing to its left
 * touches it, then everything at its right moves by the same distance.
 * @param sizes of the drawn nodes
 */
export function spread(document: GraphDocument, id: string, sizes: Sizes): GraphDocument {
  const boxes = nodeBoxes(document, sizes);
  const node = boxes.find((candidate) => candidate.id === id);
  if (!node) return document;
  const others: Box[] = [...boxes.filter((other) => other !== node), ...noteBoxes(document)];
  const analysis = analysisOf(document);
  const gapFor = (wires: readonly GraphEdge[]): number =>
    gapAfter(wires.map(({ from }) => labelLength(outputSizes(analysis, from.node, from.socket))));
  const readers = new Set(document.edges.flatMap(({ from, to }) => (from.node === id ? [to.node] : [])));
  const sources = new Set(document.edges.flatMap(({ from, to }) => (to.node === id ? [from.node] : [])));
  const firstReader = Math.min(...others.filter((box) => readers.has(box.id)).map(({ x }) => x));
  // A source to the right of a reader stays on that side.
  const ends = others
    .filter((box) => sources.has(box.id) && box.x + box.width <= firstReader)
    .map((box) => {
      const wires = document.edges.filter(({ from, to }) => from.node === box.id && to.node === id);
      return box.x + box.width + gapFor(wires);
    });
  let box: Box = { ...node, x: Math.max(node.x, ...ends) };
  const inTheWay = ({ x, ...other }: Box) => x < box.x && x < firstReader && touch(box, { x, ...other });
  for (let left = others.find(inTheWay); left; left = others.find(inTheWay)) {
    box = { ...box, x: left.x + left.width + gap };
  }
  const touched = others.filter((other) => other.x >= box.x && touch(box, other)).map(({ x }) => x);
  const first = Math.min(firstReader, ...touched);
  const room = first === firstReader ? gapFor(document.edges.filter(({ from }) => from.node === id)) : gap;
  const needed = box.x + box.width + room - first;
  return shiftFrom(document, first, Math.max(0, needed), { id, x: box.x });
}

/** Moves everything at a coordinate or to its right, and moves one node to its new position. */
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
