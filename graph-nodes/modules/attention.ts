import * as tf from '@tensorflow/tfjs-core';
import type { LayerSetup, Pass } from '../layer';
import { dropout, linear } from './basic';

/**
 * Multi-head attention (Vaswani et al., 2017) of one query over T values: softmax_T(q · kᵀ / √d) · v.
 * With a single query the products are sums over one axis, which needs no transposed copies.
 *
 * @param rate of dropout on the weights
 * @returns from query [B, C] and memory [B, T, C] to [B, C]
 */
export function attentionOfOneQuery(
  setup: LayerSetup,
  name: string,
  width: number,
  heads: number,
  rate: number,
): (query: tf.Tensor, memory: tf.Tensor, pass: Pass) => tf.Tensor {
  const toQuery = linear(setup, `${name}/query`, width, width);
  const toKey = linear(setup, `${name}/key`, width, width);
  const toValue = linear(setup, `${name}/value`, width, width);
  const toOutput = linear(setup, `${name}/output`, width, width);
  const depth = width / heads;
  return (query, memory, pass) => {
    const [batch, length] = memory.shape as [number, number, number];
    const q = tf.reshape(tf.mul(toQuery(query), 1 / Math.sqrt(depth)), [batch, 1, width]);
    const products = tf.mul(toKey(memory), q);
    const scores = tf.sum(tf.reshape(products, [batch, length, heads, depth]), 3);
    const weights = dropout(tf.softmax(tf.transpose(scores, [0, 2, 1])), rate, pass);
    const spread = tf.reshape(tf.transpose(weights, [0, 2, 1]), [batch, length, heads, 1]);
    const values = tf.reshape(toValue(memory), [batch, length, heads, depth]);
    return toOutput(tf.reshape(tf.sum(tf.mul(values, spread), 1), [batch, width]));
  };
}
