import { createStore } from 'zustand/vanilla';
import type { RunStatus } from '../../engine/contract/runs';
import { notify } from '../ui/toasts';
import { errorText } from '../words/engine';
import type { RunLog } from './run-log';
import { client } from './session';

export interface OtherRuns {
  /** Runs of the engine since its start, newest first. */
  readonly known: readonly RunStatus[];
  /** Names of the runs that the chart overlays. */
  readonly drawn: readonly RunLog[];
}

export const otherRuns = createStore<OtherRuns>(() => ({ known: [], drawn: [] }));

const say = (error: unknown) => notify('error', errorText(error));

/** Requests the list of runs. */
export async function askRuns(): Promise<void> {
  try {
    const { runs } = await client.request('runs', {});
    otherRuns.setState({ known: runs });
  } catch (error) {
    say(error);
  }
}

/** Selects the runs that the chart overlays. */
export async function drawRuns(wanted: readonly string[]): Promise<void> {
  try {
    const have = new Map(otherRuns.getState().drawn.map((log) => [log.status.run, log]));
    const drawn = await Promise.all(wanted.map((run) => have.get(run) ?? client.request('history', { run })));
    otherRuns.setState({ drawn });
  } catch (error) {
    say(error);
  }
}
