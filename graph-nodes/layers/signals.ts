import * as tf from '@tensorflow/tfjs-core';
import type { Pass, Signal } from './layer';
import { noise, type Transform } from './basic';

/**
 * Encodes the values of a modality, its negative and, if it is missing, the target.
 * The target of a missing modality equals the encoding of the complete pass, and all passes share one negative: each is encoded
 * once. A noisy signal becomes f + σ · ε with its encoded features f and ε ~ N(0, 1).
 *
 * @param encode absent if the features are used unchanged
 */
export function encodeSignal(signal: Signal, pass: Pass, encode?: Transform): Signal {
  const once = (values: tf.Tensor) => (encode ? pass.shared(values, () => encode(values)) : values);
  const encoded = once(signal.values);
  return {
    ...signal,
    values: signal.noise === undefined ? encoded : tf.add(encoded, tf.mul(noise(encoded.shape, pass), signal.noise)),
    ...(signal.target && { target: once(signal.target) }),
    ...(signal.negative && { negative: once(signal.negative) }),
  };
}

/** Replaces the missing rows by a prediction; the other rows stay unchanged. */
export function recall(signal: Signal, guess: tf.Tensor): Signal {
  const { missingRows } = signal;
  const values = missingRows ? replaceRows(signal.values, guess, missingRows) : guess;
  return { ...signal, values, state: 'recalled' };
}

/** keep + rows · (replacement − keep), rows [B] of 0 and 1. */
export function replaceRows(keep: tf.Tensor, replacement: tf.Tensor, rows: tf.Tensor1D): tf.Tensor {
  const mask = tf.reshape(rows, [-1, ...keep.shape.slice(1).map(() => 1)]);
  return tf.add(keep, tf.mul(mask, tf.sub(replacement, keep)));
}
