import type {
  Connection,
  FinalConnectionState,
  Handle,
  IsValidConnection,
  OnConnectStart,
  OnReconnect,
} from '@xyflow/react';
import { notify } from '../ui/toasts';
import { connect, remove } from '../documents/editing';
import { fittingSockets, refuse, toEdge } from '../documents/connection';
import { toGraph } from '../commands/viewport';
import type { FlowEdge } from './flow';
import { currentDocument, edit, select, gestures, setGestures } from '../documents/active-graph';
import { type SocketEnd, socketKey } from '../documents/socket-end';

type HandleEnd = Pick<Handle, 'type' | 'id'> & { readonly nodeId: string };

const sideOf = { source: 'output', target: 'input' } as const;

export const endOf = ({ nodeId, id, type }: HandleEnd): SocketEnd => ({
  node: nodeId,
  socket: id ?? '',
  side: sideOf[type],
});

const same = (a: SocketEnd, b: SocketEnd): boolean => a.node === b.node && a.socket === b.socket && a.side === b.side;

/**
 * Reason that the dragged wire does not fit the socket under the pointer, as a sentence; undefined if it fits, or without a
 * socket.
 */
export function connectionRefusal(from: HandleEnd | null, to: HandleEnd | null): string | undefined {
  if (from === null || to === null) return undefined;
  const [start, end] = [endOf(from), endOf(to)];
  return same(start, end) ? undefined : refuse(currentDocument(), start, end, gestures().wiring?.instead);
}

/** The wire whose end is dragged. */
let instead: string | undefined;

const isValidConnection: IsValidConnection<FlowEdge> = ({ source, target, sourceHandle, targetHandle }) =>
  connectionRefusal(
    { nodeId: source, id: sourceHandle ?? null, type: 'source' },
    { nodeId: target, id: targetHandle ?? null, type: 'target' },
  ) === undefined;

const onConnectStart: OnConnectStart = (_event, { nodeId, handleId, handleType }) => {
  if (nodeId === null || handleId === null || handleType === null) return;
  const start = endOf({ nodeId, id: handleId, type: handleType });
  setGestures({
    wiring: {
      start: socketKey(start.node, start.side, start.socket),
      fits: fittingSockets(currentDocument(), start, instead),
      instead,
    },
  });
};

const onConnect = (connection: Connection) => {
  const edge = toEdge(connection);
  if (edge) edit((document) => connect(document, edge));
};

const onReconnect: OnReconnect<FlowEdge> = (old, connection) => {
  const edge = toEdge(connection);
  const unchanged = old.target === connection.target && old.targetHandle === connection.targetHandle;
  const stays = unchanged && old.source === connection.source && old.sourceHandle === connection.sourceHandle;
  if (edge && !stays) edit((document) => connect(document, edge, old.id));
};

const pointOf = (event: MouseEvent | TouchEvent) => {
  const { clientX: x, clientY: y } =
    'clientX' in event ? event : (event.changedTouches[0] ?? { clientX: 0, clientY: 0 });
  return { x, y };
};

/** A new wire that is dropped on the empty canvas opens the search for the node that it will lead to. */
const onConnectEnd = (event: MouseEvent | TouchEvent, { fromHandle, toHandle, toNode }: FinalConnectionState) => {
  const reason = connectionRefusal(fromHandle, toHandle);
  if (reason !== undefined) notify('error', reason);
  const moved = gestures().wiring?.instead !== undefined;
  setGestures({ wiring: undefined });
  const overCanvas = event.target instanceof Element && event.target.closest('.react-flow__pane, .react-flow__edge');
  if (fromHandle === null || toHandle !== null || toNode !== null || moved || !overCanvas) return;
  const screen = pointOf(event);
  setGestures({ adding: { screen, place: toGraph(screen), from: endOf(fromHandle) } });
};

const onReconnectStart = (_event: unknown, edge: FlowEdge) => {
  instead = edge.id;
};

/** A wire that is dropped outside a socket is removed. */
const onReconnectEnd = (_event: unknown, edge: FlowEdge, _side: unknown, { toHandle }: FinalConnectionState) => {
  instead = undefined;
  if (toHandle !== null) return;
  edit((document) => remove(document, new Set(), new Set([edge.id])));
  select([]);
};

/** Handlers with which React Flow creates, moves and detaches wires by dragging. */
export const wiring = {
  isValidConnection,
  onConnect,
  onConnectStart,
  onConnectEnd,
  onReconnect,
  onReconnectStart,
  onReconnectEnd,
};
