import type { Remarks } from '../../../engine/contract/runs';
import { client } from '../../session/session';
import { experiments, refresh, sayError } from './store';

/** A pause in typing of so many milliseconds, and what was typed is kept. */
const pause = 400;

let waiting: ReturnType<typeof setTimeout> | undefined;

/** What has been sent last, by run. */
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
    sayError(error);
  }
  await refresh();
}

/** Says something of runs, which is seen at once and kept a moment later. What cannot be kept stays in the window. */
export function editRemarks(changed: Iterable<readonly [run: string, remarks: Remarks]>): void {
  experiments.setState(({ edited }) => ({ edited: new Map([...edited, ...changed]) }));
  clearTimeout(waiting);
  waiting = setTimeout(() => void keep(), pause);
}
