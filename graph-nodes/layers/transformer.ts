import * as tf from '@tensorflow/tfjs-core';
import type { LayerSetup, Pass } from './layer';
import { selfAttention } from './attention';
import { dropout, linear, type Transform } from './basic';
import { layerNorm } from './normalisation';

interface TransformerOptions {
  readonly heads: number;
  /** Dropout rate of attention weights, hidden units and both residual branches. */
  readonly dropout: number;
  /** f of the feed-forward network; ReLU if absent. */
  readonly activation?: Transform;
}

/**
 * A transformer layer with layer normalisation first (Xiong et al., 2020): x ← x + SelfAttention(LayerNorm(x)),
 * x ← x + W₂ · f(W₁ · LayerNorm(x)) of four times the width, each with dropout: [B, N, C] → [B, N, C].
 * The returned function passes the attention [B, heads, N, N] to `attended`.
 */
export function transformerLayer(
  setup: LayerSetup,
  name: string,
  width: number,
  { heads, dropout: rate, activation = tf.relu }: TransformerOptions,
): (x: tf.Tensor, pass: Pass, attended?: (weights: tf.Tensor) => void) => tf.Tensor {
  const attend = selfAttention(setup, `${name}/attention`, width, heads, rate);
  const first = linear(setup, `${name}/first`, width, 4 * width);
  const second = linear(setup, `${name}/second`, 4 * width, width);
  const firstNorm = layerNorm(setup, `${name}/firstNorm`, width);
  const secondNorm = layerNorm(setup, `${name}/secondNorm`, width);
  return (x, pass, attended) => {
    const joined = tf.add(x, dropout(attend(firstNorm(x), pass, attended), rate, pass));
    const hidden = dropout(activation(first(secondNorm(joined))), rate, pass);
    return tf.add(joined, dropout(second(hidden), rate, pass));
  };
}
