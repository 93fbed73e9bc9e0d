import type { GraphDocument } from '../../graph-nodes/document';
import { emptyDocument, freeId, type Point } from './editing';

/** What is copied is a graph document of its own: the nodes, the wires between them, and the groups they make up. */
export function fragmentOf(document: GraphDocument, ids: ReadonlySet<string>): GraphDocument {
  return {
    ...emptyDocument(),
    title: document.title,
    nodes: document.nodes.filter(({ id }) => ids.has(id)),
    edges: document.edges.filter(({ from, to }) => ids.has(from.node) && ids.has(to.node)),
    groups: document.groups.filter(({ nodes }) => nodes.length > 0 && nodes.every((id) => ids.has(id))),
  };
}

/** Adds copies of a fragment's nodes, so far away from where they were; returns the document and the ids of the copies. */
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
  return [{ ...document, nodes, edges: [...document.edges, ...edges], groups }, [...copies.values()]];
}

/** The middle of where a fragment's nodes lie. */
export function middleOf({ nodes }: GraphDocument): Point {
  const half = (values: readonly number[]) => (Math.min(...values) + Math.max(...values)) / 2;
  return { x: half(nodes.map(({ position }) => position.x)), y: half(nodes.map(({ position }) => position.y)) };
}
