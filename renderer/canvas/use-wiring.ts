import type { Connection, Edge, FinalConnectionState, OnConnectStartParams } from '@xyflow/react';
import { useCallback, useRef } from 'react';
import { notify } from '../shell/toasts';
import { connect, edgeKey, remove } from '../state/editing';
import { currentDocument, editor } from '../state/editor';
import { select, socketKey, view } from '../state/view';
import { fittingSockets, refuse, toEdge, type SocketEnd } from './connection';

/** The ends of a wire as React Flow tells of them. */
function endOf(handle: { nodeId: string; id?: string | null; type: string }): SocketEnd {
  return { node: handle.nodeId, socket: handle.id ?? '', side: handle.type === 'source' ? 'output' : 'input' };
}

/**
 * Wiring by hand: sockets that fit light up while a wire is dragged, a wire that is dropped on one that does not fit is
 * refused with the reason, and a wire that is dragged off its socket can go to another or nowhere.
 */
export function useWiring() {
  /** The wire that is being moved to another socket. */
  const moving = useRef<string | undefined>(undefined);

  const begin = useCallback((start: SocketEnd) => {
    const fits = fittingSockets(currentDocument(), start, moving.current);
    view.setState({ wiring: { start: socketKey(start.node, start.side, start.socket), fits } });
  }, []);

  const add = useCallback((connection: Connection, instead?: string) => {
    const edge = toEdge(connection);
    if (edge === undefined) return;
    editor.edit((document) => connect(document, edge, instead));
    select([], [edgeKey(edge)]);
  }, []);

  const explain = useCallback(({ fromHandle, toHandle }: FinalConnectionState) => {
    if (!fromHandle || !toHandle) return;
    const reason = refuse(currentDocument(), endOf(fromHandle), endOf(toHandle), moving.current);
    if (reason !== undefined) notify('error', reason);
  }, []);

  return {
    isValidConnection: useCallback((candidate: Edge | Connection) => {
      const { source, target, sourceHandle = null, targetHandle = null } = candidate;
      if (sourceHandle === null || targetHandle === null) return false;
      const from: SocketEnd = { node: source, socket: sourceHandle, side: 'output' };
      const to: SocketEnd = { node: target, socket: targetHandle, side: 'input' };
      return refuse(currentDocument(), from, to, moving.current) === undefined;
    }, []),
    onConnectStart: useCallback(
      (_: unknown, { nodeId, handleId, handleType }: OnConnectStartParams) => {
        if (nodeId !== null) begin(endOf({ nodeId, id: handleId, type: handleType ?? 'source' }));
      },
      [begin],
    ),
    onConnect: useCallback((connection: Connection) => add(connection), [add]),
    onConnectEnd: useCallback(
      (_: unknown, state: FinalConnectionState) => {
        view.setState({ wiring: undefined });
        if (moving.current === undefined && state.isValid === false) explain(state);
      },
      [explain],
    ),
    onReconnectStart: useCallback((_: unknown, edge: Edge) => {
      moving.current = edge.id;
    }, []),
    onReconnect: useCallback((edge: Edge, connection: Connection) => add(connection, edge.id), [add]),
    onReconnectEnd: useCallback(
      (_: unknown, edge: Edge, __: unknown, state: FinalConnectionState) => {
        view.setState({ wiring: undefined });
        if (state.toHandle === null) editor.edit((document) => remove(document, new Set(), new Set([edge.id])));
        else if (state.isValid === false) explain(state);
        moving.current = undefined;
      },
      [explain],
    ),
  };
}
