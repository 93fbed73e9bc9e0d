import type { Connection } from '@xyflow/react';
import { refuseConnection } from '../../graph-nodes/graph/analyse';
import { catalogue, findKind } from '../../graph-nodes/nodes/catalogue';
import type { GraphDocument, GraphEdge } from '../../graph-nodes/graph/document';
import type { NodeKind } from '../../graph-nodes/graph/kind';
import type { Socket, SocketType } from '../../graph-nodes/graph/sockets';
import { messages } from '../words';
import { refusalText } from '../words/faults';
import { connect, edgeKey, makeRoom, remove } from './editing';
import { type SocketEnd, socketKey } from './socket-end';
import type { Sizes } from './boxes';
import { spread } from './spread';

/** The wire that React Flow proposes, in the form of the document; undefined while an end is open. */
export function toEdge({ source, sourceHandle, target, targetHandle }: Connection): GraphEdge | undefined {
  if (sourceHandle === null || targetHandle === null) return undefined;
  return { from: { node: source, socket: sourceHandle }, to: { node: target, socket: targetHandle } };
}

/**
 * Reason that two ends cannot be connected, as a sentence; undefined if they can. Wires that the new one replaces are ignored:
 * the one into the same input, and the one that is being dragged to another socket.
 * @param instead key of the wire being moved
 */
export function refuse(document: GraphDocument, a: SocketEnd, b: SocketEnd, instead?: string): string | undefined {
  if (a.side === b.side) {
    const m = messages();
    const [one, other] = [a, b].map(({ node, socket }) => m.inspector.socketOf(`“${socket}”`, `“${node}”`));
    return m.canvas.sameSide(one ?? '', other ?? '', a.side);
  }
  const [from, to] = a.side === 'output' ? [a, b] : [b, a];
  const edge: GraphEdge = { from: { node: from.node, socket: from.socket }, to: { node: to.node, socket: to.socket } };
  const refusal = refuseConnection(makeRoom(document, edge, instead), edge, catalogue);
  return refusal && refusalText(refusal);
}

const socketsOf = (kind: NodeKind | undefined, side: SocketEnd['side']): readonly Socket[] =>
  (side === 'output' ? kind?.outputs : kind?.inputs) ?? [];

/** Type of the socket at an end. */
function typeAt(document: GraphDocument, { node: id, side, socket }: SocketEnd): SocketType | undefined {
  const node = document.nodes.find((candidate) => candidate.id === id);
  return socketsOf(node && findKind(node.kind), side).find(({ name }) => name === socket)?.type;
}

/** All ends that a wire from the given end can lead to. */
export function fittingEnds(document: GraphDocument, start: SocketEnd, instead?: string): SocketEnd[] {
  const side = start.side === 'output' ? 'input' : 'output';
  const type = typeAt(document, start);
  return document.nodes.flatMap((node) =>
    socketsOf(findKind(node.kind), side)
      // Most of hundreds of nodes have no socket of the type; the graph is checked only for the others.
      .filter((socket) => socket.type === type)
      .map(({ name }): SocketEnd => ({ node: node.id, socket: name, side }))
      .filter((end) => refuse(document, start, end, instead) === undefined),
  );
}

/** {@link fittingEnds}, by key. */
export const fittingSockets = (document: GraphDocument, start: SocketEnd, instead?: string): Set<string> =>
  new Set(fittingEnds(document, start, instead).map(({ node, side, socket }) => socketKey(node, side, socket)));

/** Socket of a kind that a wire from the given end can lead to, on a node that does not exist yet. */
export function socketFor(document: GraphDocument, start: SocketEnd, kind: NodeKind): Socket | undefined {
  const type = typeAt(document, start);
  return socketsOf(kind, start.side === 'output' ? 'input' : 'output').find((socket) => socket.type === type);
}

/** The document with one wire led through a node; undefined if the node has no free sockets for it, or if a cycle closes. */
function through(document: GraphDocument, id: string, edge: GraphEdge): GraphDocument | undefined {
  const kindOf = (node: string) => findKind(document.nodes.find((candidate) => candidate.id === node)?.kind ?? '');
  const kind = kindOf(id);
  const type = kindOf(edge.from.node)?.outputs.find(({ name }) => name === edge.from.socket)?.type;
  const input = kind?.inputs.find((socket) => socket.type === type);
  const output = kind?.outputs.find((socket) => socket.type === type);
  if (!input || !output) return undefined;
  const taken = document.edges.some(
    ({ from, to }) => (to.node === id && to.socket === input.name) || (from.node === id && from.socket === output.name),
  );
  if (taken) return undefined;
  const first: GraphEdge = { from: edge.from, to: { node: id, socket: input.name } };
  const second: GraphEdge = { from: { node: id, socket: output.name }, to: edge.to };
  const halfway = connect(remove(document, new Set(), new Set([edgeKey(edge)])), first);
  if (refuseConnection(halfway, second, catalogue) !== undefined) return undefined;
  return connect(halfway, second);
}

/** Output for an input without a wire: the one that another node reads for its input of that type, or the only one. */
function sourceLike(
  document: GraphDocument,
  node: string,
  input: Socket,
  reader: string,
): GraphEdge['from'] | undefined {
  const ends = fittingEnds(document, { node, socket: input.name, side: 'input' });
  const read = document.edges.filter(({ to }) => to.node === reader).map(({ from }) => from);
  const same = ends.filter((end) => read.some((from) => from.node === end.node && from.socket === end.socket));
  const [only, ...others] = same.length > 0 ? same : ends;
  return only && others.length === 0 ? { node: only.node, socket: only.socket } : undefined;
}

export interface Insertion {
  /** Keys of the wires that go through the node. */
  readonly wires: readonly string[];
  readonly document: GraphDocument;
}

/**
 * Inserts a node into a wire and into every other wire to the same node for which it has sockets, and connects its other
 * required inputs if exactly one output fits. Nodes to the right make space for it. Undefined if the node has no free input and
 * output of the wire’s type, or if the graph would have a cycle.
 * @param sizes of the drawn nodes
 */
export function insertInto(
  document: GraphDocument,
  id: string,
  wire: string,
  sizes: Sizes = new Map(),
): Insertion | undefined {
  const dropped = document.edges.find((candidate) => edgeKey(candidate) === wire);
  let next = dropped && through(document, id, dropped);
  if (!dropped || !next) return undefined;
  const wires = [wire];
  for (const edge of document.edges) {
    if (edge === dropped || edge.to.node !== dropped.to.node) continue;
    const more = through(next, id, edge);
    if (!more) continue;
    next = more;
    wires.push(edgeKey(edge));
  }
  for (const input of findKind(next.nodes.find((node) => node.id === id)?.kind ?? '')?.inputs ?? []) {
    const to = { node: id, socket: input.name };
    if (input.optional === true || next.edges.some((edge) => edge.to.node === id && edge.to.socket === input.name)) {
      continue;
    }
    const from = sourceLike(next, id, input, dropped.to.node);
    if (from) next = connect(next, { from, to });
  }
  return { wires, document: spread(next, id, sizes) };
}
