import { z } from 'zod';
import { linearParameters, requireBatch } from '../../graph/infer-helpers';
import { defineNode } from '../../graph/kind';
import { questionShape } from '../../graph/shapes';

export const node = defineNode({
  kind: 'question-encoder',
  title: 'Question encoder',
  family: 'Encoders',
  roles: [{ name: 'encoder', of: 'question' }],
  inputs: [{ name: 'batch', type: 'batch' }],
  outputs: [{ name: 'question', type: 'question' }],
  parameters: z.strictObject({
    width: z.number().int().min(1).max(4096).default(64).meta({
      title: 'Width C',
      description: 'Width of the word embedding, the recurrent state and the output. The paper has 512.',
    }),
    cell: z.enum(['lstm', 'gru', 'bag of words']).default('lstm').meta({
      title: 'Cell',
      description: 'Reader of the words: a one-layer LSTM (the paper’s), a GRU, or the mean of the word embeddings.',
    }),
    forgetBias: z.number().min(-10).max(10).default(0).meta({
      title: 'Forget bias',
      description:
        'Initial bias of the LSTM’s forget gate. With 1 or 2, the state keeps early words across the padding from the first step on. The paper’s LSTM has 0.',
    }),
  }),
  settings: {
    small: { forgetBias: 1.5, width: 64 },
    paper: { width: 512 },
  },
  mainParameters: ['cell', 'width'],
  infer(inputs, { width, cell }) {
    const batch = requireBatch(inputs);
    const gates = { lstm: 4, gru: 3, 'bag of words': 0 }[cell];
    const biases = { lstm: 8, gru: 6, 'bag of words': 0 }[cell];
    return {
      outputs: { question: { shape: questionShape(width) } },
      parameters:
        batch.vocabulary * width +
        gates * 2 * width * width +
        biases * width +
        linearParameters(cell === 'lstm' ? 2 * width : width, width),
      activations: batch.questionLength * width * (1 + 3 * gates),
    };
  },
  losses: [],
  insides: [{ name: 'features', title: 'Features f_t of the question', view: 'features' }],
  help: {
    text: 'Reads the question word by word. Its layers are an embedding, tanh, a recurrent network over the N words, and a fully connected layer on the last state.',
    equations: ['f_t = W · tanh([h_N, c_N]) + b,  (h, c) = LSTM(tanh(E[q])),  q [B, N] → f_t [B, C]'],
    source: 'Li et al., CVPR 2022 (AVST).',
  },
});
