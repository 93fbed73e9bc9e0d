import { createStore } from 'zustand/vanilla';
import type { GraphDocument } from '../../graph-nodes/graph/document';
import { isActive } from './run-log';
import { session, train } from './session';

export interface Waiting {
  readonly id: number;
  /** The graph as it was when it was put into the queue. */
  readonly graph: GraphDocument;
}

/** Graphs that are trained one after the other, each when the run before it has ended. */
export const queue = createStore<{ readonly waiting: readonly Waiting[] }>(() => ({ waiting: [] }));

let lastId = 0;

function startNext(): void {
  const { connection, starting, log } = session.getState();
  const [next, ...others] = queue.getState().waiting;
  if (!next || connection !== 'connected' || starting || isActive(log)) return;
  queue.setState({ waiting: others });
  void train(next.graph);
}

export function enqueue(graph: GraphDocument): void {
  lastId += 1;
  const entry = { id: lastId, graph };
  queue.setState(({ waiting }) => ({ waiting: [...waiting, entry] }));
  startNext();
}

export function dequeue(id: number): void {
  queue.setState(({ waiting }) => ({ waiting: waiting.filter((entry) => entry.id !== id) }));
}

/** Looks after every change of the session whether the next graph can be trained. */
export function startQueue(): void {
  session.subscribe(startNext);
}
