import * as tf from '@tensorflow/tfjs-core';
import type { z } from 'zod';
import { requireInput } from '../../graph/infer-helpers';
import type { Modality } from '../../graph/roles';
import { sizeOf } from '../../graph/shapes';
import { productOverLastAxis, type Transform } from '../../layers/basic';
import { standardNormal, zeros } from '../../layers/initializers';
import type { CreateLayer, LayerSetup, Signal } from '../../layers/layer';
import { replaceRows } from '../../layers/signals';
import type { node } from './node';

/** x + softmax_P(x · Kᵀ / √C) · V, [..., C] → [..., C] */
function prompted(setup: LayerSetup, name: string, prompts: number, channels: number): Transform {
  const keys = setup.variable(`${name}/keys`, [prompts, channels], standardNormal);
  const values = setup.variable(`${name}/values`, [prompts, channels], zeros);
  return (x) => {
    const scores = productOverLastAxis(tf.mul(x, 1 / Math.sqrt(channels)), tf.transpose(keys));
    return tf.add(x, productOverLastAxis(tf.softmax(scores), values));
  };
}

export const createLayer: CreateLayer<z.infer<typeof node.parameters>> = (setup, { prompts }) => {
  const [audioSpec, visualSpec] = [requireInput(setup.inputs, 'audio'), requireInput(setup.inputs, 'visual')];
  /** Shapes of the prompts that replace the missing modality. */
  const places = {
    audio: [sizeOf(audioSpec, 'T'), sizeOf(audioSpec, 'C')],
    visual: [sizeOf(visualSpec, 'H'), sizeOf(visualSpec, 'W'), sizeOf(visualSpec, 'C')],
  };
  const promptsOf = (modality: Modality, other: Modality) => {
    const channels = places[modality].at(-1) ?? 1;
    const instead = setup.variable(`${modality}/missing`, places[modality], zeros);
    return {
      complete: prompted(setup, `${modality}/complete`, prompts, channels),
      otherMissing: prompted(setup, `${modality}/${other}Missing`, prompts, channels),
      missing: (x: tf.Tensor) => tf.add(x, instead),
    };
  };
  const byModality = { audio: promptsOf('audio', 'visual'), visual: promptsOf('visual', 'audio') };

  return (inputs) => {
    const [audio, visual] = [inputs['audio'] as Signal, inputs['visual'] as Signal];
    const prompt = (signal: Signal, other: Signal, modality: Modality): Signal => {
      const by = byModality[modality];
      const isMissing = signal.state === 'missing';
      const ofCase = isMissing ? by.missing : other.state === 'missing' ? by.otherMissing : by.complete;
      const values = ofCase(signal.values);
      const rows = [signal, other].find(({ state }) => state === 'missing')?.missingRows;
      return {
        ...signal,
        // Samples that miss nothing have the prompts of the complete case.
        values: rows ? replaceRows(by.complete(signal.values), values, rows) : values,
        state: isMissing ? 'recalled' : signal.state,
        ...(signal.target && { target: by.complete(signal.target) }),
      };
    };
    return { audio: prompt(audio, visual, 'audio'), visual: prompt(visual, audio, 'visual') };
  };
};
