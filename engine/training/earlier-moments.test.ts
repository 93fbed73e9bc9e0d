import type * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { placedMoment } from './earlier-moments';

it('orders a moment by variable, with zeros for those that the checkpoint lacks', () => {
  const variable = (size: number, trainable = true) => ({ size, trainable }) as tf.Variable;
  const variables = new Map([
    ['a/weight', variable(2)],
    ['a/lstm/hiddenBias', variable(3)],
    ['a/mean', variable(4, false)],
    ['b/weight', variable(1)],
  ]);
  const array = { shape: [1], values: new Float32Array(1) };
  const lacking = new Map([
    ['a/weight', array],
    ['a/mean', array],
    ['b/weight', array],
  ]);
  expect([...placedMoment({ variables }, lacking, Float32Array.of(1, 2, 3))]).toEqual([1, 2, 0, 0, 0, 3]);
  const whole = new Map([...lacking, ['a/lstm/hiddenBias', array] as const]);
  const moment = Float32Array.of(1, 2, 3, 4, 5, 6);
  expect(placedMoment({ variables }, whole, moment)).toEqual(moment);
});
