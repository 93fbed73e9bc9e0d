import * as tf from '@tensorflow/tfjs-core';
import { describe, it } from 'vitest';
import { attentionOfOneQuery, selfAttention } from '../../graph-nodes/layers/attention';
import { convolution, doubleGrid } from '../../graph-nodes/layers/convolution';
import { fullAttention, linearAttention } from '../../graph-nodes/layers/grid-attention';
import { groupNorm, layerNorm, rmsNorm } from '../../graph-nodes/layers/normalisation';
import { gru, lstm } from '../../graph-nodes/layers/recurrent';
import { residualBlock } from '../../graph-nodes/layers/residual-block';
import { unet } from '../../graph-nodes/layers/unet';
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
  lstm: ({ setup }) => {
    const run = lstm(setup, 'it', 5, 0);
    return (x) => tf.concat(run(x as tf.Tensor3D), 1);
  },
  gru: ({ setup }) => gru(setup, 'it', 5) as (x: tf.Tensor) => tf.Tensor,
  'self-attention': ({ setup, pass }) => {
    const attend = selfAttention(setup, 'it', 8, 2, 0);
    return (x) => attend(x, pass());
  },
  'linear-attention': ({ setup }) => linearAttention(setup, 'it', 8),
  'full-attention': ({ setup }) => fullAttention(setup, 'it', 8),
};

describe.each(backendsToTest)('on $backend, layers are PyTorch’s', ({ backend, tolerance }) => {
  it.each(Object.keys(plain))('%s', async (name) => {
    await holdAgainst(name, backend, tolerance, (bench) => {
      const layer = (plain[name] as OneToOne)(bench);
      return ({ x }) => ({ y: layer(x as tf.Tensor) });
    });
  });

  it('one-query-attention', async () => {
    await holdAgainst('one-query-attention', backend, tolerance, ({ setup, pass }) => {
      const attend = attentionOfOneQuery(setup, 'it', 8, 2, 0);
      return ({ query, memory }) => ({ y: attend(query as tf.Tensor, memory as tf.Tensor, pass()) });
    });
  });

  it('residual-block', async () => {
    await holdAgainst('residual-block', backend, tolerance, ({ setup }) => {
      const block = residualBlock(setup, 'it', 8, 16, 12);
      return ({ x, time }) => ({ y: block(x as tf.Tensor4D, time as tf.Tensor) });
    });
  });

  it.each(['unet-even', 'unet-odd'])('%s, the whole U-Net', async (name) => {
    await holdAgainst(
      name,
      backend,
      tolerance,
      ({ setup }) => {
        const denoise = unet(setup, 'it', 5, 4, 8);
        return ({ x, steps }) => ({ y: denoise(x as tf.Tensor4D, steps as tf.Tensor1D) });
      },
      { integers: ['steps'] },
    );
  });
});
