import * as tf from '@tensorflow/tfjs-core';
import type { LayerSetup } from './layer';
import { withGradient, type Transform } from './basic';
import { ones, zeros } from './initializers';

/**
 * x̂ = (x − mean x) / √(var x + ε) over some axes, ε = 1e-5 as in PyTorch;
 * dx = g − mean g with g = (dx̂ − x̂ ⊙ mean(dx̂ ⊙ x̂)) / √(var x + ε). The mean is subtracted last, so that the gradient of a
 * bias before the norm cancels to the last digits.
 */
function standardise(x: tf.Tensor, axes: number[]): tf.Tensor {
  const mean = (values: tf.Tensor) => tf.mean(values, axes, true);
  return withGradient(
    x,
    () => {
      const centred = tf.sub(x, mean(x));
      const scale = tf.rsqrt(tf.add(mean(tf.square(centred)), 1e-5));
      return [tf.mul(centred, scale), scale];
    },
    (dy, y, scale) => {
      const g = tf.mul(tf.sub(dy, tf.mul(y, mean(tf.mul(dy, y)))), scale);
      return tf.sub(g, mean(g));
    },
  );
}

/** Layer normalisation over the last axis (Ba, Kiros and Hinton, 2016). */
export function layerNorm(setup: LayerSetup, name: string, width: number): Transform {
  const scale = setup.variable(`${name}/scale`, [width], ones);
  const shift = setup.variable(`${name}/shift`, [width], zeros);
  return (x) => tf.add(tf.mul(standardise(x, [-1]), scale), shift);
}

/** x / ‖x‖₂ over the last axis; a zero vector stays zero. */
export function l2Normalise(x: tf.Tensor): tf.Tensor {
  return tf.mul(x, tf.rsqrt(tf.add(tf.sum(tf.square(x), -1, true), 1e-12)));
}

/** Largest number of groups up to eight that divides a width. The widths of the reference are multiples of eight. */
export function groupsOf(width: number): number {
  return [8, 4, 2].find((groups) => width % groups === 0) ?? 1;
}

/**
 * Group normalisation (Wu and He, 2018) of maps [M, H, W, C], or [M, N, C]: every group of channels has mean 0 and
 * variance 1 over its channels and all cells, then a scale and a shift per channel.
 */
export function groupNorm(setup: LayerSetup, name: string, width: number): Transform {
  const scale = setup.variable(`${name}/scale`, [width], ones);
  const shift = setup.variable(`${name}/shift`, [width], zeros);
  const groups = groupsOf(width);
  return (x) => {
    const grouped = tf.reshape(x, [x.shape[0] as number, -1, groups, width / groups]);
    return tf.add(tf.mul(tf.reshape(standardise(grouped, [1, 3]), x.shape), scale), shift);
  };
}

/** RMS-normalisation over the last axis (Zhang and Sennrich, 2019): √C · x / ‖x‖₂ ⊙ g */
export function rmsNorm(setup: LayerSetup, name: string, width: number): Transform {
  const scale = setup.variable(`${name}/scale`, [width], ones);
  return (x) => tf.mul(tf.mul(l2Normalise(x), Math.sqrt(width)), scale);
}
