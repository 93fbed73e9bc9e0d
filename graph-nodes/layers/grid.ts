import * as tf from '@tensorflow/tfjs-core';
import type { LayerSetup } from './layer';
import { linear, type Transform } from './basic';
import { standardNormal } from './initializers';

/** The mean over the grid: [B, T, H, W, C] → [B, T, C] */
export function poolGrid(visual: tf.Tensor): tf.Tensor {
  const [batch, seconds, height, width, channels] = visual.shape as [number, number, number, number, number];
  return tf.mean(tf.reshape(visual, [batch, seconds, height * width, channels]), 2);
}

/** Part of a picture that a generator compares. */
export type VisualAddress = 'whole map' | 'mean of the grid';

/**
 * Pictures in their form for a comparison: maps [N, H·W·C] or [B, T, H, W, C] as rows, [..., H·W·C], or their means over the
 * grid, [..., C].
 */
export function comparedPicture(by: VisualAddress, cells: number, channels: number): Transform {
  const rows = (maps: tf.Tensor, shape: number[]) =>
    tf.reshape(maps, [...maps.shape.slice(0, maps.rank === 2 ? 1 : 2), ...shape]);
  if (by === 'whole map') return (maps) => rows(maps, [cells * channels]);
  return (maps) => tf.mean(rows(maps, [cells, channels]), -2);
}

/**
 * Decodes a vector onto the grid: cell = W · ReLU(x + p_cell) + b with a learned position p for every cell,
 * x [..., D] → [..., H · W, C]. The cells share W and b and differ in p.
 */
export function ontoGrid(setup: LayerSetup, name: string, width: number, cells: number, channels: number): Transform {
  const places = setup.variable(`${name}/places`, [cells, width], standardNormal);
  const outputProjection = linear(setup, `${name}/leave`, width, channels);
  return (x) => outputProjection(tf.relu(tf.add(tf.expandDims(x, -2), places)));
}
