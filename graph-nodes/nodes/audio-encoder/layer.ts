import * as tf from '@tensorflow/tfjs-core';
import type { z } from 'zod';
import { requireBatch } from '../../graph/infer-helpers';
import type { BatchSignal, CreateLayer } from '../../layers/layer';
import { linear } from '../../layers/basic';
import { layerNorm } from '../../layers/normalisation';
import { encodeSignal } from '../../layers/signals';
import type { node } from './node';

/** f_a = W₂ · ReLU(W₁ · a + b₁) + b₂, [B, T, 128] → [B, T, C], with optional normalisation over C */
export const createLayer: CreateLayer<z.infer<typeof node.parameters>> = (setup, { width, normalise }) => {
  const first = linear(setup, 'first', requireBatch(setup.inputs).audioWidth, width);
  const second = linear(setup, 'second', width, width);
  const norm = normalise ? layerNorm(setup, 'norm', width) : (values: tf.Tensor) => values;
  const encode = (values: tf.Tensor) => norm(second(tf.relu(first(values))));
  return (inputs, pass) => {
    const audio = encodeSignal((inputs['batch'] as BatchSignal).audio, pass, encode);
    pass.inspect?.('features', audio.values);
    return { audio };
  };
};
