import { describe, expect, it } from 'vitest';
import { tinyPipeline } from '../../test/fixtures/graphs';
import { withStages } from '../../test/fixtures/stages';
import { epochCheckpoint, epochOfFile, epochsBetweenKept, isKeptEpoch, mostKeptEpochs } from './kept-epochs';

describe('kept epochs', () => {
  it.each([
    [0, 1000, 0],
    [1, 10, 1],
    [3, 10, 3],
    [20, 10, 20],
    [1, 50, 1],
    [1, 51, 2],
    [2, 1000, 20],
    [1, 10_000, 200],
  ])('with keepEpochs %i of %i planned epochs are %i apart', (keepEpochs, planned, expected) => {
    const between = epochsBetweenKept(keepEpochs, planned);
    expect(between).toBe(expected);
    if (between > 0) expect(Math.floor(planned / between)).toBeLessThanOrEqual(mostKeptEpochs);
  });

  it('are counted through all stages', () => {
    const stage = { name: 'a', parameters: { epochs: 60 }, frozen: [] };
    const staged = withStages(tinyPipeline(), [stage, { ...stage, name: 'b' }]);
    expect([1, 2, 3, 60, 63].map((epoch) => isKeptEpoch(staged, 1, epoch))).toEqual([false, false, true, true, true]);
    expect(isKeptEpoch(staged, 0, 3)).toBe(false);
  });

  it('are found only by the names of their files', () => {
    expect(epochOfFile(`${epochCheckpoint(12)}.safetensors`)).toBe(12);
    for (const other of ['epoch-0.safetensors', 'epoch-1.txt', 'stage-1.safetensors', 'epoch-1.safetensors.part'])
      expect(epochOfFile(other)).toBeUndefined();
  });
});
