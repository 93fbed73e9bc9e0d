import type { Connection } from '@xyflow/react';
import { refuseConnection } from '../../graph-nodes/analyse';
import { findKind } from '../../graph-nodes/catalogue';
import type { GraphDocument, GraphEdge } from '../../graph-nodes/document';
import { makeRoom } from '../state/editing';
import { socketKey } from '../state/view';

/** One end of a wire while it is dragged. */
export interface SocketEnd {
  readonly node: string;
  readonly socket: string;
  readonly side: 'input' | 'output';
}

/** The wire that React Flow proposes, as the document writes it; undefined while an end is open. */
export function toEdge({ source, sourceHandle, target, targetHandle }: Connection): GraphEdge | undefined {
  if (sourceHandle === null || targetHandle === null) return undefined;
  return { from: { node: source, socket: sourceHandle }, to: { node: target, socket: targetHandle } };
}

const sentence = (reason: string): string => `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`;

/**
 * Why two ends cannot be joined, as a sentence, or undefined where they can. The wires that the new one replaces do
 * not count: the one into the same input, and the one that is being dragged to another socket.
 * @param instead the key of the wire being moved
 */
export function refuse(document: GraphDocument, a: SocketEnd, b: SocketEnd, instead?: string): string | undefined {
  if (a.side === b.side) {
    return `A wire joins an output to an input, and “${a.socket}” of “${a.node}” and “${b.socket}” of “${b.node}” are both ${a.side}s.`;
  }
  const [from, to] = a.side === 'output' ? [a, b] : [b, a];
  const edge: GraphEdge = { from: { node: from.node, socket: from.socket }, to: { node: to.node, socket: to.socket } };
  const reason = refuseConnection(makeRoom(document, edge, instead), edge);
  return reason === undefined ? undefined : sentence(reason);
}

/** Every socket that a wire from the given end may go to. */
export function fittingSockets(document: GraphDocument, start: SocketEnd, instead?: string): Set<string> {
  const side = start.side === 'output' ? 'input' : 'output';
  const fits = new Set<string>();
  for (const node of document.nodes) {
    const kind = findKind(node.kind);
    for (const socket of (side === 'input' ? kind?.inputs : kind?.outputs) ?? []) {
      const end: SocketEnd = { node: node.id, socket: socket.name, side };
      if (refuse(document, start, end, instead) === undefined) fits.add(socketKey(node.id, side, socket.name));
    }
  }
  return fits;
}
