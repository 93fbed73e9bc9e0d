import type { Remarks } from '../../../engine/contract/runs';
import { client } from '../../session/session';
import { experiments, refresh, showError } from './store';

/** Pause in typing, in milliseconds, after which the text is saved. */
const pause = 400;

let waiting: ReturnType<typeof setTimeout> | undefined;

/** Last sent remarks, by run. */
const sent = new Map<string, Remarks>();

async function keep(): Promise<void> {
  const changed = [...experiments.getState().edited].filter(([run, remarks]) => sent.get(run) !== remarks);
  try {
    await Promise.all(
      changed.map(([run, remarks]) => {
        sent.set(run, remarks);
        return client.request('setRemarks', { run, remarks });
      }),
    );
  } catch (error) {
    showError(error);
  }
  await refresh();
}

/**
 * Changes remarks of runs: shows them at once and saves them after a pause. Remarks that cannot be saved stay in the window.
 */
export function editRemarks(changed: Iterable<readonly [run: string, remarks: Remarks]>): void {
  experiments.setState(({ edited }) => ({ edited: new Map([...edited, ...changed]) }));
  clearTimeout(waiting);
  waiting = setTimeout(() => void keep(), pause);
}
