import limit from 'p-limit';
import type { EngineMessage } from '../contract/messages';
import { doRun, type Outcome, type Progress, type RunTask } from './run-process';

/** What carries out the runs of a study: here, or on any number of machines. */
export interface RunQueue {
  /** Runs at a time, as far as it is known. */
  readonly workers: number;
  /** Hint to a person while runs wait. */
  readonly note?: EngineMessage | undefined;
  /**
   * Queues a run; resolves when it has ended, and rejects where the queue was closed before.
   * @param onProgress called when the run begins, and then as it goes on
   */
  dispatch(task: RunTask, onProgress: Progress): Promise<Outcome>;
  /** Gives up what is queued and ends what is under way here. */
  close(): Promise<void>;
}

/** The queue within this process: so many runs at a time, each in a process of its own. */
export function embeddedQueue(study: string, workers: number): RunQueue {
  const slots = limit(workers);
  const ending = new AbortController();
  const { signal } = ending;
  const dispatched = new Set<Promise<Outcome>>();
  return {
    workers,
    dispatch(task, onProgress) {
      const run = slots(() => {
        signal.throwIfAborted();
        onProgress(0);
        return doRun(study, task, { signal, onProgress });
      }).finally(() => dispatched.delete(run));
      dispatched.add(run);
      return run;
    },
    async close() {
      ending.abort();
      await Promise.allSettled(dispatched);
    },
  };
}
