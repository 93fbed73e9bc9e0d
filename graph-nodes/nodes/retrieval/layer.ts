import * as tf from '@tensorflow/tfjs-core';
import type { z } from 'zod';
import { requireInput } from '../../graph/infer-helpers';
import { realValues, type CreateLayer, type Signal } from '../../layers/layer';
import { withoutGradient } from '../../layers/basic';
import { recallMissing } from '../../layers/generator';
import { comparedPicture } from '../../layers/grid';
import { zeros } from '../../layers/initializers';
import { l2Normalise } from '../../layers/normalisation';
import { sizeOf } from '../../graph/shapes';
import type { node } from './node';

/** From this cosine on, a second of the bank is the very one that is asked about. */
const sameSecond = 0.9999;
/** Taken off a cosine, this puts it behind all that have none of it. */
const outOfTheRunning = 4;

/** The pairs to search in: sounds [M, C], maps [M, H·W·C], and 1 for each place that has been written, else 0, [M]. */
interface Bank {
  readonly audio: tf.Tensor2D;
  readonly visual: tf.Tensor2D;
  readonly written: tf.Tensor1D;
}

export const createLayer: CreateLayer<z.infer<typeof node.parameters>> = (setup, { bank: size, visualAddress }) => {
  const visualSpec = requireInput(setup.inputs, 'visual');
  const audioWidth = sizeOf(requireInput(setup.inputs, 'audio'), 'C');
  const grid = [sizeOf(visualSpec, 'H'), sizeOf(visualSpec, 'W'), sizeOf(visualSpec, 'C')] as const;
  const mapSize = grid[0] * grid[1] * grid[2];
  const compared = comparedPicture(visualAddress, grid[0] * grid[1], grid[2]);
  const bank = {
    audio: setup.state('audioBank', [size, audioWidth], zeros) as tf.Variable<tf.Rank.R2>,
    visual: setup.state('visualBank', [size, mapSize], zeros) as tf.Variable<tf.Rank.R2>,
    written: setup.state('written', [size], zeros) as tf.Variable<tf.Rank.R1>,
  };

  /** The bank as it is before a batch is added; the newest pairs come first, and the oldest fall out at the end. */
  const add = (audio: tf.Tensor, visual: tf.Tensor): Bank => {
    const before: Bank = {
      audio: tf.clone<tf.Tensor2D>(bank.audio),
      visual: tf.clone<tf.Tensor2D>(bank.visual),
      written: tf.clone<tf.Tensor1D>(bank.written),
    };
    const push = (rows: tf.Tensor, old: tf.Tensor) =>
      withoutGradient(() =>
        tf.slice(
          tf.concat([rows, old], 0),
          old.shape.map(() => 0),
          old.shape,
        ),
      );
    const sounds = tf.reshape(audio, [-1, audioWidth]);
    bank.audio.assign(push(sounds, before.audio) as tf.Tensor2D);
    bank.visual.assign(push(tf.reshape(visual, [-1, mapSize]), before.visual) as tf.Tensor2D);
    bank.written.assign(push(tf.ones([sounds.shape[0] as number]), before.written) as tf.Tensor1D);
    return before;
  };

  /** values[argmax cos(query, keys)], query [B, T, ...] → [B · T, width of the values] */
  const nearest = (query: tf.Tensor, keys: tf.Tensor2D, values: tf.Tensor2D, { written }: Bank, training: boolean) => {
    const rows = tf.reshape(query, [-1, keys.shape[1]]);
    const cosine = tf.matMul(l2Normalise(rows) as tf.Tensor2D, l2Normalise(keys) as tf.Tensor2D, false, true);
    const searched = tf.sub(cosine, tf.mul(tf.sub(1, written), outOfTheRunning));
    const itself = tf.mul(tf.cast(tf.greater(cosine, sameSecond), 'float32'), outOfTheRunning);
    return tf.gather(values, tf.argMax(training ? tf.sub(searched, itself) : searched, 1));
  };

  return (inputs, pass) => {
    const audio = inputs['audio'] as Signal;
    const visual = inputs['visual'] as Signal;
    const realAudio = realValues(audio);
    const realVisual = realValues(visual);
    const searched =
      pass.training && realAudio && realVisual ? pass.shared<Bank>('bank', () => add(realAudio, realVisual)) : bank;
    const guess = (query: tf.Tensor, keys: tf.Tensor, values: tf.Tensor2D, rest: readonly number[]) =>
      withoutGradient(() =>
        tf.reshape(nearest(query, keys as tf.Tensor2D, values, searched, pass.training), [
          ...query.shape.slice(0, 2),
          ...rest,
        ]),
      );
    return recallMissing(audio, visual, {
      audio: () => guess(compared(visual.values), compared(searched.visual), searched.audio, [audioWidth]),
      visual: () => guess(audio.values, searched.audio, searched.visual, grid),
    });
  };
};
