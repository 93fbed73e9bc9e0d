import * as tf from '@tensorflow/tfjs-core';
import type { TrainerParameters } from '../../graph-nodes/trainer/node';

/**
 * How weights follow their gradients. All weights are updated in one row [P]: a graph has some hundred variables, and the
 * time of an update would else be that of a thousand tiny operations.
 */
export interface Rule {
  /** How many rows [P] of its own the rule keeps from step to step; zeros before the first. */
  readonly moments: number;
  /** The numbers that change from step to step, [R]. @param step from 1 on */
  rates(step: number, learningRate: number): Float32Array;
  /** One step, as pure tensor operations. */
  update(
    weights: tf.Tensor1D,
    gradient: tf.Tensor1D,
    moments: readonly tf.Tensor1D[],
    rates: tf.Tensor1D,
  ): { weights: tf.Tensor1D; moments: readonly tf.Tensor1D[] };
}

export function ruleOf({ optimiser }: TrainerParameters): Rule {
  return optimiser === 'adam' ? adam : gradientDescent;
}

const gradientDescent: Rule = {
  moments: 0,
  rates: (_step, learningRate) => Float32Array.of(learningRate),
  update: (weights, gradient, moments, rates) => ({ weights: tf.sub(weights, tf.mul(gradient, rates)), moments }),
};

const [beta1, beta2, epsilon] = [0.9, 0.999, 1e-8];

/**
 * Adam (Kingma and Ba, 2015) with β₁ 0.9, β₂ 0.999 and ε 1e-8, as in PyTorch:
 * m ← m + (1 − β₁)(g − m), v ← v + (1 − β₂)(g² − v), w ← w − η · m / (1 − β₁ᵗ) / (√(v / (1 − β₂ᵗ)) + ε)
 */
const adam: Rule = {
  moments: 2,
  /** η / (1 − β₁ᵗ) and 1 / √(1 − β₂ᵗ) */
  rates: (step, learningRate) => Float32Array.of(learningRate / (1 - beta1 ** step), 1 / Math.sqrt(1 - beta2 ** step)),
  update(weights, gradient, [mean, square], rates) {
    const [rate, scale] = tf.split(rates, 2) as [tf.Tensor1D, tf.Tensor1D];
    const m = tf.add(mean as tf.Tensor1D, tf.mul(tf.sub(gradient, mean as tf.Tensor1D), 1 - beta1)) as tf.Tensor1D;
    const v = tf.add(
      square as tf.Tensor1D,
      tf.mul(tf.sub(tf.square(gradient), square as tf.Tensor1D), 1 - beta2),
    ) as tf.Tensor1D;
    const deviation = tf.add(tf.mul(tf.sqrt(v), scale), epsilon);
    return { weights: tf.sub(weights, tf.mul(tf.div(m, deviation), rate)), moments: [m, v] };
  },
};

/** The values of variables in one row [P]. */
export function rowOf(values: readonly tf.Tensor[]): tf.Tensor1D {
  return tf.concat1d(values.map((value) => tf.reshape(value, [-1]) as tf.Tensor1D));
}

/** Puts a row [P] back into its variables. */
export function assignRow(variables: readonly tf.Variable[], row: tf.Tensor1D): void {
  tf.split(
    row,
    variables.map(({ size }) => size),
  ).forEach((values, index) => {
    const variable = variables[index] as tf.Variable;
    variable.assign(tf.reshape(values, variable.shape));
  });
}

/** The gradients of variables in one row [P]; one that is absent counts as zero. */
export function gradientRow(variables: readonly tf.Variable[], gradients: tf.NamedTensorMap): tf.Tensor1D {
  return rowOf(variables.map((variable) => gradients[variable.name] ?? tf.zeros(variable.shape)));
}

/** Updates the variables that it was made for. */
export interface Optimiser {
  /** One step. @param gradients by tfjs's names of the variables; one that is absent counts as zero */
  update(gradients: tf.NamedTensorMap, learningRate: number): void;
  dispose(): void;
}

/** The optimiser of a trainer node over variables on the current backend. */
export function createOptimiser(parameters: TrainerParameters, variables: readonly tf.Variable[]): Optimiser {
  const rule = ruleOf(parameters);
  const size = variables.reduce((sum, variable) => sum + variable.size, 0);
  const kept = Array.from(
    { length: rule.moments },
    () => tf.tidy(() => tf.variable(tf.zeros([size]), false)) as tf.Variable<tf.Rank.R1>,
  );
  let step = 0;
  return {
    update(gradients, learningRate) {
      step += 1;
      tf.tidy(() => {
        const rates = tf.tensor1d(rule.rates(step, learningRate));
        const { weights, moments } = rule.update(rowOf(variables), gradientRow(variables, gradients), kept, rates);
        moments.forEach((moment, index) => kept[index]?.assign(moment));
        assignRow(variables, weights);
      });
    },
    dispose: () => tf.dispose(kept),
  };
}

/**
 * The learning rate at a moment of training.
 * @param epoch whole epochs behind us
 * @param progress share of the whole training behind us, in [0, 1]
 */
export function learningRateAt(parameters: TrainerParameters, epoch: number, progress: number): number {
  const { schedule, learningRate, decayFactor, decayEvery } = parameters;
  switch (schedule) {
    case 'constant':
      return learningRate;
    case 'step':
      return learningRate * decayFactor ** Math.floor(epoch / decayEvery);
    case 'cosine':
      return (learningRate * (1 + Math.cos(Math.PI * progress))) / 2;
  }
}
