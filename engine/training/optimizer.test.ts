import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { describe, expect, it } from 'vitest';
import { node } from '../../graph-nodes/nodes/trainer/node';
import { createOptimizer } from './optimizer';

const trainer = (changes: object) => node.parameters.parse({ learningRate: 0.01, ...changes });

/** A weight [3] under four gradients, step by step. */
function trajectory(parameters: object): { weights: number[][]; averages: number[][] } {
  const gradients = [
    [0.5, -1, 2],
    [3, 0.1, -0.2],
    [-0.4, 0.9, 0],
    [0.05, -0.06, 0.07],
  ];
  const variable = tf.variable(tf.tensor1d([1, -2, 0.5]));
  const optimizer = createOptimizer(trainer(parameters), [variable]);
  const [weights, averages]: [number[][], number[][]] = [[], []];
  for (const gradient of gradients) {
    tf.tidy(() => optimizer.update({ [variable.name]: tf.tensor1d(gradient) }, 0.1));
    weights.push([...variable.dataSync()]);
    averages.push([...(optimizer.average()?.dataSync() ?? [])]);
  }
  optimizer.dispose();
  variable.dispose();
  return { weights, averages };
}

describe('clipping, decay and averaging around the algorithm', () => {
  // From PyTorch 2 in float64: AdamW(lr=0.1, weight_decay=0.2), SGD(lr=0.1), clip_grad_norm_(…, 1).
  const references: Record<string, [parameters: object, steps: number[][]]> = {
    AdamW: [
      { optimiser: 'adamw', weightDecay: 0.2 },
      [
        [0.88, -1.86, 0.39],
        [0.7779875, -1.7635352, 0.3229351],
        [0.7060684, -1.7367925, 0.2706645],
        [0.644839, -1.7064507, 0.2257221],
      ],
    ],
    'gradient descent with clipping': [
      { optimiser: 'sgd', clipNorm: 1 },
      [
        [0.9781782, -1.9563564, 0.4127129],
        [0.8784549, -1.9596806, 0.4193611],
        [0.9184549, -2.0496806, 0.4193611],
        [0.9134549, -2.0436806, 0.4123611],
      ],
    ],
    'AdamW with clipping': [
      { optimiser: 'adamw', weightDecay: 0.2, clipNorm: 1 },
      [
        [0.88, -1.86, 0.39],
        [0.7753881, -1.761642, 0.321042],
        [0.7205766, -1.7632086, 0.2673459],
        [0.6713534, -1.754554, 0.2187585],
      ],
    ],
  };
  it.each(Object.entries(references))('%s equals PyTorch’s', (_, [parameters, expected]) => {
    trajectory(parameters).weights.forEach((row, step) =>
      row.forEach((value, index) => expect(value).toBeCloseTo(expected[step]?.[index] ?? NaN, 5)),
    );
  });

  it('averages the weights after each step: equal to them at first, then ever more slowly', () => {
    const parameters = { optimiser: 'adamw', weightDecay: 0.2, clipNorm: 1 };
    const { weights, averages } = trajectory({ ...parameters, averageDecay: 0.2 });
    expect(weights).toEqual(trajectory(parameters).weights);
    let average = weights[0] ?? [];
    // (t − 1) / (t + 8) for t = 1, 2, 3; for t = 4 it would be 0.25, above the decay.
    [0, 1 / 10, 2 / 11, 0.2].forEach((decay, step) => {
      average = average.map((value, index) => decay * value + (1 - decay) * (weights[step]?.[index] ?? NaN));
      averages[step]?.forEach((value, index) => expect(value).toBeCloseTo(average[index] ?? NaN, 5));
    });
  });
});

describe('the optimizer', () => {
  // Three steps by hand on one weight: g = 1, 2, -1 with rate 0.1.
  it('is Adam as defined by Kingma and Ba, over variables of any shape', () => {
    const variables = [tf.variable(tf.tensor2d([[1, 1]])), tf.variable(tf.scalar(1))];
    const optimizer = createOptimizer(trainer({ optimiser: 'adam' }), variables);
    const [beta1, beta2] = [0.9, 0.999];
    let [weight, mean, square] = [1, 0, 0];
    [1, 2, -1].forEach((gradient, index) => {
      tf.tidy(() =>
        optimizer.update(
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
    optimizer.dispose();
    tf.dispose(variables);
  });

  it('is plain gradient descent if selected, does not change a weight without gradient, and keeps no tensors', () => {
    const variables = [tf.variable(tf.tensor1d([3, 4])), tf.variable(tf.tensor1d([5]))];
    const before = tf.memory().numTensors;
    const optimizer = createOptimizer(trainer({ optimiser: 'sgd' }), variables);
    tf.tidy(() => optimizer.update({ [name(variables, 0)]: tf.tensor1d([1, -1]) }, 0.5));
    optimizer.dispose();
    expect(variables.map((variable) => [...variable.dataSync()])).toEqual([[2.5, 4.5], [5]]);
    expect(tf.memory().numTensors).toBe(before);
    tf.dispose(variables);
  });
});

const name = (variables: readonly tf.Variable[], index: number): string => variables[index]?.name ?? '';
