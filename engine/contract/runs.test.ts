import { expect, it } from 'vitest';
import { accuraciesOf } from '../../test/fixtures/results';
import { stillRising } from './runs';

const epochs = (...percents: number[]) =>
  percents.map((percent, index) => ({
    epoch: index + 1,
    step: index,
    accuracy: accuraciesOf(percent, percent, percent),
  }));

it('finds that more epochs may improve a result whose last epoch is the best', () => {
  const run = { stopped: false, epochs: 3 };
  expect(stillRising(run, epochs(40, 55, 56))).toEqual({ accuracy: 56, before: 55 });
  expect(stillRising({ ...run, bestEpoch: 3 }, epochs(40, 55, 56))).toBeDefined();
  // Not after a stop, a better earlier epoch, or weights of an earlier one; a single epoch shows no rise.
  expect(stillRising({ ...run, stopped: true }, epochs(40, 55, 56))).toBeUndefined();
  expect(stillRising(run, epochs(57, 55, 56))).toBeUndefined();
  expect(stillRising(run, epochs(40, 56, 56))).toBeUndefined();
  expect(stillRising({ ...run, bestEpoch: 2 }, epochs(40, 55, 56))).toBeUndefined();
  expect(stillRising({ stopped: false, epochs: 1 }, epochs(40))).toBeUndefined();
  // Only the epochs of the last stage count.
  const staged = epochs(70, 55, 56).map((record, index) => ({ ...record, stage: index === 0 ? 1 : 2 }));
  expect(stillRising(run, staged)).toEqual({ accuracy: 56, before: 55 });
});
