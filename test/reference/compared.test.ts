import * as tf from '@tensorflow/tfjs-core';
import { describe, it } from 'vitest';
import { layerOf } from '../../engine/model/layers';
import { audioShape, questionShape, visualShape, type EdgeSpec } from '../../graph-nodes/graph/shapes';
import type { EdgeValues, Signal } from '../../graph-nodes/layers/layer';
import { findKind } from '../../graph-nodes/nodes/catalogue';
import { backendsToTest, holdAgainst } from './fixture';

type Tensors = Readonly<Record<string, tf.Tensor>>;

/** The sizes of the fixtures' features: three seconds, a grid of two by three. */
const specsOf = (audioWidth: number, channels: number): Record<string, EdgeSpec> => ({
  audio: { shape: audioShape(3, audioWidth) },
  visual: { shape: visualShape(3, 2, 3, channels) },
  question: { shape: questionShape(4) },
});
const real = (values: tf.Tensor | undefined): Signal => ({ values: values as tf.Tensor, state: 'real' });
const missing = (values: tf.Tensor | undefined): Signal => ({
  values: tf.zerosLike(values as tf.Tensor),
  state: 'missing',
  target: values as tf.Tensor,
});
const values = (outputs: EdgeValues, modality: 'audio' | 'visual'): tf.Tensor => (outputs[modality] as Signal).values;

describe.each(backendsToTest)(
  'on $backend, the nodes of compared methods equal their PyTorch modules',
  ({ backend, tolerance }) => {
    /** Outputs of a node in the complete pass, without audio and without visual, and its losses. */
    const hold = (
      kind: string,
      parameters: Record<string, number>,
      specs: Record<string, EdgeSpec>,
      outputsOf: (passes: { complete: EdgeValues; audioMissing: EdgeValues; visualMissing: EdgeValues }) => Tensors,
    ) =>
      holdAgainst(
        kind,
        backend,
        tolerance,
        ({ setup, pass, losses }) => {
          const apply = layerOf(kind)?.(setup, findKind(kind)?.parameters.parse(parameters));
          if (!apply) throw new Error(`The catalogue has no kind “${kind}”.`);
          return ({ audio, visual, ...question }) => {
            const outputs = outputsOf({
              complete: apply({ audio: real(audio), visual: real(visual), ...question }, pass()),
              audioMissing: apply({ audio: missing(audio), visual: real(visual), ...question }, pass()),
              visualMissing: apply({ audio: real(audio), visual: missing(visual), ...question }, pass()),
            });
            return { ...outputs, ...Object.fromEntries(losses) };
          };
        },
        { specs },
      );

    it('ShaSpec: fused and replaced features, alignment and domain losses', async () => {
      const parameters = { width: 4, alignment: 0.3, domain: 0.2 };
      await hold('shaspec', parameters, specsOf(6, 6), ({ complete, audioMissing, visualMissing }) => ({
        givenAudio: values(complete, 'audio'),
        givenVisual: values(complete, 'visual'),
        audio: values(audioMissing, 'audio'),
        visual: values(visualMissing, 'visual'),
      }));
    });

    it('ActionMAE: both reconstructions, and their loss with one modality of each video dropped', async () => {
      const parameters = { heads: 2, headWidth: 4, layers: 2, memories: 3 };
      await hold('action-mae', parameters, specsOf(5, 6), ({ audioMissing, visualMissing }) => ({
        audio: values(audioMissing, 'audio'),
        visual: values(visualMissing, 'visual'),
      }));
    });

    it('missing-aware prompts: both modalities in each case', async () => {
      const parameters = { prompts: 4 };
      await hold('missing-aware-prompts', parameters, specsOf(5, 6), ({ complete, audioMissing, visualMissing }) => ({
        completeAudio: values(complete, 'audio'),
        completeVisual: values(complete, 'visual'),
        audio: values(audioMissing, 'audio'),
        visualBesideMissing: values(audioMissing, 'visual'),
        visual: values(visualMissing, 'visual'),
        audioBesideMissing: values(visualMissing, 'audio'),
      }));
    });

    it('R2ScP: retrieval, purification, recall and ranking losses', async () => {
      const parameters = { bank: 11, nearest: 3, temperature: 0.2, width: 3, ranking: 0.3 };
      await hold('r2scp', parameters, specsOf(5, 6), ({ audioMissing, visualMissing }) => ({
        audio: values(audioMissing, 'audio'),
        visual: values(visualMissing, 'visual'),
      }));
    });
  },
);
