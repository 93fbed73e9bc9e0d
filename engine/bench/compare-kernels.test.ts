import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../backends/backend';
import { compareKernel } from './compare-kernels';
import { apart } from './compare-losses';
import type { Compute } from './kernel-cases';

beforeAll(async () => {
  await startBackend('cpu');
});

/** Multiplies by one factor on the cpu backend, which comes first, and by another in the recorded graph. */
function multiplier(...factors: number[]): Compute {
  let calls = 0;
  return (x) => {
    // Each side computes the outputs, and again for their gradients.
    const factor = factors[calls < 2 ? 0 : 1] ?? 1;
    calls += 1;
    return tf.mul(x as tf.Tensor, factor);
  };
}

describe('the comparison of a kernel with the CPU', () => {
  it('is within the tolerance for the same computation, including gradients', async () => {
    const { difference, tolerance } = await compareKernel('Multiply', [[[[3, 4]], multiplier(2, 2)]], 'cpu');
    expect(difference).toBeLessThan(tolerance);
  });

  it('reports the largest difference of another computation, and its place', async () => {
    const { difference, tolerance, where } = await compareKernel('Multiply', [[[[3, 4]], multiplier(2, 2.01)]], 'cpu');
    expect(difference).toBeGreaterThan(tolerance);
    expect(where).toMatch(/^variant 0, output \d: .*, expected /);
  });

  it('treats NaN as the largest difference', async () => {
    const { difference } = await compareKernel('Multiply', [[[[3]], multiplier(1, NaN)]], 'cpu');
    expect(difference).toBe(Infinity);
  });
});

describe('the comparison of losses', () => {
  it('names the loss with the largest difference, relative above 1', () => {
    expect(apart({ total: 4.4, qa: 0.5 }, { total: 4, qa: 0.3 })).toEqual({
      difference: expect.closeTo(0.2) as number,
      where: 'qa: 0.5, expected 0.3',
    });
    expect(() => apart({ total: 1 }, { total: 1, qa: 1 })).toThrow('The losses are total, not total, qa.');
  });
});
