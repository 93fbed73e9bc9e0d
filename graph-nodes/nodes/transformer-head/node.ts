import { z } from 'zod';
import { linearParameters, requireInput, sameSize } from '../../graph/infer-helpers';
import { defineNode, ShapeMismatch } from '../../graph/kind';
import { answersParameter } from '../parameters';
import { logitsShape, sizeOf } from '../../graph/shapes';

export const node = defineNode({
  kind: 'transformer-head',
  title: 'Transformer fusion head',
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
    layers: z.number().int().min(1).max(24).default(2).meta({
      title: 'Layers',
      description: 'Transformer layers: self attention and a feed-forward network of four times the width.',
    }),
    heads: z.number().int().min(1).max(64).default(4).meta({
      title: 'Attention heads',
      description: 'Heads of the self attention. The number must divide the width C.',
    }),
    visualTokens: z.enum(['one a second', 'every cell']).default('one a second').meta({
      title: 'Picture tokens',
      description: 'Tokens of the picture: its mean over the grid (T tokens), or every cell (T · H · W tokens).',
    }),
    dropout: z.number().min(0).max(0.9).default(0.1).meta({
      title: 'Dropout',
      description: 'Share of values dropped in the layers while training.',
    }),
  }),
  mainParameters: ['layers', 'visualTokens'],
  infer(inputs, { answers, layers, heads, visualTokens }) {
    const width = sameSize(inputs, ['audio', 'visual', 'question'], 'C');
    const seconds = sameSize(inputs, ['audio', 'visual'], 'T');
    if (width % heads !== 0)
      throw new ShapeMismatch(
        'question',
        { code: 'widthForHeads', heads },
        { code: 'axisSize', letter: 'C', size: width },
      );
    const visual = requireInput(inputs, 'visual');
    const cells = visualTokens === 'every cell' ? sizeOf(visual, 'H') * sizeOf(visual, 'W') : 1;
    const tokens = 2 + seconds + seconds * cells;
    const layer =
      4 * linearParameters(width, width) + linearParameters(width, 4 * width) + linearParameters(4 * width, width);
    return {
      outputs: { logits: { shape: logitsShape(answers) } },
      parameters:
        (4 + seconds + cells) * width + layers * (layer + 4 * width) + 2 * width + linearParameters(width, answers),
      activations: layers * tokens * (18 * width + 2 * heads * tokens),
    };
  },
  losses: [],
  insides: [
    {
      name: 'audio attention',
      title: 'Seconds of the sound that the last layer attends to',
      view: 'attention over time',
    },
    {
      name: 'visual attention',
      title: 'Seconds of the picture that the last layer attends to',
      view: 'attention over time',
    },
  ],
  help: {
    text: 'Answers with a transformer over all features. Its tokens are a learned class token, the question, and every second of sound and picture. Learned embeddings of modality, second and cell mark the tokens. The last state of the class token gives the answer.',
    equations: [
      'x = [class, f_t, f_a (T), f_v (T or T · H · W)] + modality + second + cell',
      'x ← x + SelfAttention(LayerNorm(x)),  x ← x + W₂ · ReLU(W₁ · LayerNorm(x))',
      'logits = W_A · LayerNorm(x_class)',
    ],
    source:
      'Vaswani et al., “Attention Is All You Need”, NeurIPS 2017; layer normalisation first: Xiong et al., ICML 2020.',
  },
});
