import * as tf from '@tensorflow/tfjs-core';
import type { TrainerParameters } from '../../graph-nodes/trainer/node';

/** Updates the variables that it was made for. */
export interface Optimiser {
  /** One step. @param gradients by tfjs's names of the variables; one that is absent counts as zero */
  update(gradients: tf.NamedTensorMap, learningRate: number): void;
  dispose(): void;
}

/** From the gradient g [P] of all weights in one row, and the number of this step from 1 on, to the direction of the step [P]. */
interface Rule {
  direction(gradient: tf.Tensor1D, step: number): tf.Tensor1D;
  dispose(): void;
}

/**
 * The optimiser of a trainer node. All weights are updated in one row: a graph has some hundred variables, and the time of
 * an update would else be that of a thousand tiny operations.
 */
export function createOptimiser(parameters: TrainerParameters, variables: readonly tf.Variable[]): Optimiser {
  const sizes = variables.map(({ size }) => size);
  const rule = parameters.optimiser === 'adam' ? adam(sizes.reduce((sum, size) => sum + size, 0)) : gradientDescent;
  let step = 0;
  return {
    update(gradients, learningRate) {
      step += 1;
      tf.tidy(() => {
        const row = (of: (variable: tf.Variable) => tf.Tensor) =>
          tf.concat1d(variables.map((variable) => tf.reshape(of(variable), [-1]) as tf.Tensor1D));
        const gradient = row((variable) => gradients[variable.name] ?? tf.zerosLike(variable));
        const moved = tf.sub(
          row((variable) => variable),
          tf.mul(rule.direction(gradient, step), learningRate),
        );
        tf.split(moved, sizes).forEach((values, index) => {
          const variable = variables[index] as tf.Variable;
          variable.assign(tf.reshape(values, variable.shape));
        });
      });
    },
    dispose: () => rule.dispose(),
  };
}

const gradientDescent: Rule = { direction: (gradient) => gradient, dispose: () => undefined };

/**
 * Adam (Kingma and Ba, 2015) with β₁ 0.9, β₂ 0.999 and ε 1e-8, as in PyTorch:
 * m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g², direction = (m / (1 − β₁ᵗ)) / (√(v / (1 − β₂ᵗ)) + ε)
 */
function adam(size: number): Rule {
  const [beta1, beta2, epsilon] = [0.9, 0.999, 1e-8];
  const mean = tf.variable(tf.zeros([size]), false) as tf.Variable<tf.Rank.R1>;
  const square = tf.variable(tf.zeros([size]), false) as tf.Variable<tf.Rank.R1>;
  return {
    direction(gradient, step) {
      mean.assign(tf.add(tf.mul(mean, beta1), tf.mul(gradient, 1 - beta1)));
      square.assign(tf.add(tf.mul(square, beta2), tf.mul(tf.square(gradient), 1 - beta2)));
      const deviation = tf.sqrt(tf.div(square, 1 - beta2 ** step));
      return tf.div(tf.div(mean, 1 - beta1 ** step), tf.add(deviation, epsilon));
    },
    dispose() {
      mean.dispose();
      square.dispose();
    },
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
