import * as tf from '@tensorflow/tfjs-core';
import type { TrainerParameters } from '../../graph-nodes/trainer/node';

/** The optimiser of a trainer node. Adam with β₁ 0.9, β₂ 0.999 and ε 1e-8, as in PyTorch. */
export function createOptimiser(parameters: TrainerParameters): tf.Optimizer {
  return parameters.optimiser === 'adam'
    ? tf.train.adam(parameters.learningRate, 0.9, 0.999, 1e-8)
    : tf.train.sgd(parameters.learningRate);
}

/** tfjs reads the rate anew in every update but declares it protected. */
export function setLearningRate(optimiser: tf.Optimizer, rate: number): void {
  (optimiser as unknown as { learningRate: number }).learningRate = rate;
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
