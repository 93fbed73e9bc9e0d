import { describe, expect, it } from 'vitest';
import type { Dataset } from '../../graph-nodes/datasets/dataset';
import { tinyPipeline } from '../../test/fixtures/graphs';
import { runResult } from '../../test/fixtures/run-result';
import { withStages } from '../../test/fixtures/stages';
import { plannedStages, RunStages } from './run-stages';

const dataset = { questions: { train: Array.from({ length: 100 }), validation: [], test: [] } } as unknown as Dataset;
const ended = (name: string, epochs: number, steps: number) => ({
  name,
  epochs,
  steps,
  losses: null,
  accuracy: runResult().accuracy,
});

describe('the stages of a run', () => {
  const planned = plannedStages(
    withStages(tinyPipeline({ trainer: { epochs: 4, batchSize: 10 } }), [
      { name: 'one', parameters: {}, frozen: [] },
      { name: 'two', parameters: { batchSize: 25, epochs: 2 }, frozen: [] },
      { name: 'three', parameters: { epochs: 1 }, frozen: [] },
    ]),
    dataset,
  );

  it('have actual numbers for an ended stage and planned ones for the others', () => {
    const stages = new RunStages(planned);
    expect(stages.total).toEqual({ epochs: 7, steps: 40 + 8 + 10 });
    // Stopped early, after one epoch.
    stages.end(ended('one', 1, 10));
    expect(stages.total).toEqual({ epochs: 4, steps: 10 + 8 + 10 });
    expect(stages.present).toEqual({ index: 2, count: 3, name: 'two' });
    expect(stages.counted({ step: 3, epoch: 0, losses: {} })).toEqual({ step: 13, epoch: 1, losses: {}, stage: 2 });
    expect(stages.isLast).toBe(false);
  });

  it('estimate the remaining time from the time per question', () => {
    const stages = new RunStages(planned, [ended('one', 4, 40)]);
    // 5 steps of 25 questions in 50 s each, then 10 steps of 10 questions.
    expect(stages.secondsLeft({ epoch: 0, step: 3, steps: 8, secondsPerStep: 50 })).toBe(5 * 50 + 10 * 20);
    expect(stages.secondsLeft({ epoch: 0, step: 3, steps: 8, secondsPerStep: null })).toBeNull();
  });

  it('are one without a name for a graph without stages', () => {
    const stages = new RunStages(plannedStages(tinyPipeline({ trainer: { epochs: 4, batchSize: 10 } }), dataset));
    expect(stages).toMatchObject({ present: undefined, isLast: true, total: { epochs: 4, steps: 40 } });
    const record = { step: 1, epoch: 0 };
    expect(stages.counted(record)).toEqual(record);
  });
});
