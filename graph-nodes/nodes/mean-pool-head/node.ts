import { z } from 'zod';
import { linearParameters, requireInput, sameSize } from '../../graph/infer-helpers';
import { defineNode } from '../../graph/kind';
import { answersParameter } from '../parameters';
import { logitsShape, sizeOf } from '../../graph/shapes';

export const node = defineNode({
  kind: 'mean-pool-head',
  title: 'Mean-pool fusion head',
  family: 'Heads',
  roles: [{ name: 'head', answers: 'answers' }],
  inputs: [
    { name: 'audio', type: 'audio', optional: true },
    { name: 'visual', type: 'visual', optional: true },
    { name: 'question', type: 'question' },
  ],
  outputs: [{ name: 'logits', type: 'logits' }],
  parameters: z.strictObject({
    answers: answersParameter,
  }),
  mainParameters: ['answers'],
  infer(inputs, { answers }) {
    if (inputs['audio'] && inputs['visual']) sameSize(inputs, ['audio', 'visual'], 'T');
    const width = sizeOf(requireInput(inputs, 'question'), 'C');
    const pooled = ['audio', 'visual'].reduce((sum, name) => sum + (inputs[name] ? sizeOf(inputs[name], 'C') : 0), 0);
    return {
      outputs: { logits: { shape: logitsShape(answers) } },
      parameters: (pooled > 0 ? linearParameters(pooled, width) : 0) + linearParameters(width, answers),
      activations: 3 * pooled + 4 * width + answers,
    };
  },
  losses: [],
  help: {
    text: 'Averages sound and picture and multiplies them with the question. The sound is averaged over the seconds, the picture over seconds and cells, and both are concatenated before the product. Leave sound and picture unconnected for a head that reads only the question.',
    equations: ['logits = W_A · tanh(f_t ⊙ W · tanh([mean a, mean v]))', 'question alone: logits = W_A · tanh(f_t)'],
    source: 'The simplest fusion, as a baseline; the product with the question follows AVST (CVPR 2022).',
  },
});
