import * as tf from '@tensorflow/tfjs-core';
import type { LayerSetup } from '../../layers/layer';
import { linear, productOverLastAxis, silu } from '../../layers/basic';
import { uniformByFan } from '../../layers/initializers';
import { timeEmbedding } from '../../layers/time-embedding';
import { unet } from '../../layers/unet';

/** Predicts the target of the objective, [M, H·W, C], from noisy maps [M, H·W, C] and their steps (int32 [M], or [1] for all). */
export type Denoiser = (maps: tf.Tensor3D, steps: tf.Tensor1D) => tf.Tensor3D;

/**
 * Light denoiser for small grids, an MLP-mixer (Tolstikhin et al., 2021) of one block: it joins channels and time, mixes cells,
 * then mixes channels, each with a SiLU and a residual.
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

/** The paper's denoiser, a U-Net over the grid; see layers/unet.ts. */
export function unetDenoiser(
  setup: LayerSetup,
  steps: number,
  channels: number,
  width: number,
  grid: readonly [height: number, width: number],
  zeroStart: boolean,
): Denoiser {
  const denoise = unet(setup, 'denoiser', steps, channels, width, zeroStart);
  return (maps, at) => tf.reshape(denoise(tf.reshape(maps, [-1, ...grid, channels]), at), maps.shape);
}

/** The 1 × 1 convolution onto the joint map, [audio spread over the grid, visual] → C, computed without spreading the audio. */
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

/**
 * The 1 × 1 convolution that splits a map [M, H·W, C] into audio [M, C] and visual [M, H·W, C]. Audio is read from one cell or
 * from the mean of all cells. Reading before the convolution gives the same result at the cost of one cell.
 *
 * @param ofGrid reads a map: [M, H·W, C] → [M, C] or [M, 1, C]
 */
export function partMap(
  setup: LayerSetup,
  channels: number,
  ofGrid: (map: tf.Tensor) => tf.Tensor,
): (map: tf.Tensor) => { audio: tf.Tensor; visual: tf.Tensor } {
  const start = uniformByFan(channels);
  const weight = setup.variable('part/weight', [channels, 2 * channels], start) as tf.Tensor2D;
  const bias = setup.variable('part/bias', [2 * channels], start);
  return (map) => {
    const [audioWeight, visualWeight] = tf.split(weight, 2, 1) as [tf.Tensor2D, tf.Tensor2D];
    const [audioBias, visualBias] = tf.split(bias, 2) as [tf.Tensor, tf.Tensor];
    return {
      audio: productOverLastAxis(ofGrid(map), audioWeight, audioBias),
      visual: productOverLastAxis(map, visualWeight, visualBias),
    };
  };
}
