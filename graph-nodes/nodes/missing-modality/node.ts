import { z } from 'zod';
import { defineNode } from '../../graph/kind';
import { requireBatch } from '../../graph/infer-helpers';
import { labelsShape } from '../../graph/shapes';

const dropped = z.enum(['audio and visual', 'audio', 'visual', 'nothing']);

export const node = defineNode({
  kind: 'missing-modality',
  title: 'Missing modality',
  family: 'Scenario',
  roles: [{ name: 'missing modality', takesAway: ['audio', 'visual'], rate: 'rate' }],
  inputs: [{ name: 'batch', type: 'batch' }],
  outputs: [{ name: 'batch', type: 'batch' }],
  parameters: z.strictObject({
    fill: z.enum(['zeros', 'noise', 'mean', 'token']).default('zeros').meta({
      title: 'Fill',
      description:
        'Replacement of a missing modality: zeros, Gaussian noise, the mean feature of the training data, or a learned token.',
    }),
    whileTraining: dropped.default('audio and visual').meta({
      title: 'Dropped while training, one at a time',
      description:
        'Modalities that training removes, never both at once: the sound in the scenario “audio missing”, the picture in “visual missing”.',
    }),
    whileTesting: dropped.default('audio and visual').meta({
      title: 'Dropped while testing, one at a time',
      description:
        'Modalities that evaluation removes, never both at once: the sound in the scenario “audio missing”, the picture in “visual missing”. The noise scenarios add noise to the same modalities.',
    }),
    rate: z.number().min(0).max(1).default(1).meta({
      title: 'Rate',
      description: 'Share of the videos that lose the modality in a missing scenario.',
    }),
  }),
  mainParameters: ['fill'],
  infer(inputs, { fill }) {
    const batch = requireBatch(inputs);
    return {
      outputs: { batch: { shape: labelsShape, batch } },
      parameters: fill === 'token' ? batch.audioWidth + batch.visualWidth : 0,
      ...(fill === 'mean' && { state: batch.audioWidth + batch.visualWidth }),
      activations: 0,
    };
  },
  losses: [],
  help: {
    text: 'Removes a modality and puts a fill in its place. In the scenario “audio missing” it removes the sound, in “visual missing” the picture. In the scenario “complete” it changes nothing. In the noise scenarios of evaluation the modality stays, and its encoder adds Gaussian noise to the encoded features, with the standard deviations of the released code. The question is never missing, and sound and picture are never missing in the same scenario.',
    equations: [
      'audio missing: a ← fill(a), [B, T, 128];  visual missing: v ← fill(v), [B, T, H, W, C]',
      'audio noisy: f_a ← f_a + 0.3 ε;  visual noisy: f_v ← f_v + 0.7 ε;  both noisy: both + 0.5 ε,  ε ~ N(0, 1)',
      'mean fill: m ← m + 0.05 · (mean of the batch − m), once per training batch, in all scenarios',
    ],
    source:
      'Park, Lee and Kim, “Learning Trimodal Relation for Audio-Visual Question Answering with Missing Modality”, ECCV 2024, section 3.',
  },
});
