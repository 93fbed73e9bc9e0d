import * as tf from '@tensorflow/tfjs-core';
import type { LayerSetup, Pass } from './layer';
import { dropout, linear } from './basic';
import { xavierUniform, zeros } from './initializers';

/**
 * Projections of a multi-head attention. Their initial values are those of PyTorch's MultiheadAttention: queries, keys and
 * values Xavier-uniform as one matrix [C, 3C], the output as a fully connected layer, all biases zero.
 */
function projections(setup: LayerSetup, name: string, width: number) {
  const input = { weight: xavierUniform(width, 3 * width), bias: zeros };
  return {
    toQuery: linear(setup, `${name}/query`, width, width, input),
    toKey: linear(setup, `${name}/key`, width, width, input),
    toValue: linear(setup, `${name}/value`, width, width, input),
    toOutput: linear(setup, `${name}/output`, width, width, { bias: zeros }),
  };
}

/**
 * Multi-head attention (Vaswani et al., 2017) of one query over T values: softmax_T(q · kᵀ / √d) · v.
 * With a single query the products are sums over one axis, which needs no transposed copies.
 *
 * @param rate of dropout on the weights
 * @returns from query [B, C] and memory [B, T, C] to [B, C]; `attended` gets the weights [B, heads, T] after dropout
 */
export function attentionOfOneQuery(
  setup: LayerSetup,
  name: string,
  width: number,
  heads: number,
  rate: number,
): (query: tf.Tensor, memory: tf.Tensor, pass: Pass, attended?: (weights: tf.Tensor) => void) => tf.Tensor {
  const { toQuery, toKey, toValue, toOutput } = projections(setup, name, width);
  const depth = width / heads;
  return (query, memory, pass, attended) => {
    const [batch, length] = memory.shape as [number, number, number];
    const q = tf.reshape(tf.mul(toQuery(query), 1 / Math.sqrt(depth)), [batch, 1, width]);
    const products = tf.mul(toKey(memory), q);
    const scores = tf.sum(tf.reshape(products, [batch, length, heads, depth]), 3);
    const weights = dropout(tf.softmax(tf.transpose(scores, [0, 2, 1])), rate, pass);
    attended?.(weights);
    const spread = tf.reshape(tf.transpose(weights, [0, 2, 1]), [batch, length, heads, 1]);
    const values = tf.reshape(toValue(memory), [batch, length, heads, depth]);
    return toOutput(tf.reshape(tf.sum(tf.mul(values, spread), 1), [batch, width]));
  };
}

/**
 * Multi-head self attention (Vaswani et al., 2017) of N tokens: softmax_N(q · kᵀ / √d) · v, x [B, N, C] → [B, N, C].
 *
 * @param rate of dropout on the weights
 * @returns from x to attended x; `attended` gets the weights [B, heads, N, N] after dropout
 */
export function selfAttention(
  setup: LayerSetup,
  name: string,
  width: number,
  heads: number,
  rate: number,
): (x: tf.Tensor, pass: Pass, attended?: (weights: tf.Tensor) => void) => tf.Tensor {
  const { toQuery, toKey, toValue, toOutput } = projections(setup, name, width);
  const depth = width / heads;
  return (x, pass, attended) => {
    const [batch, length] = x.shape as [number, number, number];
    const byHead = (values: tf.Tensor) => tf.transpose(tf.reshape(values, [batch, length, heads, depth]), [0, 2, 1, 3]);
    const queries = byHead(tf.mul(toQuery(x), 1 / Math.sqrt(depth)));
    const weights = dropout(tf.softmax(tf.matMul(queries, byHead(toKey(x)), false, true)), rate, pass);
    attended?.(weights);
    const mixed = tf.transpose(tf.matMul(weights, byHead(toValue(x))), [0, 2, 1, 3]);
    return toOutput(tf.reshape(mixed, [batch, length, width]));
  };
}
