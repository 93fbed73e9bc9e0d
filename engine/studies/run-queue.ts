import limit from 'p-limit';
import type { EngineMessage } from '../contract/messages';
import { doRun, type Outcome, type Progress, type RunTask } from './run-process';

/** Runs the runs of a study, on this machine or on any number of machines. */
export interface RunQueue {
  /** Known number of concurrent runs. */
  readonly workers: number;
  /** True if the runs are on other machines. */
  readonly elsewhere?: boolean;
  /** Hint for the user while runs wait. */
  readonly note?: EngineMessage | undefined;
  /**
   * Queues a run. Resolves when it has ended, and rejects if the queue was closed before.
   * @param onProgress called at the start of the run and at each progress report
   */
  dispatch(task: RunTask, onProgress: Progress): Promise<Outcome>;
  /** Discards queued runs and stops current runs of this process. */
  close(): Promise<void>;
}

/** The queue of this process: a limited number of concurrent runs, each in a separate process. */
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
