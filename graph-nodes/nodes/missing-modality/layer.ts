import * as tf from '@tensorflow/tfjs-core';
import type { z } from 'zod';
import type { BatchSignal, CreateLayer, Pass, Signal } from '../../layers/layer';
import { noise } from '../../layers/basic';
import { isNoiseScenario, noiseOf } from '../../datasets/dataset';
import { zeros } from '../../layers/initializers';
import { replaceRows } from '../../layers/signals';
import { requireBatch } from '../../graph/infer-helpers';
import type { node } from './node';

/** How fast the running mean feature follows: mean ← mean + 0.05 · (batch mean − mean). */
const meanRate = 0.05;

/** Marks a real signal as noisy in the noise scenarios of its modality; the encoder adds the noise. */
function withNoise(signal: Signal, modality: 'audio' | 'visual', { scenario, noise: strength }: Pass): Signal {
  if (signal.state !== 'real' || !isNoiseScenario(scenario)) return signal;
  const { modalities, strength: usual } = noiseOf[scenario];
  return modalities.includes(modality) ? { ...signal, state: 'noisy', noise: strength ?? usual } : signal;
}

export const createLayer: CreateLayer<z.infer<typeof node.parameters>> = (setup, parameters) => {
  const batchSpec = requireBatch(setup.inputs);
  const filler = (modality: 'audio' | 'visual', width: number): ((real: tf.Tensor, pass: Pass) => tf.Tensor) => {
    switch (parameters.fill) {
      case 'zeros':
        return (real) => tf.zerosLike(real);
      case 'noise':
        return (real, pass) => noise(real.shape, pass);
      case 'token': {
        const token = setup.variable(`${modality}Token`, [width], zeros);
        return (real) => tf.add(tf.zerosLike(real), token);
      }
      case 'mean': {
        const mean = setup.state(`${modality}Mean`, [width], zeros);
        return (real, pass) => {
          if (pass.training) {
            const ofBatch = tf.mean(tf.reshape(real, [-1, width]), 0);
            mean.assign(tf.add(mean, tf.mul(tf.sub(ofBatch, mean), meanRate)));
          }
          return tf.add(tf.zerosLike(real), mean);
        };
      }
    }
  };
  const fill = { audio: filler('audio', batchSpec.audioWidth), visual: filler('visual', batchSpec.visualWidth) };

  /** Takes the modality away where it is at hand. The real values stay as the target while training. */
  const drop = (signal: Signal, modality: 'audio' | 'visual', pass: Pass): Signal => {
    if (signal.state !== 'real') return { ...signal, values: fill[modality](signal.values, pass) };
    const real = signal.values;
    const target = pass.training ? { target: real } : {};
    const values = fill[modality](real, pass);
    if (parameters.rate >= 1) return { values, state: 'missing', ...target };
    const missingRows = pass.draw([real.shape[0] as number], (random, length) =>
      random.choices(length, parameters.rate, 1, 0),
    ) as tf.Tensor1D;
    return { values: replaceRows(real, values, missingRows), state: 'missing', missingRows, ...target };
  };

  return (inputs, pass) => {
    const batch = inputs['batch'] as BatchSignal;
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
