import * as tf from '@tensorflow/tfjs-core';
import type { LayerSetup } from './layer';
import { withoutGradient } from './basic';
import { zeros } from './initializers';
import { l2Normalise } from './normalisation';

/** Cosine from which a second of the bank counts as the queried second itself. */
const sameSecond = 0.9999;
/** Penalty on a cosine. It ranks the second below all cosines without a penalty. */
export const penalty = 4;

/** Pairs to search: sounds [M, C], maps [M, H·W·C], and 1 for each written place, else 0, [M]. */
export interface Bank {
  readonly audio: tf.Tensor2D;
  readonly visual: tf.Tensor2D;
  readonly written: tf.Tensor1D;
}

/** Training seconds that are stored for the search. */
export interface TrainingBank {
  readonly bank: Bank;
  /** Adds a batch of pairs, [B, T, ...] each, in front of the older ones; the oldest are dropped. Returns the previous bank. */
  add(audio: tf.Tensor, visual: tf.Tensor): Bank;
}

/** A bank of the last M training seconds with sound and picture, stored with the model and not trained. */
export function trainingBank(setup: LayerSetup, size: number, audioWidth: number, mapSize: number): TrainingBank {
  const bank = {
    audio: setup.state('audioBank', [size, audioWidth], zeros) as tf.Variable<tf.Rank.R2>,
    visual: setup.state('visualBank', [size, mapSize], zeros) as tf.Variable<tf.Rank.R2>,
    written: setup.state('written', [size], zeros) as tf.Variable<tf.Rank.R1>,
  };
  const push = (rows: tf.Tensor, old: tf.Tensor) =>
    withoutGradient(() =>
      tf.slice(
        tf.concat([rows, old], 0),
        old.shape.map(() => 0),
        old.shape,
      ),
    );
  return {
    bank,
    add(audio, visual) {
      const before: Bank = {
        audio: tf.clone<tf.Tensor2D>(bank.audio),
        visual: tf.clone<tf.Tensor2D>(bank.visual),
        written: tf.clone<tf.Tensor1D>(bank.written),
      };
      const sounds = tf.reshape(audio, [-1, audioWidth]);
      bank.audio.assign(push(sounds, before.audio) as tf.Tensor2D);
      bank.visual.assign(push(tf.reshape(visual, [-1, mapSize]), before.visual) as tf.Tensor2D);
      bank.written.assign(push(tf.ones([sounds.shape[0] as number]), before.written) as tf.Tensor1D);
      return before;
    },
  };
}

/**
 * Cosines of a query [B, T, ...] with the keys [M, width], which rank the bank: [B · T, M]. Empty places come last. During
 * training, seconds that equal the query also come last.
 */
export function ranked(query: tf.Tensor, keys: tf.Tensor2D, { written }: Bank, training: boolean): tf.Tensor2D {
  const rows = tf.reshape(query, [-1, keys.shape[1]]);
  const cosine = tf.matMul(l2Normalise(rows) as tf.Tensor2D, l2Normalise(keys) as tf.Tensor2D, false, true);
  const searched = tf.sub<tf.Tensor2D>(cosine, tf.mul(tf.sub(1, written), penalty));
  if (!training) return searched;
  return tf.sub(searched, tf.mul(tf.cast(tf.greater(cosine, sameSecond), 'float32'), penalty));
}
