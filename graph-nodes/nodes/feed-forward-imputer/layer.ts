import * as tf from '@tensorflow/tfjs-core';
import type { z } from 'zod';
import { requireInput } from '../../graph/infer-helpers';
import type { CreateLayer } from '../../layers/layer';
import { linear } from '../../layers/basic';
import { generator } from '../../layers/generator';
import { ontoGrid, poolGrid } from '../../layers/grid';
import { sizeOf } from '../../graph/shapes';
import type { node } from './node';

/**
 * f_v [B, T, H, W, C] → mean over the grid → MLP → [B, T, C], and f_a [B, T, C] → MLP with a position per cell → [B, T, H, W,
 * C].
 */
export const createLayer: CreateLayer<z.infer<typeof node.parameters>> = (setup, { width, encoderGradient }) => {
  const visualSpec = requireInput(setup.inputs, 'visual');
  const audioWidth = sizeOf(requireInput(setup.inputs, 'audio'), 'C');
  const [height, gridWidth, channels] = [sizeOf(visualSpec, 'H'), sizeOf(visualSpec, 'W'), sizeOf(visualSpec, 'C')];
  const fromPicture = linear(setup, 'audio/first', channels, width);
  const toSound = linear(setup, 'audio/second', width, audioWidth);
  const fromSound = linear(setup, 'visual/first', audioWidth, width);
  const toPicture = ontoGrid(setup, 'visual/second', width, height * gridWidth, channels);
  return generator(
    {
      audio: (visual) => toSound(tf.relu(fromPicture(poolGrid(visual)))),
      visual: (audio) =>
        tf.reshape(toPicture(fromSound(audio)), [...audio.shape.slice(0, 2), height, gridWidth, channels]),
    },
    encoderGradient,
  );
};
