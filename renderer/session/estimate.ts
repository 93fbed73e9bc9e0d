import { createStore } from 'zustand/vanilla';
import type { RunEstimate } from '../../engine/contract/estimate';
import { analysisOf, errorsOf } from '../documents/analysis';
import { documentOf } from '../documents/open-graph';
import { activeGraph, onGraphsChange } from '../documents/open-graphs';
import { trainingKey } from './own-run';
import { isActive } from './run-log';
import { client, session } from './session';

/** Expected duration of training the active graph; undefined while it is unknown or the graph cannot be trained. */
export const estimate = createStore<{ readonly found: RunEstimate | undefined }>(() => ({ found: undefined }));

/** Time without a change of the graph, in milliseconds, after which the engine is asked. */
const rest = 400;

/** Identifies the last request to the engine; undefined if there is nothing to ask. */
let asked: string | undefined;
let waiting: ReturnType<typeof setTimeout> | undefined;

function derive(): void {
  const { connection, backend, log, starting } = session.getState();
  const graph = documentOf(activeGraph());
  const idle = connection === 'connected' && !starting && !isActive(log);
  const possible = idle && errorsOf(analysisOf(graph)).length === 0;
  // A run that has ended adds a measurement.
  const key = possible ? JSON.stringify([backend, log?.status.run, trainingKey(graph)]) : undefined;
  if (key === asked) return;
  asked = key;
  estimate.setState({ found: undefined });
  clearTimeout(waiting);
  if (key === undefined) return;
  waiting = setTimeout(() => {
    client.request('estimate', { graph, backend }).then(
      (found) => {
        if (key === asked) estimate.setState({ found });
      },
      // Training a graph does not depend on its estimate; the next change asks again.
      () => undefined,
    );
  }, rest);
}

/** Keeps the estimate up to date; returns the function that stops. */
export function startEstimates(): () => void {
  const stops = [session.subscribe(derive), onGraphsChange(derive)];
  derive();
  return () => {
    for (const stop of stops) stop();
    clearTimeout(waiting);
  };
}
