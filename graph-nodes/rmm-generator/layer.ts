import * as tf from '@tensorflow/tfjs-core';
import type { z } from 'zod';
import { requireInput } from '../infer-helpers';
import { realValues, type CreateLayer, type Signal } from '../layer';
import { l2Normalise, meanSquaredError, withoutGradient } from '../modules/basic';
import { standardNormal } from '../modules/initializers';
import { recall } from '../modules/signals';
import { sizeOf } from '../shapes';
import type { node } from './node';

/** Slot banks G_a [L, C], G_v [L, H·W·C], G_t [L, C]; recall by agreement of two addressings. */
export const createLayer: CreateLayer<z.infer<typeof node.parameters>> = (setup, parameters) => {
  const { slots, relation, temperature } = parameters;
  const visualSpec = requireInput(setup.inputs, 'visual');
  const audioWidth = sizeOf(requireInput(setup.inputs, 'audio'), 'C');
  const mapSize = sizeOf(visualSpec, 'H') * sizeOf(visualSpec, 'W') * sizeOf(visualSpec, 'C');
  const questionWidth = sizeOf(requireInput(setup.inputs, 'question'), 'C');
  const audioSlots = setup.variable('audioSlots', [slots, audioWidth], standardNormal) as tf.Tensor2D;
  const visualSlots = setup.variable('visualSlots', [slots, mapSize], standardNormal) as tf.Tensor2D;
  const questionSlots = setup.variable('questionSlots', [slots, questionWidth], standardNormal) as tf.Tensor2D;

  /** Addressing s = softmax_L(cos(f, G) / τ): [B, T or 1, L] */
  const address = (features: tf.Tensor, bank: tf.Tensor2D): tf.Tensor => {
    const [batch, seconds] = features.shape as [number, number];
    const rows = tf.reshape(features, [batch * seconds, bank.shape[1]]);
    const cosine = tf.matMul(l2Normalise(rows) as tf.Tensor2D, tf.transpose(l2Normalise(bank)) as tf.Tensor2D);
    return tf.reshape(tf.softmax(tf.div(cosine, temperature)), [batch, seconds, slots]);
  };

  /** The slots of the missing modality where question and modality at hand agree: w · G */
  const read = (question: tf.Tensor, modality: tf.Tensor, bank: tf.Tensor2D, shape: readonly number[]): tf.Tensor => {
    const product = parameters.question ? tf.mul(question, modality) : modality;
    const weights = relation === 'softmax' ? tf.softmax(product) : tf.div(product, tf.sum(product, -1, true));
    return tf.reshape(tf.matMul(tf.reshape(weights, [-1, slots]) as tf.Tensor2D, bank), [...shape]);
  };

  return (inputs, pass) => {
    const audio = inputs['audio'] as Signal;
    const visual = inputs['visual'] as Signal;
    const question = inputs['question'] as tf.Tensor;
    const recallAudio = (asked: tf.Tensor, seen: tf.Tensor) =>
      read(address(tf.expandDims(asked, 1), questionSlots), address(seen, visualSlots), audioSlots, audio.values.shape);
    const recallVisual = (asked: tf.Tensor, heard: tf.Tensor) =>
      read(
        address(tf.expandDims(asked, 1), questionSlots),
        address(heard, audioSlots),
        visualSlots,
        visual.values.shape,
      );

    const realAudio = realValues(audio);
    const realVisual = realValues(visual);
    if (pass.training && realAudio && realVisual) {
      pass.shared('rmmr', () => {
        const [f_a, f_v, f_t] = [realAudio, realVisual, question].map((values) =>
          parameters.encoderGradient ? values : withoutGradient(() => tf.clone(values)),
        ) as [tf.Tensor, tf.Tensor, tf.Tensor];
        pass.addLoss(
          'rmmr',
          tf.add(meanSquaredError(recallAudio(f_t, f_v), f_a), meanSquaredError(recallVisual(f_t, f_a), f_v)),
        );
      });
    }
    return {
      audio:
        audio.state === 'missing' && visual.state === 'real'
          ? recall(audio, recallAudio(question, visual.values))
          : audio,
      visual:
        visual.state === 'missing' && audio.state === 'real'
          ? recall(visual, recallVisual(question, audio.values))
          : visual,
    };
  };
};
