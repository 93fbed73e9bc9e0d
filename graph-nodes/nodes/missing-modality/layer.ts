import * as tf from '@tensorflow/tfjs-core';
import type { z } from 'zod';
import {
  realValues,
  updatesStates,
  type BatchSignal,
  type CreateLayer,
  type Pass,
  type Signal,
} from '../../layers/layer';
import { noise } from '../../layers/basic';
import { isNoiseScenario, noiseOf } from '../../datasets/dataset';
import { zeros } from '../../layers/initializers';
import { replaceRows } from '../../layers/signals';
import { requireBatch } from '../../graph/infer-helpers';
import type { node } from './node';

/** Rate of the running mean feature: mean ← mean + 0.05 · (batch mean − mean). */
const meanRate = 0.05;

/** Replaces the values of a missing modality. */
interface Filler {
  fill(real: tf.Tensor, pass: Pass): tf.Tensor;
  /** Learns from the real values of a training batch; absent if the fill is not learned. */
  learn?(real: tf.Tensor): void;
}

/** Marks a real signal as noisy in the noise scenarios of its modality. The encoder adds the noise. */
function withNoise(signal: Signal, modality: 'audio' | 'visual', { scenario, noise: strength }: Pass): Signal {
  if (signal.state !== 'real' || !isNoiseScenario(scenario)) return signal;
  const { modalities, strength: usual } = noiseOf[scenario];
  return modalities.includes(modality) ? { ...signal, state: 'noisy', noise: strength ?? usual } : signal;
}

export const createLayer: CreateLayer<z.infer<typeof node.parameters>> = (setup, parameters) => {
  const batchSpec = requireBatch(setup.inputs);
  const filler = (modality: 'audio' | 'visual', width: number): Filler => {
    switch (parameters.fill) {
      case 'zeros':
        return { fill: (real) => tf.zerosLike(real) };
      case 'noise':
        return { fill: (real, pass) => noise(real.shape, pass) };
      case 'token': {
        const token = setup.variable(`${modality}Token`, [width], zeros);
        return { fill: (real) => tf.add(tf.zerosLike(real), token) };
      }
      case 'mean': {
        const mean = setup.state(`${modality}Mean`, [width], zeros);
        return {
          fill: (real) => tf.add(tf.zerosLike(real), mean),
          learn(real) {
            const ofBatch = tf.mean(tf.reshape(real, [-1, width]), 0);
            mean.assign(tf.add(mean, tf.mul(tf.sub(ofBatch, mean), meanRate)));
          },
        };
      }
    }
  };
  const fillers = { audio: filler('audio', batchSpec.audioWidth), visual: filler('visual', batchSpec.visualWidth) };

  /** Removes a real modality. The real values stay as the target in training and in passes with insides. */
  const drop = (signal: Signal, modality: 'audio' | 'visual', pass: Pass): Signal => {
    if (signal.state !== 'real') return { ...signal, values: fillers[modality].fill(signal.values, pass) };
    const real = signal.values;
    const keepsTarget = pass.training || pass.inspect !== undefined;
    const kept = { ...(keepsTarget && { target: real }), ...(signal.negative && { negative: signal.negative }) };
    const values = fillers[modality].fill(real, pass);
    if (parameters.rate >= 1) return { values, state: 'missing', ...kept };
    const missingRows = pass.draw([real.shape[0] as number], (random, length) =>
      random.choices(length, parameters.rate, 1, 0),
    ) as tf.Tensor1D;
    return { values: replaceRows(real, values, missingRows), state: 'missing', missingRows, ...kept };
  };

  /** Learns from the real values once per batch, in every scenario. */
  const learn = (signal: Signal, modality: 'audio' | 'visual', pass: Pass): void => {
    const real = realValues(signal);
    if (updatesStates(pass) && real) pass.shared(modality, () => fillers[modality].learn?.(real));
  };

  return (inputs, pass) => {
    const batch = inputs['batch'] as BatchSignal;
    learn(batch.audio, 'audio', pass);
    learn(batch.visual, 'visual', pass);
    const dropped = pass.training ? parameters.whileTraining : parameters.whileTesting;
    const affected = (modality: 'audio' | 'visual') => dropped === modality || dropped === 'audio and visual';
    const seen = (modality: 'audio' | 'visual'): Signal => {
      const signal = batch[modality];
      if (signal.state === 'missing' || (pass.scenario === `${modality}Missing` && affected(modality))) {
        return drop(signal, modality, pass);
      }
      return affected(modality) ? withNoise(signal, modality, pass) : signal;
    };
    return { batch: { ...batch, audio: seen('audio'), visual: seen('visual') } };
  };
};
