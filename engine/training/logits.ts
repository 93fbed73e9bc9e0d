import * as tf from '@tensorflow/tfjs-core';
import { scenarios } from '../../graph-nodes/datasets/dataset';
import type { BatchInput, Model } from '../model/build';

/** The logits of a batch, [B, A] for each scenario in their order. */
export function logitsOf(model: Model, input: BatchInput, randomKey: string): tf.Tensor2D[] {
  const pass = model.open(input);
  return scenarios.map((scenario) => pass({ scenario, training: false, randomKey }).logits);
}

/** The class with the largest logit, [B] int32. */
export const predictedClasses = (logits: tf.Tensor2D): tf.Tensor1D => tf.argMax(logits, 1);

/** The cross-entropy of logits [B, A] with class ids [B], per sample; meaningless where an id is no class. */
export function sampleLosses(logits: tf.Tensor2D, labels: tf.Tensor1D): tf.Tensor1D {
  const oneHot = tf.oneHot(labels, logits.shape[1], 1, 0, 'float32');
  return tf.neg(tf.sum(tf.mul(tf.logSoftmax(logits), oneHot), -1));
}
