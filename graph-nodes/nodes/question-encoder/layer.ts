import * as tf from '@tensorflow/tfjs-core';
import type { z } from 'zod';
import { requireBatch } from '../../graph/infer-helpers';
import type { BatchSignal, CreateLayer } from '../../layers/layer';
import { linear } from '../../layers/basic';
import { standardNormal } from '../../layers/initializers';
import { gru, lstm } from '../../layers/recurrent';
import type { node } from './node';

/** f_t = W · tanh([h_N, c_N]) + b with (h, c) = LSTM(tanh(E[q])), q [B, N] → f_t [B, C] */
export const createLayer: CreateLayer<z.infer<typeof node.parameters>> = (setup, { width, cell, forgetBias }) => {
  const { vocabulary } = requireBatch(setup.inputs);
  const embedding = setup.variable('embedding', [vocabulary, width], standardNormal) as tf.Tensor2D;
  const output = linear(setup, 'output', cell === 'lstm' ? 2 * width : width, width);

  /** Words, time first: [B, N] → tanh(E[q]) [N, B, C] */
  const words = (question: tf.Tensor2D) =>
    tf.tanh(tf.gather(embedding as tf.Tensor, tf.transpose(question))) as tf.Tensor3D;
  const read = ((): ((question: tf.Tensor2D) => tf.Tensor) => {
    switch (cell) {
      case 'lstm': {
        const run = lstm(setup, 'lstm', width, forgetBias);
        return (question) => tf.concat(run(words(question)), 1);
      }
      case 'gru': {
        const run = gru(setup, 'gru', width);
        return (question) => run(words(question));
      }
      case 'bag of words':
        return (question) => {
          // Padding is token 0 and is skipped.
          const present = tf.cast(tf.greater(tf.transpose(question), tf.scalar(0, 'int32')), 'float32');
          const total = tf.sum(tf.mul(words(question), tf.expandDims(present, 2)), 0);
          return tf.div(total, tf.expandDims(tf.maximum(tf.sum(present, 0), 1), 1));
        };
    }
  })();

  return (inputs, pass) => {
    const { question } = inputs['batch'] as BatchSignal;
    const features = pass.shared(question, () => output(tf.tanh(read(question))));
    pass.inspect?.('features', features);
    return { question: features };
  };
};
