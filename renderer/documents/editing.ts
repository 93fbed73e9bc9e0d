import type { GraphDocument, GraphEdge, GraphNode, ParameterValue, Stage } from '../../graph-nodes/graph/document';
import { documentFormat, documentVersion } from '../../graph-nodes/graph/document';
import { initialParameters } from './dataset-settings';
import { noteId } from './note-id';

/** Changes to a graph document, each a pure function from one document to the next. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

export function emptyDocument(): GraphDocument {
  return {
    format: documentFormat,
    version: documentVersion,
    title: 'Untitled graph',
    description: '',
    nodes: [],
    edges: [],
    groups: [],
    notes: [],
  };
}

/** An edge as one string; edges between the same sockets have the same one. */
export const edgeKey = ({ from, to }: GraphEdge): string => `${from.node}/${from.socket} → ${to.node}/${to.socket}`;

/** The wanted id, with the lowest free number after it if it is taken. */
export function freeId(others: readonly { readonly id: string }[], wanted: string): string {
  const taken = new Set(others.map(({ id }) => id));
  const base = wanted.replace(/-\d+$/, '');
  if (!taken.has(base)) return base;
  for (let number = 2; ; number += 1) if (!taken.has(`${base}-${number}`)) return `${base}-${number}`;
}

/** A position in integers, as documents store it. */
export const whole = ({ x, y }: Point): Point => ({ x: Math.round(x), y: Math.round(y) });

/** Adds a node with the settings for the graph's dataset, else with all defaults; returns the document and the node's id. */
export function addNode(document: GraphDocument, kind: string, position: Point): [GraphDocument, string] {
  const id = freeId(document.nodes, kind);
  const parameters = { ...initialParameters(document, kind) };
  const node: GraphNode = { id, kind, parameters, position: whole(position), bypassed: false };
  return [{ ...document, nodes: [...document.nodes, node] }, id];
}

/** The node without removed nodes in the lists of its stages. */
function withoutRemoved(node: GraphNode, removed: ReadonlySet<string>): GraphNode {
  const named = ({ frozen, bypassed = [] }: Stage) => [...frozen, ...bypassed];
  if (node.stages?.some((stage) => named(stage).some((id) => removed.has(id))) !== true) return node;
  const kept = (ids: readonly string[]) => ids.filter((id) => !removed.has(id));
  const stages = node.stages.map(({ bypassed, ...stage }) => ({
    ...stage,
    frozen: kept(stage.frozen),
    ...(bypassed && { bypassed: kept(bypassed) }),
  }));
  return { ...node, stages };
}

/** Removes nodes with their wires, and wires by {@link edgeKey}. */
export function remove(
  document: GraphDocument,
  nodes: ReadonlySet<string>,
  edges: ReadonlySet<string> = new Set(),
): GraphDocument {
  return {
    ...document,
    nodes: document.nodes.filter((node) => !nodes.has(node.id)).map((node) => withoutRemoved(node, nodes)),
    edges: document.edges.filter(
      (edge) => !nodes.has(edge.from.node) && !nodes.has(edge.to.node) && !edges.has(edgeKey(edge)),
    ),
    groups: document.groups
      .map((group) => ({ ...group, nodes: group.nodes.filter((id) => !nodes.has(id)) }))
      .filter((group) => group.nodes.length > 0),
  };
}

/** Puts a frame around nodes, which leave their previous frames; returns the document and the group's id. */
export function group(document: GraphDocument, ids: ReadonlySet<string>, title: string): [GraphDocument, string] {
  const nodes = document.nodes.filter(({ id }) => ids.has(id)).map(({ id }) => id);
  const others = document.groups
    .map((other) => ({ ...other, nodes: other.nodes.filter((id) => !ids.has(id)) }))
    .filter((other) => other.nodes.length > 0);
  const id = freeId(others, 'group');
  return [{ ...document, groups: [...others, { id, title, nodes }] }, id];
}

/** Removes frames; their nodes stay. */
export function ungroup(document: GraphDocument, ids: ReadonlySet<string>): GraphDocument {
  return { ...document, groups: document.groups.filter(({ id }) => !ids.has(id)) };
}

export function setGroupTitle(document: GraphDocument, id: string, title: string): GraphDocument {
  return { ...document, groups: document.groups.map((other) => (other.id === id ? { ...other, title } : other)) };
}

/** Changes some of the nodes. */
export function changeNodes(
  document: GraphDocument,
  ids: readonly string[],
  change: (node: GraphNode) => GraphNode,
): GraphDocument {
  const chosen = new Set(ids);
  return { ...document, nodes: document.nodes.map((node) => (chosen.has(node.id) ? change(node) : node)) };
}

/** Sets a parameter of all the nodes. */
export function setParameter(
  document: GraphDocument,
  ids: readonly string[],
  name: string,
  value: ParameterValue,
): GraphDocument {
  return changeNodes(document, ids, (node) => ({ ...node, parameters: { ...node.parameters, [name]: value } }));
}

/** Resets parameters of the nodes to those of new nodes in this graph: the one of that name, or all of them. */
export function resetParameters(document: GraphDocument, ids: readonly string[], name?: string): GraphDocument {
  return changeNodes(document, ids, (node) => {
    const fresh = initialParameters(document, node.kind);
    if (name === undefined) return { ...node, parameters: { ...fresh } };
    const { [name]: _, ...parameters } = node.parameters;
    const value = fresh[name];
    return { ...node, parameters: value === undefined ? parameters : { ...parameters, [name]: value } };
  });
}

/** Sets the name of a node; an empty one restores the kind's title. */
export function setNodeTitle(document: GraphDocument, id: string, title: string): GraphDocument {
  return changeNodes(document, [id], ({ title: _, ...node }) => (title === '' ? node : { ...node, title }));
}

/** Sets the comment of a node; an empty text removes it. */
export function setComment(document: GraphDocument, id: string, comment: string): GraphDocument {
  return changeNodes(document, [id], ({ comment: _, ...node }) => (comment === '' ? node : { ...node, comment }));
}

/** Bypasses the nodes, or none of them if all are bypassed. */
export function toggleBypass(document: GraphDocument, ids: ReadonlySet<string>): GraphDocument {
  const bypassed = !document.nodes.filter(({ id }) => ids.has(id)).every((node) => node.bypassed);
  return changeNodes(document, [...ids], (node) => ({ ...node, bypassed }));
}

/** Freezes the nodes, or unfreezes them if all are frozen. */
export function toggleFrozen(document: GraphDocument, ids: ReadonlySet<string>): GraphDocument {
  const freeze = !document.nodes.filter(({ id }) => ids.has(id)).every((node) => node.frozen === true);
  return changeNodes(document, [...ids], ({ frozen: _, ...node }) => (freeze ? { ...node, frozen: true } : node));
}

/** Collapses the nodes, or expands them if all are collapsed. */
export function toggleCollapsed(document: GraphDocument, ids: ReadonlySet<string>): GraphDocument {
  const collapse = !document.nodes.filter(({ id }) => ids.has(id)).every((node) => node.collapsed === true);
  return changeNodes(document, [...ids], ({ collapsed: _, ...node }) =>
    collapse ? { ...node, collapsed: true } : node,
  );
}

/** True if all nodes and notes of two versions of a document have the same positions. */
export function samePlaces(a: GraphDocument, b: GraphDocument): boolean {
  const same = (items: readonly { readonly position: Point }[], others: readonly { readonly position: Point }[]) =>
    items.every(({ position: { x, y } }, index) => others[index]?.position.x === x && others[index].position.y === y);
  return same(a.nodes, b.nodes) && same(a.notes, b.notes);
}

/**
 * Moves nodes, and notes by their drawn ids. The reroute points of a wire move along if both of its ends move by the same
 * offset.
 */
export function move(document: GraphDocument, positions: ReadonlyMap<string, Point>): GraphDocument {
  const ways = new Map<string, Point>();
  const nodes = document.nodes.map((node) => {
    const position = positions.get(node.id);
    if (!position) return node;
    const next = whole(position);
    ways.set(node.id, { x: next.x - node.position.x, y: next.y - node.position.y });
    return { ...node, position: next };
  });
  const edges = document.edges.map((edge) => {
    const [a, b] = [ways.get(edge.from.node), ways.get(edge.to.node)];
    if (!edge.via || !a || a.x !== b?.x || a.y !== b.y) return edge;
    return { ...edge, via: edge.via.map(({ x, y }) => ({ x: x + a.x, y: y + a.y })) };
  });
  const notes = document.notes.map((note) => {
    const position = positions.get(noteId(note.id));
    return position ? { ...note, position: whole(position) } : note;
  });
  return { ...document, nodes, edges, notes };
}

/** Leads a wire through the given points; without points, directly from socket to socket. */
export function setVia(document: GraphDocument, wire: string, via: readonly Point[]): GraphDocument {
  return {
    ...document,
    edges: document.edges.map((edge) => {
      if (edgeKey(edge) !== wire) return edge;
      const { via: _, ...straight } = edge;
      return via.length === 0 ? straight : { ...straight, via: via.map(whole) };
    }),
  };
}

/** The points of a path with one more, at the place where the path grows least. */
export function withPoint(start: Point, via: readonly Point[], end: Point, point: Point): Point[] {
  const way = [start, ...via, end];
  const length = (a: Point, b: Point) => Math.hypot(a.x - b.x, a.y - b.y);
  const growth = via.concat(end).map((next, index) => {
    const before = way[index] as Point;
    return length(before, point) + length(point, next) - length(before, next);
  });
  const at = growth.indexOf(Math.min(...growth));
  return [...via.slice(0, at), point, ...via.slice(at)];
}

/** The document without the wires that the new one replaces: those into the same input, and its earlier version. */
export function makeRoom(document: GraphDocument, edge: GraphEdge, instead?: string): GraphDocument {
  const stays = (other: GraphEdge): boolean =>
    !(other.to.node === edge.to.node && other.to.socket === edge.to.socket) &&
    (instead === undefined || edgeKey(other) !== instead);
  return { ...document, edges: document.edges.filter(stays) };
}

/** Adds a wire. An input has one wire, so an existing one is replaced. */
export function connect(document: GraphDocument, edge: GraphEdge, instead?: string): GraphDocument {
  const room = makeRoom(document, edge, instead);
  return { ...room, edges: [...room.edges, edge] };
}

/** Wires that start or end at a missing node. */
export function looseEdges(document: GraphDocument): GraphEdge[] {
  const ids = new Set(document.nodes.map((node) => node.id));
  return document.edges.filter(({ from, to }) => !ids.has(from.node) || !ids.has(to.node));
}
