import * as tf from '@tensorflow/tfjs-core';
import type { LayerSetup } from './layer';
import { linear, productOverLastAxis, type Transform } from './basic';
import { standardNormal, uniformByFan } from './initializers';
import { rmsNorm } from './normalisation';

/**
 * Heads of the attention over grid cells, values per head, and learned keys and values that are added to those of every map.
 */
const heads = 4;
const depth = 32;
const memories = 4;
const inner = heads * depth;

/** [M, N, heads · depth] → [M, heads, N, depth] */
function byHead(x: tf.Tensor): tf.Tensor4D {
  const [batch, cells] = x.shape as [number, number];
  return tf.transpose(tf.reshape(x, [batch, cells, heads, depth]), [0, 2, 1, 3]);
}

/** [M, heads, N, depth] → [M, N, heads · depth] */
function joinHeads(x: tf.Tensor4D): tf.Tensor {
  const [batch, , cells] = x.shape;
  return tf.reshape(tf.transpose(x, [0, 2, 1, 3]), [batch, cells, inner]);
}

/**
 * Concatenates along the cells: learned values of all maps [heads, K, depth], then the values of each map [M, heads, N, depth].
 */
function withMemories(shared: tf.Tensor, own: tf.Tensor4D): tf.Tensor4D {
  const [batch] = own.shape;
  return tf.concat([tf.add(tf.zeros([batch, heads, memories, depth]), shared), own], 2);
}

/** Queries, keys and values of maps after RMS-normalisation, each [M, heads, N, depth], keys and values after the memories. */
function project(setup: LayerSetup, name: string, width: number) {
  const norm = rmsNorm(setup, `${name}/norm`, width);
  const weight = setup.variable(`${name}/queryKeyValue/weight`, [width, 3 * inner], uniformByFan(width));
  const keys = setup.variable(`${name}/memoryKeys`, [heads, memories, depth], standardNormal);
  const values = setup.variable(`${name}/memoryValues`, [heads, memories, depth], standardNormal);
  return (x: tf.Tensor): [tf.Tensor4D, tf.Tensor4D, tf.Tensor4D] => {
    const [q, k, v] = tf.split(productOverLastAxis(norm(x), weight), 3, 2).map(byHead) as [
      tf.Tensor4D,
      tf.Tensor4D,
      tf.Tensor4D,
    ];
    return [q, withMemories(keys, k), withMemories(values, v)];
  };
}

/**
 * Linear attention over the cells (Shen et al., “Efficient Attention”, 2021), x [M, N, C] → [M, N, C]: softmax_depth(q) /
 * √depth · (softmax_N(k)ᵀ · v), a projection, and an RMS-norm. Its cost grows with N, not with N².
 */
export function linearAttention(setup: LayerSetup, name: string, width: number): Transform {
  const parts = project(setup, name, width);
  const output = linear(setup, `${name}/output`, inner, width);
  const norm = rmsNorm(setup, `${name}/outputNorm`, width);
  return (x) => {
    const [q, k, v] = parts(x);
    const weights = tf.softmax(tf.transpose(k, [0, 1, 3, 2]));
    const context = tf.matMul(weights, v);
    const queries = tf.mul(tf.softmax(q), 1 / Math.sqrt(depth));
    return norm(output(joinHeads(tf.matMul(queries, context))));
  };
}

/** Full attention over the cells, x [M, N, C] → [M, N, C]: softmax_N(q · kᵀ / √depth) · v and a projection. */
export function fullAttention(setup: LayerSetup, name: string, width: number): Transform {
  const parts = project(setup, name, width);
  const output = linear(setup, `${name}/output`, inner, width);
  return (x) => {
    const [q, k, v] = parts(x);
    const scores = tf.matMul(tf.mul(q, 1 / Math.sqrt(depth)), k, false, true);
    return output(joinHeads(tf.matMul(tf.softmax(scores), v)));
  };
}
