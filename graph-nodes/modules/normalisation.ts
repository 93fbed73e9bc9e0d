import * as tf from '@tensorflow/tfjs-core';
import type { LayerSetup } from '../layer';
import { l2Normalise, type Transform } from './basic';
import { ones, zeros } from './initializers';

/** The most groups up to eight that divide a width; the reference has widths that eight divides. */
export function groupsOf(width: number): number {
  return [8, 4, 2].find((groups) => width % groups === 0) ?? 1;
}

/**
 * Group normalisation (Wu and He, 2018) of maps [M, H, W, C], or [M, N, C]: every group of channels has mean 0 and
 * variance 1 over its channels and all cells, then a scale and a shift per channel; ε = 1e-5 as in PyTorch.
 */
export function groupNorm(setup: LayerSetup, name: string, width: number): Transform {
  const scale = setup.variable(`${name}/scale`, [width], ones);
  const shift = setup.variable(`${name}/shift`, [width], zeros);
  const groups = groupsOf(width);
  return (x) => {
    const grouped = tf.reshape(x, [x.shape[0] as number, -1, groups, width / groups]);
    const centred = tf.sub(grouped, tf.mean(grouped, [1, 3], true));
    const variance = tf.mean(tf.square(centred), [1, 3], true);
    const normalised = tf.reshape(tf.mul(centred, tf.rsqrt(tf.add(variance, 1e-5))), x.shape);
    return tf.add(tf.mul(normalised, scale), shift);
  };
}

/** RMS-normalisation over the last axis (Zhang and Sennrich, 2019): √C · x / ‖x‖₂ ⊙ g */
export function rmsNorm(setup: LayerSetup, name: string, width: number): Transform {
  const scale = setup.variable(`${name}/scale`, [width], ones);
  return (x) => tf.mul(tf.mul(l2Normalise(x), Math.sqrt(width)), scale);
}
