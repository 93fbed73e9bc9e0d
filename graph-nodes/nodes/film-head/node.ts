import { z } from 'zod';
import { linearParameters, requireInput, sameSize } from '../../graph/infer-helpers';
import { defineNode } from '../../graph/kind';
import { logitsShape, sizeOf } from '../../graph/shapes';
import { answersParameter } from '../parameters';

export const node = defineNode({
  kind: 'film-head',
  title: 'FiLM head',
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
    width: z.number().int().min(1).max(2048).default(128).meta({
      title: 'Width D',
      description: 'Channels of each stage.',
    }),
  }),
  quick: { width: 8 },
  mainParameters: ['width'],
  infer(inputs, { answers, width }) {
    const seconds = sameSize(inputs, ['audio', 'visual'], 'T');
    const visual = requireInput(inputs, 'visual');
    const cells = sizeOf(visual, 'H') * sizeOf(visual, 'W');
    const audioWidth = sizeOf(requireInput(inputs, 'audio'), 'C');
    const questionWidth = sizeOf(requireInput(inputs, 'question'), 'C');
    const modulation = (outputs: number) => linearParameters(questionWidth, 2 * outputs);
    const stage = (from: number, to: number) => linearParameters(from, to) + modulation(to);
    return {
      outputs: { logits: { shape: logitsShape(answers) } },
      parameters:
        linearParameters(sizeOf(visual, 'C'), width) +
        stage(audioWidth, width) +
        (cells + seconds) * width +
        stage(width, width) +
        stage(seconds * width, width) +
        stage(audioWidth, width) +
        seconds * audioWidth +
        stage(seconds * width, width) +
        stage(2 * width, 2 * width) +
        linearParameters(2 * width, answers),
      activations: 8 * seconds * cells * width + 4 * cells * width + 6 * seconds * width + 12 * width,
    };
  },
  losses: [],
  help: {
    text: 'Lets the question scale and shift every stage: the pair of sound and picture cell by cell and second by second, each cell over time, and the sound over time. The cells are summed, so that things can be counted.',
    equations: [
      'FiLM(x) = x ∘ (1 + γ) + β,  [γ, β] = W · f_t + b',
      'p_t,c = ReLU(FiLM(W_v f_v,t,c + W_a f_a,t + e_c + e_t)),  p ← ReLU(FiLM(W p)),  [B, T, H·W, D]',
      's = Σ_c ReLU(FiLM(W [p_1,c, …, p_T,c])),  [B, D]',
      'h = ReLU(FiLM(W [h_1, …, h_T])),  h_t = ReLU(FiLM(W (f_a,t + e_t))),  [B, D]',
      'logits = W_A · ReLU(FiLM(W [s, h]))',
    ],
    source:
      'Our design, with the layer of Perez et al., “FiLM: Visual Reasoning with a General Conditioning Layer”, AAAI 2018.',
  },
});
