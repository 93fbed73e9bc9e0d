import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { describe, expect, it } from 'vitest';
import { node } from '../../graph-nodes/nodes/trainer/node';
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

describe('the warm-up', () => {
  it('rises evenly to what the schedule says, and is over then', () => {
    const parameters = trainer({ schedule: 'constant', warmUp: 4 });
    expect([0, 1, 2, 3, 4, 50].map((step) => learningRateAt(parameters, at({ step })))).toEqual([
      0.0025, 0.005, 0.0075, 0.01, 0.01, 0.01,
    ]);
    expect(learningRateAt(trainer({ schedule: 'plateau', decayFactor: 0.5 }), at({ reductions: 2 }))).toBe(0.0025);
  });
});

/** One weight row under four gradients, step by step. */
function trajectory(parameters: object): { weights: number[][]; averages: number[][] } {
  const gradients = [
    [0.5, -1, 2],
    [3, 0.1, -0.2],
    [-0.4, 0.9, 0],
    [0.05, -0.06, 0.07],
  ];
  const variable = tf.variable(tf.tensor1d([1, -2, 0.5]));
  const optimiser = createOptimiser(trainer(parameters), [variable]);
  const [weights, averages]: [number[][], number[][]] = [[], []];
  for (const gradient of gradients) {
    tf.tidy(() => optimiser.update({ [variable.name]: tf.tensor1d(gradient) }, 0.1));
    weights.push([...variable.dataSync()]);
    averages.push([...(optimiser.average()?.dataSync() ?? [])]);
  }
  optimiser.dispose();
  variable.dispose();
  return { weights, averages };
}

describe('what stands around the rule', () => {
  // By PyTorch 2 in float64: AdamW(lr=0.1, weight_decay=0.2), SGD(lr=0.1), clip_grad_norm_(…, 1).
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
  it.each(Object.entries(references))('%s goes where PyTorch’s goes', (_, [parameters, expected]) => {
    trajectory(parameters).weights.forEach((row, step) =>
      row.forEach((value, index) => expect(value).toBeCloseTo(expected[step]?.[index] ?? NaN, 5)),
    );
  });

  it('averages the weights after each step: themselves at first, then ever more slowly', () => {
    const parameters = { optimiser: 'adamw', weightDecay: 0.2, clipNorm: 1 };
    const { weights, averages } = trajectory({ ...parameters, averageDecay: 0.2 });
    expect(weights).toEqual(trajectory(parameters).weights);
    let average = weights[0] ?? [];
    // (t − 1) / (t + 8) for t = 1, 2, 3; of t = 4 it would be 0.25, over the decay.
    [0, 1 / 10, 2 / 11, 0.2].forEach((decay, step) => {
      average = average.map((value, index) => decay * value + (1 - decay) * (weights[step]?.[index] ?? NaN));
      averages[step]?.forEach((value, index) => expect(value).toBeCloseTo(average[index] ?? NaN, 5));
    });
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
