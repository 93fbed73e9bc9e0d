import * as tf from '@tensorflow/tfjs-core';
import type { LayerSetup } from '../layer';
import { linear, productOverLastAxis, silu } from '../modules/basic';
import { uniformByFan } from '../modules/initializers';

/** Sinusoidal embedding (Vaswani et al., 2017) of the steps 0 … K−1: [K, width] */
export function timeEmbedding(steps: number, width: number): tf.Tensor2D {
  const half = Math.max(1, Math.floor(width / 2));
  const values = new Float32Array(steps * width);
  for (let step = 0; step < steps; step += 1) {
    for (let index = 0; index < width; index += 1) {
      const frequency = Math.exp((-Math.log(10_000) * (index % half)) / Math.max(1, half - 1));
      values[step * width + index] = index < half ? Math.sin(step * frequency) : Math.cos(step * frequency);
    }
  }
  return tf.tensor2d(values, [steps, width]);
}

/** From noisy maps [M, H·W, C] and their steps (int32 [M], or [1] for all) to what the objective asks for, [M, H·W, C]. */
export type Denoiser = (maps: tf.Tensor3D, steps: tf.Tensor1D) => tf.Tensor3D;

/**
 * The light denoiser for small grids, an MLP-mixer (Tolstikhin et al., 2021) of one block: channels and time join,
 * cells mix, channels mix, each behind a SiLU with a residual.
 */
export function lightDenoiser(
  setup: LayerSetup,
  steps: number,
  channels: number,
  width: number,
  cells: number,
): Denoiser {
  const time = linear(setup, 'denoiser/time', width, width);
  const enter = linear(setup, 'denoiser/enter', channels, width);
  const mixCells = linear(setup, 'denoiser/cells', cells, cells);
  const mixChannels = linear(setup, 'denoiser/channels', width, width);
  const leave = linear(setup, 'denoiser/leave', width, channels);
  return (maps, at) => {
    const timed = tf.expandDims(time(tf.gather(timeEmbedding(steps, width), at)), 1);
    const entered = silu(tf.add(enter(maps), timed));
    const mixed = tf.add(entered, tf.transpose(mixCells(tf.transpose(entered, [0, 2, 1])), [0, 2, 1]));
    return leave(tf.add(mixed, silu(mixChannels(mixed)))) as tf.Tensor3D;
  };
}

/** The 1 × 1 convolution of the joint map: [audio spread over the grid, visual] → C, without spreading the audio. */
export function joinMap(setup: LayerSetup, channels: number): (audio: tf.Tensor, visual: tf.Tensor) => tf.Tensor3D {
  const fan = 2 * channels;
  const weight = setup.variable('join/weight', [fan, channels], uniformByFan(fan)) as tf.Tensor2D;
  const bias = setup.variable('join/bias', [channels], uniformByFan(fan));
  return (audio, visual) => {
    const [ofAudio, ofVisual] = tf.split(weight, 2) as [tf.Tensor2D, tf.Tensor2D];
    const spread = tf.expandDims(tf.add(productOverLastAxis(audio, ofAudio), bias), 1);
    return tf.add(productOverLastAxis(visual, ofVisual), spread);
  };
}
