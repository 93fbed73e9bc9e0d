import { z } from 'zod';
import { linearParameters, requireBatch } from '../../graph/infer-helpers';
import { defineNode } from '../../graph/kind';
import { audioShape } from '../../graph/shapes';

export const node = defineNode({
  kind: 'audio-encoder',
  title: 'Audio encoder',
  family: 'Encoders',
  roles: [{ name: 'encoder', of: 'audio' }],
  inputs: [{ name: 'batch', type: 'batch' }],
  outputs: [{ name: 'audio', type: 'audio' }],
  parameters: z.strictObject({
    width: z.number().int().min(1).max(4096).default(64).meta({
      title: 'Width C',
      description: 'Features per second. The paper has 512.',
    }),
    normalise: z.boolean().default(false).meta({
      title: 'Layer normalisation',
      description:
        'Normalise the features of every second to mean 0 and variance 1, so that the target of a generator has a fixed scale. The paper has no normalisation.',
    }),
  }),
  settings: {
    small: { normalise: true, width: 64 },
    paper: { width: 512 },
  },
  mainParameters: ['width'],
  infer(inputs, { width, normalise }) {
    const batch = requireBatch(inputs);
    return {
      outputs: { audio: { shape: audioShape(batch.seconds, width) } },
      parameters:
        linearParameters(batch.audioWidth, width) + linearParameters(width, width) + (normalise ? 2 * width : 0),
      activations: batch.seconds * width * 3,
    };
  },
  losses: [],
  insides: [{ name: 'features', title: 'Features f_a of every second', view: 'features' }],
  help: {
    text: 'Turns the sound of every second into C features. It has two fully connected layers.',
    equations: ['f_a = W₂ · ReLU(W₁ · a + b₁) + b₂,  a [B, T, 128] → f_a [B, T, C]'],
    source: 'Li et al., “Learning to Answer Questions in Dynamic Audio-Visual Scenarios”, CVPR 2022 (AVST).',
  },
});
