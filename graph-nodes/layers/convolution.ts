import * as tf from '@tensorflow/tfjs-core';
import type { LayerSetup } from './layer';
import { uniformByFan } from './initializers';

/** Transforms maps [M, H, W, C] to maps of another width or grid. */
export type MapTransform = (maps: tf.Tensor4D) => tf.Tensor4D;

/**
 * A convolution with bias, padded with zeros so that a stride of 1 keeps the grid; a stride of 2 halves it, rounding up.
 *
 * @param size of the square kernel
 */
export function convolution(
  setup: LayerSetup,
  name: string,
  size: number,
  inputs: number,
  outputs: number,
  stride: 1 | 2 = 1,
): MapTransform {
  const fan = size * size * inputs;
  const weight = setup.variable(`${name}/weight`, [size, size, inputs, outputs], uniformByFan(fan)) as tf.Tensor4D;
  const bias = setup.variable(`${name}/bias`, [outputs], uniformByFan(fan));
  return (maps) => tf.add(tf.conv2d(maps, weight, stride, 'same'), bias);
}

/** Every cell twice in both directions: [M, H, W, C] → [M, 2H, 2W, C]. By concatenation, which is fast on every backend. */
export function doubleGrid(maps: tf.Tensor4D): tf.Tensor4D {
  const [batch, height, width, channels] = maps.shape;
  const rows = tf.reshape(maps, [batch * height, 1, width * channels]);
  const doubledRows = tf.reshape(tf.concat([rows, rows], 1), [batch * 2 * height * width, 1, channels]);
  return tf.reshape(tf.concat([doubledRows, doubledRows], 1), [batch, 2 * height, 2 * width, channels]);
}

/** The upper left part of maps, in the size of a given grid. */
export function cropGrid(maps: tf.Tensor4D, height: number, width: number): tf.Tensor4D {
  if (maps.shape[1] === height && maps.shape[2] === width) return maps;
  return tf.slice(maps, [0, 0, 0, 0], [-1, height, width, -1]);
}
