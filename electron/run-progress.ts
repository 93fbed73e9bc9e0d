import type { ShownRun } from './engine-messages';

/** Minimum duration of a run whose end is announced, in milliseconds. */
const long = 60_000;

/** Progress of a run in the task bar, and the notification of its end. */
export interface ShownProgress {
  /** From 0 to 1; -1 removes the bar. */
  readonly share: number;
  readonly mode: 'normal' | 'paused' | 'indeterminate';
  /** Present at the end of a long run, unless the user stopped it. */
  readonly ended?: { readonly title: string; readonly state: 'finished' | 'failed' };
}

/** Tracks the states of runs. */
export class RunProgress {
  private readonly started = new Map<string, number>();

  /** @param now milliseconds of a monotonic clock */
  constructor(private readonly now: () => number) {}

  next({ run, title, state, step, steps }: ShownRun): ShownProgress {
    if (state === 'finished' || state === 'stopped' || state === 'failed') {
      const since = this.started.get(run);
      this.started.delete(run);
      const announced = since !== undefined && this.now() - since >= long && state !== 'stopped';
      return { share: -1, mode: 'normal', ...(announced && { ended: { title, state } }) };
    }
    if (!this.started.has(run)) this.started.set(run, this.now());
    const share = steps > 0 ? Math.min(step / steps, 1) : 0;
    if (state === 'paused') return { share, mode: 'paused' };
    return { share, mode: state === 'training' ? 'normal' : 'indeterminate' };
  }
}
