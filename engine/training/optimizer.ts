import * as tf from '@tensorflow/tfjs-core';
import type { TrainerParameters } from '../../graph-nodes/nodes/trainer/node';
import { assignFlat, flatGradient, flatten } from './flat-parameters';
import { optimizerAlgorithm } from './optimizer-algorithms';

/** Updates a fixed list of variables. */
export interface Optimizer {
  /** Takes one step. @param gradients by tfjs variable name; a missing gradient is zero */
  update(gradients: tf.NamedTensorMap, learningRate: number): void;
  /** Moments [P] that are kept between steps. */
  readonly moments: readonly tf.Variable<tf.Rank.R1>[];
  /** The moment that is the moving average of the weights; available after the first step. */
  average(): tf.Variable<tf.Rank.R1> | undefined;
  /** Steps taken. */
  steps: number;
  dispose(): void;
}

/** Creates the optimizer of a Trainer node for variables on the current backend. */
export function createOptimizer(parameters: TrainerParameters, variables: readonly tf.Variable[]): Optimizer {
  const algorithm = optimizerAlgorithm(parameters);
  const size = variables.reduce((sum, variable) => sum + variable.size, 0);
  const moments = Array.from(
    { length: size > 0 ? algorithm.moments : 0 },
    () => tf.tidy(() => tf.variable(tf.zeros([size]), false)) as tf.Variable<tf.Rank.R1>,
  );
  return {
    steps: 0,
    moments,
    average() {
      return algorithm.average === undefined || this.steps === 0 ? undefined : moments[algorithm.average];
    },
    update(gradients, learningRate) {
      this.steps += 1;
      if (size === 0) return;
      tf.tidy(() => {
        const rates = tf.tensor1d(algorithm.rates(this.steps, learningRate));
        const updated = algorithm.update(flatten(variables), flatGradient(variables, gradients), moments, rates);
        updated.moments.forEach((moment, index) => moments[index]?.assign(moment));
        assignFlat(variables, updated.weights);
      });
    },
    dispose: () => tf.dispose(moments),
  };
}
