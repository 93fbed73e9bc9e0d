import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { describe, expect, it } from 'vitest';
import { node } from '../../graph-nodes/trainer/node';
import { createOptimiser, learningRateAt, type Moment } from './optimiser';

const trainer = (changes: object) => node.parameters.parse({ learningRate: 0.01, ...changes });
const at = (changes: Partial<Moment>): Moment => ({ epoch: 0, step: 0, steps: 100, reductions: 0, ...changes });

describe('the learning rate', () => {
  it('falls by the factor every so many epochs with the step schedule, as in the paper', () => {
    const parameters = trainer({ schedule: 'step', decayFactor: 0.1, decayEvery: 20 });
    expect([0, 19, 20, 45].map((epoch) => learningRateAt(parameters, at({ epoch })))).toEqual([
      0.01,
      0.01,
      expect.closeTo(0.001, 10),
      expect.closeTo(0.0001, 10),
    ]);
  });

  it('falls as half a cosine, or not at all', () => {
    const cosine = trainer({ schedule: 'cosine' });
    expect([0, 0.5, 1].map((progress) => learningRateAt(cosine, at({ step: 100 * progress })))).toEqual([
      0.01,
      expect.closeTo(0.005, 10),
      expect.closeTo(0, 10),
    ]);
    expect(learningRateAt(trainer({ schedule: 'constant' }), at({ epoch: 9, step: 90 }))).toBe(0.01);
  });
});

describe('the optimiser', () => {
  // Three steps by hand on one weight: g = 1, 2, -1 with rate 0.1.
  it('is Adam as Kingma and Ba write it, over variables of any shape', () => {
    const variables = [tf.variable(tf.tensor2d([[1, 1]])), tf.variable(tf.scalar(1))];
    const optimiser = createOptimiser(trainer({ optimiser: 'adam' }), variables);
    const [beta1, beta2] = [0.9, 0.999];
    let [weight, mean, square] = [1, 0, 0];
    [1, 2, -1].forEach((gradient, index) => {
      tf.tidy(() =>
        optimiser.update(
          { [name(variables, 0)]: tf.fill([1, 2], gradient), [name(variables, 1)]: tf.scalar(gradient) },
          0.1,
        ),
      );
      mean = beta1 * mean + (1 - beta1) * gradient;
      square = beta2 * square + (1 - beta2) * gradient ** 2;
      const step = index + 1;
      weight -= (0.1 * (mean / (1 - beta1 ** step))) / (Math.sqrt(square / (1 - beta2 ** step)) + 1e-8);
    });
    for (const variable of variables) for (const value of variable.dataSync()) expect(value).toBeCloseTo(weight, 5);
    optimiser.dispose();
    tf.dispose(variables);
  });

  it('is plain gradient descent where asked, leaves a weight without gradient as it is, and keeps no tensors', () => {
    const variables = [tf.variable(tf.tensor1d([3, 4])), tf.variable(tf.tensor1d([5]))];
    const before = tf.memory().numTensors;
    const optimiser = createOptimiser(trainer({ optimiser: 'sgd' }), variables);
    tf.tidy(() => optimiser.update({ [name(variables, 0)]: tf.tensor1d([1, -1]) }, 0.5));
    optimiser.dispose();
    expect(variables.map((variable) => [...variable.dataSync()])).toEqual([[2.5, 4.5], [5]]);
    expect(tf.memory().numTensors).toBe(before);
    tf.dispose(variables);
  });
});

const name = (variables: readonly tf.Variable[], index: number): string => variables[index]?.name ?? '';
