import { describe, expect, it } from 'vitest';
import { RunProgress } from './run-progress';

const run = { run: 'run-1', title: 'Repair', step: 0, steps: 8 };

describe('the progress in the task bar', () => {
  it('follows the steps of a run', () => {
    const progress = new RunProgress(() => 0);
    expect(progress.next({ ...run, state: 'preparing', steps: 0 })).toEqual({ share: 0, mode: 'indeterminate' });
    expect(progress.next({ ...run, state: 'training', step: 2 })).toEqual({ share: 0.25, mode: 'normal' });
    expect(progress.next({ ...run, state: 'paused', step: 4 })).toEqual({ share: 0.5, mode: 'paused' });
    expect(progress.next({ ...run, state: 'evaluating', step: 8 })).toEqual({ share: 1, mode: 'indeterminate' });
    expect(progress.next({ ...run, state: 'finished', step: 8 })).toEqual({ share: -1, mode: 'normal' });
  });

  it('ends with a notification after a long run, once, unless the user stopped it', () => {
    let now = 0;
    const progress = new RunProgress(() => now);
    const ended = (name: string, state: 'finished' | 'failed' | 'stopped', seconds: number) => {
      progress.next({ ...run, run: name, state: 'training' });
      now += seconds * 1000;
      return progress.next({ ...run, run: name, state }).ended;
    };
    expect(ended('a', 'finished', 60)).toEqual({ title: 'Repair', state: 'finished' });
    expect(ended('b', 'failed', 3600)).toEqual({ title: 'Repair', state: 'failed' });
    expect(ended('c', 'finished', 59)).toBeUndefined();
    expect(ended('d', 'stopped', 3600)).toBeUndefined();
    // The state of an ended run can be sent again.
    expect(progress.next({ ...run, run: 'a', state: 'finished' }).ended).toBeUndefined();
  });
});
