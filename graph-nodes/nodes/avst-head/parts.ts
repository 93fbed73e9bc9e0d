import * as tf from '@tensorflow/tfjs-core';
import { attentionOfOneQuery } from '../../layers/attention';
import { dropout, linear } from '../../layers/basic';
import type { LayerSetup, Pass } from '../../layers/layer';
import { l2Normalise, layerNorm } from '../../layers/normalisation';

/**
 * p = softmax_HW(⟨v̂, â⟩), g = W · tanh([mean v, Σ p v̂]): sounds [M, C], maps [M, H·W, C] → [M, C]. The returned function
 * passes p [M, H·W] to `attended`.
 */
export function spatialGrounding(setup: LayerSetup, width: number) {
  const join = linear(setup, 'grounding', 2 * width, width);
  return (sounds: tf.Tensor, maps: tf.Tensor3D, attended?: (shares: tf.Tensor) => void): tf.Tensor => {
    const directions = l2Normalise(maps);
    const likeness = tf.sum(tf.mul(directions, tf.expandDims(l2Normalise(sounds), 1)), 2);
    const shares = tf.softmax(likeness);
    attended?.(shares);
    const grounded = tf.sum(tf.mul(directions, tf.expandDims(shares, 2)), 1);
    return join(tf.tanh(tf.concat([tf.mean(maps, 1), grounded], 1)));
  };
}

/** MLP 2C → C → 256 → 128 → 2 with ReLU: classifies whether a sound and a grounded picture come from one video. */
export function matching(setup: LayerSetup, width: number) {
  const layers = [
    linear(setup, 'match/0', 2 * width, width),
    linear(setup, 'match/1', width, 256),
    linear(setup, 'match/2', 256, 128),
  ];
  const last = linear(setup, 'match/3', 128, 2);
  return (sounds: tf.Tensor, pictures: tf.Tensor): tf.Tensor =>
    last(layers.reduce((x, layer) => tf.relu(layer(x)), tf.concat([sounds, pictures], 1)));
}

/**
 * Attention of the question over T seconds, then y + W₂ · dropout(ReLU(W₁ · y)) and LayerNorm: [B, T, C] → [B, C]. The returned
 * function passes the attention [B, heads, T] to `show`.
 */
export function temporalGrounding(
  setup: LayerSetup,
  name: string,
  width: number,
  { heads, dropout: rate }: { readonly heads: number; readonly dropout: number },
) {
  const attend = attentionOfOneQuery(setup, `${name}/attention`, width, heads, rate);
  const first = linear(setup, `${name}/first`, width, width);
  const second = linear(setup, `${name}/second`, width, width);
  const norm = layerNorm(setup, `${name}/norm`, width);
  return (question: tf.Tensor, memory: tf.Tensor, pass: Pass, show?: (weights: tf.Tensor) => void): tf.Tensor => {
    const attended = attend(question, memory, pass, show);
    const changed = second(dropout(tf.relu(first(attended)), rate, pass));
    return norm(tf.add(attended, dropout(changed, rate, pass)));
  };
}
