import * as tf from '@tensorflow/tfjs-core';
import { scenarios, type TestScenario } from '../../graph-nodes/datasets/dataset';
import type { BatchInput, Model } from '../model/build';

/** One pass of an evaluation; at most one per scenario, because the scenario names the random streams. */
export interface EvaluationPass {
  readonly scenario: TestScenario;
  /** Standard deviation of the noise in a noise scenario; absent: the scenario's own. */
  readonly noise?: number;
}

/** Passes of every evaluation: the training scenarios. */
export const usualPasses: readonly EvaluationPass[] = scenarios.map((scenario) => ({ scenario }));

/** Logits of a batch, [B, A] for each pass in order. */
export function logitsOf(
  model: Model,
  input: BatchInput,
  randomKey: string,
  passes: readonly EvaluationPass[] = usualPasses,
): tf.Tensor2D[] {
  const run = model.open(input);
  return passes.map((pass) => run({ ...pass, training: false, randomKey }).logits);
}

/** The class with the largest logit, [B] int32. */
export const predictedClasses = (logits: tf.Tensor2D): tf.Tensor1D => tf.argMax(logits, 1);

/** Cross-entropy of logits [B, A] with class ids [B], per sample; meaningless if an id is no class. */
export function sampleLosses(logits: tf.Tensor2D, labels: tf.Tensor1D): tf.Tensor1D {
  const oneHot = tf.oneHot(labels, logits.shape[1], 1, 0, 'float32');
  return tf.neg(tf.sum(tf.mul(tf.logSoftmax(logits), oneHot), -1));
}
