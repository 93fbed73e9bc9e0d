import { z } from 'zod';
import { linearParameters, requireInput, sameSize } from '../../graph/infer-helpers';
import { defineNode, ShapeMismatch } from '../../graph/kind';
import { answersParameter } from '../parameters';
import { logitsShape, sizeOf } from '../../graph/shapes';

export const node = defineNode({
  kind: 'avst-head',
  title: 'AVST QA head',
  family: 'Heads',
  roles: [{ name: 'head', answers: 'answers' }],
  inputs: [
    { name: 'audio', type: 'audio' },
    { name: 'visual', type: 'visual' },
    { name: 'question', type: 'question' },
  ],
  outputs: [{ name: 'logits', type: 'logits' }],
  parameters: z.strictObject({
    answers: answersParameter,
    heads: z.number().int().min(1).max(64).default(4).meta({
      title: 'Attention heads',
      description: 'Heads of the temporal attention. The number must divide the width C.',
    }),
    dropout: z.number().min(0).max(0.9).default(0.1).meta({
      title: 'Dropout',
      description: 'Share of values dropped in the temporal grounding while training.',
    }),
  }),
  mainParameters: ['answers'],
  infer(inputs, { answers, heads }) {
    const width = sameSize(inputs, ['audio', 'visual', 'question'], 'C');
    const seconds = sameSize(inputs, ['audio', 'visual'], 'T');
    if (width % heads !== 0)
      throw new ShapeMismatch(
        'question',
        { code: 'widthForHeads', heads },
        { code: 'axisSize', letter: 'C', size: width },
      );
    const visual = requireInput(inputs, 'visual');
    const cells = sizeOf(visual, 'H') * sizeOf(visual, 'W');
    const temporal = 4 * linearParameters(width, width) + 2 * linearParameters(width, width) + 2 * width;
    return {
      outputs: { logits: { shape: logitsShape(answers) } },
      parameters:
        linearParameters(2 * width, width) +
        linearParameters(2 * width, width) +
        linearParameters(width, 256) +
        linearParameters(256, 128) +
        linearParameters(128, 2) +
        2 * temporal +
        linearParameters(2 * width, width) +
        linearParameters(width, answers),
      activations: seconds * (36 * cells * width + 20 * (width + 384) + 60 * width) + 100 * width,
    };
  },
  losses: ['match'],
  insides: [
    { name: 'spatial attention', title: 'Cells of the picture that sound', view: 'attention over the grid' },
    {
      name: 'audio attention',
      title: 'Seconds of the sound that the question attends to',
      view: 'attention over time',
    },
    {
      name: 'visual attention',
      title: 'Seconds of the picture that the question attends to',
      view: 'attention over time',
    },
    { name: 'matching', title: 'Sound and picture of a second belong together', view: 'chances' },
  ],
  help: {
    text: 'Answers with attention over the picture and over time. It locates the source of the sound in the picture, and attends to seconds of sound and picture with the question as the query. During training it also learns to distinguish matching from non-matching pairs of sound and picture.',
    equations: [
      'spatial: p = softmax_HW(⟨v̂, â⟩),  grounded visual g = W · tanh([mean v, Σ p v̂]),  v̂ and â of length 1',
      'matching: MLP([a, g]) → 1, MLP([a, g of a random second of another video]) → 0, cross-entropy',
      'temporal: attention of the question over the T sounds and over the T grounded pictures',
      'logits = W_A · tanh(f_t ⊙ W · tanh([a′ + mean a, g′ + mean g]))',
    ],
    source: 'Li et al., “Learning to Answer Questions in Dynamic Audio-Visual Scenarios”, CVPR 2022 (AVST).',
  },
});
