import * as tf from '@tensorflow/tfjs-core';
import type { LayerSetup } from './layer';
import { linear, silu } from './basic';
import { convolution } from './convolution';
import { groupNorm } from './normalisation';

/** Transforms maps [M, H, W, C] and a time [M or 1, D] to maps of another width. */
export type TimedTransform = (maps: tf.Tensor4D, time: tf.Tensor) => tf.Tensor4D;

/**
 * A ResNet block with a time input: (scale, shift) = Linear(SiLU(time)),
 * h = SiLU(GroupNorm(Conv 3×3(x)) ⊙ (scale + 1) + shift), h = SiLU(GroupNorm(Conv 3×3(h))),
 * h + x, or h + Conv 1×1(x) if the widths differ.
 *
 * @param timeWidth D
 */
export function residualBlock(
  setup: LayerSetup,
  name: string,
  inputs: number,
  outputs: number,
  timeWidth: number,
): TimedTransform {
  const ofTime = linear(setup, `${name}/time`, timeWidth, 2 * outputs);
  const first = convolution(setup, `${name}/first`, 3, inputs, outputs);
  const firstNorm = groupNorm(setup, `${name}/firstNorm`, outputs);
  const second = convolution(setup, `${name}/second`, 3, outputs, outputs);
  const secondNorm = groupNorm(setup, `${name}/secondNorm`, outputs);
  const pass = inputs === outputs ? (x: tf.Tensor) => x : linear(setup, `${name}/residual`, inputs, outputs);
  return (maps, time) => {
    const [scale, shift] = tf.split(tf.reshape(ofTime(silu(time)), [-1, 1, 1, 2 * outputs]), 2, 3) as [
      tf.Tensor,
      tf.Tensor,
    ];
    const timed = tf.add(tf.mul(firstNorm(first(maps)), tf.add(scale, 1)), shift);
    return tf.add(silu(secondNorm(second(silu(timed) as tf.Tensor4D))), pass(maps));
  };
}
