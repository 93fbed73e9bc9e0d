import * as tf from '@tensorflow/tfjs-core';
import type { TrainerParameters } from '../../graph-nodes/nodes/trainer/node';

/**
 * An update of the weights from their gradient, as pure tensor operations. All weights are updated together as flat
 * parameters [P]: separate updates of some hundred variables would need a thousand tiny operations.
 */
/** Flat weights [P] and moments [P] on one side of a step. */
export interface FlatValues {
  readonly weights: Float32Array;
  readonly moments: readonly Float32Array[];
}

export interface OptimizerAlgorithm {
  /** Number of moments [P] that the algorithm keeps between steps; they start at zero. */
  readonly moments: number;
  /** Index of the moment that is the moving average of the weights; absent without averaging. */
  readonly average?: number;
  /** Coefficients that change at every step, [R]. @param step from 1 */
  rates(step: number, learningRate: number): Float32Array;
  update(
    weights: tf.Tensor1D,
    gradient: tf.Tensor1D,
    moments: readonly tf.Tensor1D[],
    rates: tf.Tensor1D,
  ): { weights: tf.Tensor1D; moments: readonly tf.Tensor1D[] };
  /**
   * Computes the gradient [P] of a step, after clipping, from the values before and after it, so that a step need not
   * output it. Undefined if it cannot be recovered.
   * @param rates of the step
   */
  gradientOf(before: FlatValues, after: FlatValues, rates: Float32Array): Float32Array | undefined;
}

/** The algorithm of a Trainer node, with its clipping and averaging. */
export function optimizerAlgorithm({
  optimiser,
  weightDecay,
  clipNorm,
  averageDecay,
}: TrainerParameters): OptimizerAlgorithm {
  const bare = { adam, adamw: withWeightDecay(adam, weightDecay), sgd: gradientDescent }[optimiser];
  const clipping = clipNorm > 0 ? withClipping(bare, clipNorm) : bare;
  return averageDecay > 0 ? withAveraging(clipping, averageDecay) : clipping;
}

const gradientDescent: OptimizerAlgorithm = {
  moments: 0,
  rates: (_step, learningRate) => Float32Array.of(learningRate),
  update: (weights, gradient, moments, rates) => ({ weights: tf.sub(weights, tf.mul(gradient, rates)), moments }),
  gradientOf({ weights: before }, { weights: after }, [rate = 0]) {
    return rate === 0 ? undefined : before.map((weight, index) => (weight - (after[index] ?? 0)) / rate);
  },
};

const [beta1, beta2, epsilon] = [0.9, 0.999, 1e-8];
/** Rounding error of g = m + (m′ − m) / (1 − β₁), relative to m. */
const gradientRounding = 2e-6;

/**
 * Adam (Kingma and Ba, 2015) with β₁ 0.9, β₂ 0.999 and ε 1e-8, as in PyTorch:
 * m ← m + (1 − β₁)(g − m), v ← v + (1 − β₂)(g² − v), w ← w − η · m / (1 − β₁ᵗ) / (√(v / (1 − β₂ᵗ)) + ε)
 */
const adam: OptimizerAlgorithm = {
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
  gradientOf({ moments: [before] }, { moments: [after] }) {
    return before?.map((mean, index) => {
      const gradient = mean + ((after?.[index] ?? 0) - mean) / (1 - beta1);
      return Math.abs(gradient) < gradientRounding * Math.abs(mean) ? 0 : gradient;
    });
  },
};

/** Separates an algorithm's own rates from the appended one. */
function splitRates(rates: tf.Tensor1D): [own: tf.Tensor1D, last: tf.Tensor1D] {
  return tf.split(rates, [rates.size - 1, 1]) as [tf.Tensor1D, tf.Tensor1D];
}

/** Decoupled weight decay of AdamW (Loshchilov and Hutter, 2019): w ← (1 − η · λ) · w before the algorithm's step. */
function withWeightDecay(algorithm: OptimizerAlgorithm, decay: number): OptimizerAlgorithm {
  return {
    ...algorithm,
    rates: (step, learningRate) => Float32Array.of(...algorithm.rates(step, learningRate), 1 - learningRate * decay),
    update(weights, gradient, moments, rates) {
      const [own, kept] = splitRates(rates);
      return algorithm.update(tf.mul(weights, kept), gradient, moments, own);
    },
  };
}

/** g ← g · min(1, c / (‖g‖₂ + 1e-6)) over all weights together, as PyTorch's `clip_grad_norm_`. */
function withClipping(algorithm: OptimizerAlgorithm, maximumNorm: number): OptimizerAlgorithm {
  return {
    ...algorithm,
    update(weights, gradient, moments, rates) {
      const norm = tf.sqrt(tf.sum(tf.square(gradient)));
      const scale = tf.minimum(tf.div(maximumNorm, tf.add(norm, 1e-6)), 1);
      return algorithm.update(weights, tf.mul(gradient, scale), moments, rates);
    },
  };
}

/**
 * Moving average of the weights: a ← a + (1 − d)(w − a) with d = min(decay, (t − 1) / (t + 8)) in step t. The first
 * step sets a to the weights, and the influence of early steps fades quickly (ExponentialMovingAverage of TensorFlow,
 * counted from the second step).
 */
function withAveraging(algorithm: OptimizerAlgorithm, decay: number): OptimizerAlgorithm {
  const average = algorithm.moments;
  return {
    moments: average + 1,
    average,
    gradientOf: algorithm.gradientOf,
    rates: (step, learningRate) =>
      Float32Array.of(...algorithm.rates(step, learningRate), 1 - Math.min(decay, (step - 1) / (step + 8))),
    update(weights, gradient, moments, rates) {
      const [own, share] = splitRates(rates);
      const before = moments[average] as tf.Tensor1D;
      const updated = algorithm.update(weights, gradient, moments.slice(0, average), own);
      const after = tf.add(before, tf.mul(tf.sub(updated.weights, before), share)) as tf.Tensor1D;
      return { weights: updated.weights, moments: [...updated.moments, after] };
    },
  };
}
