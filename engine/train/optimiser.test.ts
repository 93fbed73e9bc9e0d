import { describe, expect, it } from 'vitest';
import { node } from '../../graph-nodes/trainer/node';
import { learningRateAt } from './optimiser';

const trainer = (changes: object) => node.parameters.parse({ learningRate: 0.01, ...changes });

describe('the learning rate', () => {
  it('falls by the factor every so many epochs with the step schedule, as in the paper', () => {
    const parameters = trainer({ schedule: 'step', decayFactor: 0.1, decayEvery: 20 });
    expect([0, 19, 20, 45].map((epoch) => learningRateAt(parameters, epoch, 0))).toEqual([
      0.01,
      0.01,
      expect.closeTo(0.001, 10),
      expect.closeTo(0.0001, 10),
    ]);
  });

  it('falls as half a cosine, or not at all', () => {
    const cosine = trainer({ schedule: 'cosine' });
    expect([0, 0.5, 1].map((progress) => learningRateAt(cosine, 0, progress))).toEqual([
      0.01,
      expect.closeTo(0.005, 10),
      expect.closeTo(0, 10),
    ]);
    expect(learningRateAt(trainer({ schedule: 'constant' }), 9, 0.9)).toBe(0.01);
  });
});
