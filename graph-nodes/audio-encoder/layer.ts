import * as tf from '@tensorflow/tfjs-core';
import type { z } from 'zod';
import { requireBatch } from '../infer-helpers';
import type { BatchSignal, CreateLayer } from '../layer';
import { linear } from '../modules/basic';
import { encodeSignal } from '../modules/signals';
import type { node } from './node';

/** f_a = W₂ · ReLU(W₁ · a + b₁) + b₂, [B, T, 128] → [B, T, C] */
export const createLayer: CreateLayer<z.infer<typeof node.parameters>> = (setup, { width }) => {
  const first = linear(setup, 'first', requireBatch(setup.inputs).audioWidth, width);
  const second = linear(setup, 'second', width, width);
  return (inputs, pass) => ({
    audio: encodeSignal((inputs['batch'] as BatchSignal).audio, pass, (values) => second(tf.relu(first(values)))),
  });
};
