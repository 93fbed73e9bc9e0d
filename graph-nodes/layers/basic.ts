import * as tf from '@tensorflow/tfjs-core';
import type { Initializer, LayerSetup, Pass } from './layer';
import { uniformByFan } from './initializers';

export type Transform = (x: tf.Tensor) => tf.Tensor;

/**
 * A fully connected layer over the last axis: x [..., inputs] → x · W + b [..., outputs].
 * All leading axes are folded into one, because a two-dimensional product is the fast one on every backend.
 *
 * @param start initial values; absent: PyTorch's default, U(−1/√inputs, 1/√inputs)
 */
export function linear(
  setup: LayerSetup,
  name: string,
  inputs: number,
  outputs: number,
  start: { readonly weight?: Initializer; readonly bias?: Initializer } = {},
): Transform {
  const byFan = uniformByFan(inputs);
  const weight = setup.variable(`${name}/weight`, [inputs, outputs], start.weight ?? byFan);
  const bias = setup.variable(`${name}/bias`, [outputs], start.bias ?? byFan);
  return (x) => productOverLastAxis(x, weight, bias);
}

/** x [..., I] · W [I, O] (+ b [O]) → [..., O] */
export function productOverLastAxis(x: tf.Tensor, weight: tf.Tensor, bias?: tf.Tensor): tf.Tensor {
  const rows = tf.reshape(x, [-1, weight.shape[0] as number]);
  const product = tf.matMul(rows, weight as tf.Tensor2D);
  return tf.reshape(bias ? tf.add(product, bias) : product, [...x.shape.slice(0, -1), weight.shape[1] as number]);
}

/** The mean over all values, computed row by row: a sequential float32 sum of millions of values loses the third digit. */
export function meanOfAll(x: tf.Tensor): tf.Scalar {
  return tf.mean(tf.mean(x, -1));
}

/** Mean squared error over all values. */
export function meanSquaredError(estimate: tf.Tensor, target: tf.Tensor): tf.Scalar {
  return meanOfAll(tf.square(tf.sub(estimate, target)));
}

/**
 * Mean cross-entropy of logits [B, A] against class ids.
 * @param oneHot the classes, [B, A]
 */
export function crossEntropy(logits: tf.Tensor, oneHot: tf.Tensor): tf.Scalar {
  return tf.neg(tf.mean(tf.sum(tf.mul(tf.logSoftmax(logits), oneHot), -1)));
}

/** Inverted dropout with a seeded mask in training. A frozen node has no dropout. */
export function dropout(x: tf.Tensor, rate: number, pass: Pass): tf.Tensor {
  if (rate === 0 || !pass.training || pass.frozen) return x;
  const kept = 1 / (1 - rate);
  return tf.mul(
    x,
    pass.draw(x.shape, (random, length) => random.choices(length, rate, 0, kept)),
  );
}

/** Standard normal noise of a shape. */
export function noise(shape: readonly number[], pass: Pass): tf.Tensor {
  return pass.draw(shape, (random, length) => random.normals(length));
}

/**
 * y = f(x) with an explicit gradient, for functions whose explicit gradient needs fewer operators and fewer stored values than
 * the chain rule.
 *
 * @param compute y, and further values for the gradient
 * @param gradient dL/dx from dL/dy and the values of `compute`
 */
export function withGradient<Kept extends tf.Tensor[]>(
  x: tf.Tensor,
  compute: () => [y: tf.Tensor, ...Kept],
  gradient: (dy: tf.Tensor, y: tf.Tensor, ...kept: Kept) => tf.Tensor,
): tf.Tensor {
  return tf.customGrad((...parameters) => {
    const save = parameters.at(-1) as tf.GradSaveFunc;
    const made = compute();
    save(made);
    return { value: made[0], gradFunc: (dy, kept) => gradient(dy, ...(kept as [tf.Tensor, ...Kept])) };
  })(x);
}

/** Computes off the gradient tape: the result is a constant for all later operations. */
export function withoutGradient(compute: () => tf.Tensor): tf.Tensor {
  return tf.customGrad(() => ({ value: compute(), gradFunc: () => [] }))();
}

/** y = x · σ(x), dx = dy ⊙ (σ(x) + y ⊙ (1 − σ(x))) */
export function silu(x: tf.Tensor): tf.Tensor {
  return withGradient(
    x,
    () => {
      const gate = tf.sigmoid(x);
      const y = tf.mul(x, gate);
      return [y, gate];
    },
    (dy, y, gate) => tf.mul(dy, tf.add(gate, tf.mul(y, tf.sub(1, gate)))),
  );
}

/** x · Φ(x) with the normal distribution's Φ (Hendrycks and Gimpel, 2016), exact, as PyTorch's default. */
export function gelu(x: tf.Tensor): tf.Tensor {
  return tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1));
}
