import * as tf from '@tensorflow/tfjs-core';
import { afterAll, describe, expect, it } from 'vitest';
import { meanSquaredError } from '../../graph-nodes/layers/basic';
import { Random } from '../../graph-nodes/graph/random';
import { compute } from '../../test/reference/fixture';
import { startBackend } from './backend';
import { findBackends } from './find-backends';

const there = (await findBackends()).filter(({ available }) => available).map(({ name }) => name);

afterAll(() => startBackend('cpu'));

describe.each(there)('the mean of millions of errors on %s', (backend) => {
  it('is accurate to five digits', async () => {
    const shape = [320, 49, 128];
    const values = new Random(1, 'errors').normals(320 * 49 * 128);
    const exact = values.reduce((sum, value) => sum + value ** 2, 0) / values.length;
    const found = await compute(backend, { floats: new Map([['errors', { shape, values }]]) }, (given) => {
      const errors = given('errors');
      return new Map([['mean', meanSquaredError(errors, tf.zerosLike(errors))]]);
    });
    expect(Math.abs((found.get('mean')?.values[0] ?? NaN) / exact - 1)).toBeLessThan(1e-5);
  });
});
