import * as tf from '@tensorflow/tfjs-core';
import type { z } from 'zod';
import { requireInput } from '../../graph/infer-helpers';
import type { CreateLayer, LayerSetup } from '../../layers/layer';
import { linear, type Transform } from '../../layers/basic';
import { generator } from '../../layers/generator';
import { ontoGrid, poolGrid } from '../../layers/grid';
import { sizeOf } from '../../graph/shapes';
import type { node } from './node';

/** x + Σ_r Δ_r with Δ_r = D_r · ReLU(E_r · (x + Σ_{i<r} Δ_i)), x [..., size] */
function cascade(setup: LayerSetup, name: string, blocks: number, size: number, bottleneck: number): Transform {
  const corrections = Array.from({ length: blocks }, (_, block): Transform => {
    const encode = linear(setup, `${name}/${block}/encode`, size, bottleneck);
    const decode = linear(setup, `${name}/${block}/decode`, bottleneck, size);
    return (x) => decode(tf.relu(encode(x)));
  });
  return (x) => corrections.reduce((sum, correction) => tf.add(sum, correction(sum)), x);
}

/** f_v [B, T, H, W, C] → mean over the grid → cascade → [B, T, C], and f_a → cascade → the grid, [B, T, H, W, C]. */
export const createLayer: CreateLayer<z.infer<typeof node.parameters>> = (setup, parameters) => {
  const { blocks, width, encoderGradient } = parameters;
  const visualSpec = requireInput(setup.inputs, 'visual');
  const audioWidth = sizeOf(requireInput(setup.inputs, 'audio'), 'C');
  const grid = [sizeOf(visualSpec, 'H'), sizeOf(visualSpec, 'W')] as const;
  const channels = sizeOf(visualSpec, 'C');
  const refinePicture = cascade(setup, 'audio/cascade', blocks, channels, width);
  const toSound = linear(setup, 'audio/leave', channels, audioWidth);
  const refineSound = cascade(setup, 'visual/cascade', blocks, audioWidth, width);
  const toPicture = ontoGrid(setup, 'visual/grid', audioWidth, grid[0] * grid[1], channels);
  return generator(
    {
      audio: (visual) => toSound(tf.relu(refinePicture(poolGrid(visual)))),
      visual: (audio) => tf.reshape(toPicture(refineSound(audio)), [...audio.shape.slice(0, 2), ...grid, channels]),
    },
    encoderGradient,
  );
};
