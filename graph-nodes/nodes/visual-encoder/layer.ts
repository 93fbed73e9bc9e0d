import * as tf from '@tensorflow/tfjs-core';
import type { z } from 'zod';
import { requireBatch } from '../../graph/infer-helpers';
import type { BatchSignal, CreateLayer } from '../../layers/layer';
import { linear } from '../../layers/basic';
import { encodeSignal } from '../../layers/signals';
import type { node } from './node';

/** f_v = v, or W · v + b over the channels, [B, T, H, W, C] */
export const createLayer: CreateLayer<z.infer<typeof node.parameters>> = (setup, { projection, width }) => {
  const project =
    projection === 'none' ? undefined : linear(setup, 'projection', requireBatch(setup.inputs).visualWidth, width);
  return (inputs, pass) => {
    const visual = encodeSignal((inputs['batch'] as BatchSignal).visual, pass, project);
    pass.inspect?.('features', tf.mean(visual.values, [2, 3]));
    return { visual };
  };
};
