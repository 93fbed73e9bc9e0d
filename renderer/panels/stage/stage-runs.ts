import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { StoredRunSummary } from '../../../engine/contract/runs';
import { client, session } from '../../session/session';
import { notify } from '../../ui/toasts';
import { errorText } from '../../words/engine';

/** A run with a model that the stage can use. */
export type StageRun = Pick<StoredRunSummary, 'run' | 'title' | 'changed'>;

/** Stored runs that have ended with a result, the newest first. */
export const finishedOf = (stored: readonly StoredRunSummary[]): StageRun[] =>
  stored
    .filter(({ result, state }) => result !== undefined && state !== 'broken')
    .toSorted((one, other) => (other.changed ?? 0) - (one.changed ?? 0))
    .map(({ run, title, changed, remarks }) => ({
      run,
      title: remarks === undefined || remarks.title === '' ? title : remarks.title,
      ...(changed !== undefined && { changed }),
    }));

/** Finished runs, read again after a run ends; undefined until they are known. */
export function useStageRuns(): readonly StageRun[] | undefined {
  const [runs, setRuns] = useState<readonly StageRun[]>();
  const connected = useStore(session, ({ connection }) => connection === 'connected');
  const finished = useStore(session, ({ log }) => (log?.status.result ? log.status.run : undefined));
  useEffect(() => {
    if (!connected) return undefined;
    let wanted = true;
    client.request('runs', {}).then(
      ({ stored = [] }) => wanted && setRuns(finishedOf(stored)),
      (error: unknown) => notify('error', errorText(error)),
    );
    return () => {
      wanted = false;
    };
  }, [connected, finished]);
  return runs;
}
