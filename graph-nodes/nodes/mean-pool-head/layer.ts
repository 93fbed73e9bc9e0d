import * as tf from '@tensorflow/tfjs-core';
import type { z } from 'zod';
import { requireInput } from '../../graph/infer-helpers';
import type { CreateLayer, Signal } from '../../layers/layer';
import { linear } from '../../layers/basic';
import { sizeOf } from '../../graph/shapes';
import type { node } from './node';

/** logits = W_A · tanh(f_t ⊙ W · tanh([mean a, mean v])); with the question alone W_A · tanh(f_t) */
export const createLayer: CreateLayer<z.infer<typeof node.parameters>> = (setup, { answers }) => {
  const width = sizeOf(requireInput(setup.inputs, 'question'), 'C');
  const connected = (['audio', 'visual'] as const).filter((name) => setup.inputs[name]);
  const pooledWidth = connected.reduce((sum, name) => sum + sizeOf(requireInput(setup.inputs, name), 'C'), 0);
  const fuse = connected.length > 0 ? linear(setup, 'fusion', pooledWidth, width) : undefined;
  const answer = linear(setup, 'answer', width, answers);
  return (inputs) => {
    const question = inputs['question'] as tf.Tensor;
    if (!fuse) return { logits: answer(tf.tanh(question)) };
    const pooled = connected.map((name) => {
      const { values } = inputs[name] as Signal;
      return tf.mean(tf.reshape(values, [values.shape[0] as number, -1, values.shape.at(-1) as number]), 1);
    });
    return { logits: answer(tf.tanh(tf.mul(question, fuse(tf.tanh(tf.concat(pooled, 1)))))) };
  };
};
