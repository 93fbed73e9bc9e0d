import type { GraphDocument } from '../../graph-nodes/graph/document';
import { findKind } from '../../graph-nodes/nodes/catalogue';
import { emptyDocument, freeId, type Point } from './editing';
import { estimatedHeight, nodeWidth } from './measures';
import { noteId } from './note-id';
import { sizeOf, type Size } from './notes';

/**
 * A copy as a separate graph document: the nodes, the wires between them, their groups, and notes.
 * @param notes by their own ids
 */
export function fragmentOf(
  document: GraphDocument,
  ids: ReadonlySet<string>,
  notes: ReadonlySet<string> = new Set(),
): GraphDocument {
  return {
    ...emptyDocument(),
    title: document.title,
    nodes: document.nodes.filter(({ id }) => ids.has(id)),
    edges: document.edges.filter(({ from, to }) => ids.has(from.node) && ids.has(to.node)),
    groups: document.groups.filter(({ nodes }) => nodes.length > 0 && nodes.every((id) => ids.has(id))),
    notes: document.notes.filter(({ id }) => notes.has(id)),
  };
}

/** Adds copies of a fragment at an offset; returns the document and the ids of the drawn copies. */
export function paste(document: GraphDocument, fragment: GraphDocument, away: Point): [GraphDocument, string[]] {
  const moved = ({ x, y }: Point): Point => ({ x: Math.round(x + away.x), y: Math.round(y + away.y) });
  const copies = new Map<string, string>();
  let nodes = document.nodes;
  for (const node of fragment.nodes) {
    if (copies.has(node.id)) continue;
    const id = freeId(nodes, node.id);
    copies.set(node.id, id);
    nodes = [...nodes, { ...node, id, position: moved(node.position) }];
  }
  const copyOf = (id: string): string => copies.get(id) ?? id;
  const edges = fragment.edges
    .filter(({ from, to }) => copies.has(from.node) && copies.has(to.node))
    .map(({ from, to, via }) => ({
      from: { ...from, node: copyOf(from.node) },
      to: { ...to, node: copyOf(to.node) },
      ...(via && { via: via.map(moved) }),
    }));
  let groups = document.groups;
  for (const group of fragment.groups) {
    groups = [...groups, { ...group, id: freeId(groups, group.id), nodes: group.nodes.map(copyOf) }];
  }
  let notes = document.notes;
  const pinned: string[] = [];
  for (const note of fragment.notes) {
    const id = freeId(notes, note.id);
    pinned.push(noteId(id));
    notes = [...notes, { ...note, id, position: moved(note.position) }];
  }
  return [{ ...document, nodes, edges: [...document.edges, ...edges], groups, notes }, [...copies.values(), ...pinned]];
}

/** Box around a fragment's nodes and notes; the height of nodes is an estimate. */
export function boxOf({ nodes, notes }: GraphDocument): Point & Size {
  const boxes = [
    ...nodes.map(({ kind, position }) => ({
      ...position,
      width: nodeWidth,
      height: estimatedHeight(findKind(kind)),
    })),
    ...notes.map((note) => ({ ...note.position, ...sizeOf(note) })),
  ];
  const [x, y] = [Math.min(...boxes.map((box) => box.x)), Math.min(...boxes.map((box) => box.y))];
  return {
    x,
    y,
    width: Math.max(...boxes.map((box) => box.x + box.width)) - x,
    height: Math.max(...boxes.map((box) => box.y + box.height)) - y,
  };
}
