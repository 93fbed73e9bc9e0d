import { describe, expect, it } from 'vitest';
import { node } from '../../graph-nodes/nodes/trainer/node';
import { learningRateAt, type ScheduleProgress } from './learning-rate';

const trainer = (changes: object) => node.parameters.parse({ learningRate: 0.01, ...changes });
const at = (changes: Partial<ScheduleProgress>): ScheduleProgress => ({
  epoch: 0,
  step: 0,
  steps: 100,
  reductions: 0,
  ...changes,
});

describe('the learning rate', () => {
  it('is multiplied by the factor at a fixed number of epochs with the step schedule, as in the paper', () => {
    const parameters = trainer({ schedule: 'step', decayFactor: 0.1, decayEvery: 20 });
    expect([0, 19, 20, 45].map((epoch) => learningRateAt(parameters, at({ epoch })))).toEqual([
      0.01,
      0.01,
      expect.closeTo(0.001, 10),
      expect.closeTo(0.0001, 10),
    ]);
  });

  it('is half a cosine, or constant', () => {
    const cosine = trainer({ schedule: 'cosine' });
    expect([0, 0.5, 1].map((progress) => learningRateAt(cosine, at({ step: 100 * progress })))).toEqual([
      0.01,
      expect.closeTo(0.005, 10),
      expect.closeTo(0, 10),
    ]);
    expect(learningRateAt(trainer({ schedule: 'constant' }), at({ epoch: 9, step: 90 }))).toBe(0.01);
  });
});

describe('the warm-up', () => {
  it('rises linearly to the rate of the schedule, and then ends', () => {
    const parameters = trainer({ schedule: 'constant', warmUp: 4 });
    expect([0, 1, 2, 3, 4, 50].map((step) => learningRateAt(parameters, at({ step })))).toEqual([
      0.0025, 0.005, 0.0075, 0.01, 0.01, 0.01,
    ]);
    expect(learningRateAt(trainer({ schedule: 'plateau', decayFactor: 0.5 }), at({ reductions: 2 }))).toBe(0.0025);
  });
});
