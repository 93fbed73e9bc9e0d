import type * as tf from '@tensorflow/tfjs-core';
import { describe, it } from 'vitest';
import { selfAttention } from '../../graph-nodes/layers/attention';
import { convolution, doubleGrid } from '../../graph-nodes/layers/convolution';
import { groupNorm, layerNorm, rmsNorm } from '../../graph-nodes/layers/normalisation';
import { gru } from '../../graph-nodes/layers/recurrent';
import { backendsToTest, holdAgainst, type Bench } from './fixture';

type OneToOne = (bench: Bench) => (x: tf.Tensor) => tf.Tensor;

/** Layers from one tensor to one. */
const plain: Record<string, OneToOne> = {
  'layer-norm': ({ setup }) => layerNorm(setup, 'it', 6),
  'group-norm': ({ setup }) => groupNorm(setup, 'it', 16),
  'rms-norm': ({ setup }) => rmsNorm(setup, 'it', 6),
  'convolution-3': ({ setup }) => convolution(setup, 'it', 3, 4, 6) as (x: tf.Tensor) => tf.Tensor,
  'convolution-7': ({ setup }) => convolution(setup, 'it', 7, 3, 4) as (x: tf.Tensor) => tf.Tensor,
  'convolution-halve': ({ setup }) => convolution(setup, 'it', 2, 3, 4, 2) as (x: tf.Tensor) => tf.Tensor,
  'double-grid': () => doubleGrid as (x: tf.Tensor) => tf.Tensor,
  gru: ({ setup }) => gru(setup, 'it', 5) as (x: tf.Tensor) => tf.Tensor,
  'self-attention': ({ setup, pass }) => {
    const attend = selfAttention(setup, 'it', 8, 2, 0);
    return (x) => attend(x, pass());
  },
};

describe.each(backendsToTest)('on $backend, layers equal PyTorch’s', ({ backend, tolerance }) => {
  it.each(Object.keys(plain))('%s', async (name) => {
    await holdAgainst(name, backend, tolerance, (bench) => {
      const layer = (plain[name] as OneToOne)(bench);
      return ({ x }) => ({ y: layer(x as tf.Tensor) });
    });
  });
});
