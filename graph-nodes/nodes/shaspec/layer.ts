import * as tf from '@tensorflow/tfjs-core';
import type { z } from 'zod';
import { requireInput } from '../../graph/infer-helpers';
import type { Modality } from '../../graph/roles';
import { sizeOf } from '../../graph/shapes';
import { crossEntropy, linear, meanOfAll, withoutGradient, type Transform } from '../../layers/basic';
import { poolGrid } from '../../layers/grid';
import { realValues, type CreateLayer, type LayerSetup, type Pass, type Signal } from '../../layers/layer';
import { recall } from '../../layers/signals';
import type { node } from './node';

/** Features of one modality, each [B, T, ..., C]. */
interface Parts {
  readonly shared: tf.Tensor;
  readonly specific: tf.Tensor;
  /** h = s + W_h · [s, r] + b_h */
  readonly fused: tf.Tensor;
}

/** x + W₂ · ReLU(W₁ · x + b₁) + b₂, [..., C] → [..., C] */
function encoder(setup: LayerSetup, name: string, channels: number, width: number): Transform {
  const first = linear(setup, `${name}/first`, channels, width);
  const second = linear(setup, `${name}/second`, width, channels);
  return (x) => tf.add(x, second(tf.relu(first(x))));
}

/** A vector per second on every cell of a grid: [B, T, C] → [B, T, H, W, C] */
const onEveryCell = (x: tf.Tensor, grid: tf.Tensor): tf.Tensor =>
  tf.add(tf.zerosLike(grid), tf.expandDims(tf.expandDims(x, 2), 2));

export const createLayer: CreateLayer<z.infer<typeof node.parameters>> = (
  setup,
  { width, alignment, domain, encoderGradient },
) => {
  const channels = sizeOf(requireInput(setup.inputs, 'visual'), 'C');
  const sharedEncoder = encoder(setup, 'shared', channels, width);
  const specificEncoders = {
    audio: encoder(setup, 'audio', channels, width),
    visual: encoder(setup, 'visual', channels, width),
  };
  const compose = linear(setup, 'compose', 2 * channels, channels);
  const classify = linear(setup, 'domain', channels, 2);

  const partsOf = (values: tf.Tensor, modality: Modality, pass: Pass): Parts =>
    pass.shared(values, () => {
      const shared = sharedEncoder(values);
      const specific = specificEncoders[modality](values);
      return { shared, specific, fused: tf.add(shared, compose(tf.concat([shared, specific], -1))) };
    });

  /** α · mean |s_a − mean s_v| + β · cross-entropy of the modality of the specific features */
  const auxiliary = (audio: Parts, visual: Parts): tf.Scalar => {
    const distance = meanOfAll(tf.abs(tf.sub(audio.shared, poolGrid(visual.shared))));
    const pooled = [audio.specific, poolGrid(visual.specific)].map((x) => tf.mean(x, 1));
    const batch = audio.shared.shape[0] as number;
    const modality = tf.concat([tf.zeros([batch], 'int32'), tf.ones([batch], 'int32')]) as tf.Tensor1D;
    const classified = crossEntropy(classify(tf.concat(pooled, 0)), tf.oneHot(modality, 2, 1, 0, 'float32'));
    return tf.add(tf.mul(distance, alignment), tf.mul(classified, domain));
  };

  const held = (values: tf.Tensor) => (encoderGradient ? values : withoutGradient(() => tf.clone(values)));

  return (inputs, pass) => {
    const [audio, visual] = [inputs['audio'] as Signal, inputs['visual'] as Signal];
    const [realAudio, realVisual] = [realValues(audio), realValues(visual)];
    if (pass.training && realAudio && realVisual) {
      pass.shared('auxiliary', () =>
        pass.addLoss(
          'auxiliary',
          auxiliary(partsOf(held(realAudio), 'audio', pass), partsOf(held(realVisual), 'visual', pass)),
        ),
      );
    }
    const fuse = (signal: Signal, modality: Modality, guess?: () => tf.Tensor): Signal => {
      const fused = (values: tf.Tensor) => partsOf(values, modality, pass).fused;
      const target = signal.target && { target: fused(signal.target) };
      // If all samples miss the modality, its fill is not encoded.
      if (guess && !signal.missingRows) return { ...recall(signal, guess()), ...target };
      const encoded = { ...signal, values: fused(signal.values), ...target };
      return guess ? recall(encoded, guess()) : encoded;
    };
    const lost = ({ state }: Signal) => state === 'missing';
    const sharedOf = ({ values }: Signal, modality: Modality) => partsOf(values, modality, pass).shared;
    const fromVisual = () => poolGrid(sharedOf(visual, 'visual'));
    const fromAudio = () => onEveryCell(sharedOf(audio, 'audio'), visual.values);
    return {
      audio: fuse(audio, 'audio', lost(audio) && !lost(visual) ? fromVisual : undefined),
      visual: fuse(visual, 'visual', lost(visual) && !lost(audio) ? fromAudio : undefined),
    };
  };
};
