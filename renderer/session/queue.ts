import { createStore } from 'zustand/vanilla';
import type { GraphDocument } from '../../graph-nodes/graph/document';
import type { Queue, WaitingRun } from '../../engine/contract/queue';
import { openLivePanel } from '../ui/panels';
import { notify } from '../ui/toasts';
import { messages } from '../words';
import { errorText, messageText } from '../words/engine';
import { isActive } from './run-log';
import { client, session } from './session';

/** State of the engine's queue in this window: trainings that start one after the other. */
export const queue = createStore<{ readonly waiting: readonly WaitingRun[] }>(() => ({ waiting: [] }));

function take({ waiting, refused }: Queue): void {
  queue.setState({ waiting });
  if (refused) notify('error', messages().queue.refused(refused.title, messageText(refused.reason)));
}

/** Sends a request about the queue; its effect arrives as an event. */
async function ask(request: () => Promise<unknown>): Promise<boolean> {
  try {
    await request();
    return true;
  } catch (error) {
    notify('error', errorText(error));
    return false;
  }
}

/** True if a new training would be queued. */
export const isBusy = (): boolean => isActive(session.getState().log) || queue.getState().waiting.length > 0;

/** Queues a graph in its current version. */
export async function enqueue(graph: GraphDocument): Promise<void> {
  const { backend } = session.getState();
  if (await ask(() => client.request('enqueue', { graph, backend })))
    notify('info', messages().queue.queued(graph.title));
}

/** Resumes a stored run, now or after the queued runs. @returns true if it was started or queued */
export async function resumeRun(run: string, title: string): Promise<boolean> {
  const waits = isBusy();
  if (!(await ask(() => client.request(waits ? 'enqueue' : 'resumeRun', { run })))) return false;
  openLivePanel();
  notify('info', waits ? messages().queue.queued(title) : messages().queue.resumed(title));
  return true;
}

export const dequeue = (id: number): Promise<boolean> => ask(() => client.request('dequeue', { id }));

export const moveInQueue = (id: number, place: number): Promise<boolean> =>
  ask(() => client.request('moveInQueue', { id, place }));

/** Follows the engine's queue during the life of the window. */
export function startQueue(): void {
  client.onEvent((event) => {
    if (event.event === 'queue') take(event.queue);
  });
  client.onState((connection) => {
    if (connection !== 'connected') return;
    void ask(async () => take(await client.request('queue', {})));
  });
}
