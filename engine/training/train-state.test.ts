import { describe, expect, it } from 'vitest';
import { node } from '../../graph-nodes/nodes/trainer/node';
import { afterEpoch, afterStep, meanOf, trainStateSchema, initialTrainState } from './train-state';

describe('the state of a training', () => {
  it('lowers the rate on a plateau like PyTorch’s ReduceLROnPlateau', () => {
    // ReduceLROnPlateau(mode='max', factor=0.5, patience=1, threshold=0): two epochs here correspond to its patience
    // plus one.
    const parameters = node.parameters.parse({ schedule: 'plateau', decayEvery: 2 });
    const reductions: number[] = [];
    let at = initialTrainState;
    for (const accuracy of [10, 12, 12, 11, 13, 13, 12, 12, 12, 14, 14]) {
      at = afterEpoch(at, accuracy, parameters);
      reductions.push(at.reductions);
    }
    expect(reductions).toEqual([0, 0, 0, 1, 1, 1, 2, 2, 3, 3, 3]);
    expect(at.best).toEqual({ epoch: 10, score: 14 });
  });

  it('does not lower the rate with other schedules', () => {
    const parameters = node.parameters.parse({ schedule: 'step', decayEvery: 1 });
    const at = [3, 2, 1].reduce((before, score) => afterEpoch(before, score, parameters), initialTrainState);
    expect(at).toMatchObject({ epoch: 3, reductions: 0, best: { epoch: 1, score: 3 } });
  });

  it('keeps the means of its losses through JSON exactly', () => {
    const losses = [0.1, 0.7, 1 / 3].map((qa) => ({ total: 2 * qa, qa }));
    const at = losses.reduce(afterStep, initialTrainState);
    expect(at).toMatchObject({ step: 3, batch: 3 });
    const again = trainStateSchema.parse(JSON.parse(JSON.stringify(at)));
    expect(again).toEqual(at);
    expect(meanOf(again.ofEpoch)).toEqual({ total: (0.2 + 1.4 + 2 / 3) / 3, qa: (0.1 + 0.7 + 1 / 3) / 3 });
    expect(meanOf(initialTrainState.ofEpoch)).toBeNull();
  });
});
