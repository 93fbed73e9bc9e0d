import { z } from 'zod';
import { linearParameters, requireInput, sameSize } from '../../graph/infer-helpers';
import { defineNode } from '../../graph/kind';
import { logitsShape, sizeOf } from '../../graph/shapes';
import { answersParameter } from '../parameters';

export const node = defineNode({
  kind: 'gated-head',
  title: 'Question-gated head',
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
    const stage = (from: number, to: number) => linearParameters(from, to) + linearParameters(questionWidth, to);
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
    text: 'Answers from features that the question scales. The stages are the pair of sound and picture per cell and second, each cell over time, and the sound over time. The cells are summed, so that the head can count.',
    equations: [
      'gate(x) = x ∘ (1 + γ),  γ = W · f_t + b,  separate W and b for each stage',
      'p_t,c = ReLU(gate(W_v f_v,t,c + W_a f_a,t + e_c + e_t)),  p ← ReLU(gate(W p)),  [B, T, H·W, D]',
      's = Σ_c ReLU(gate(W [p_1,c, …, p_T,c])),  [B, D]',
      'h = ReLU(gate(W [h_1, …, h_T])),  h_t = ReLU(gate(W (f_a,t + e_t))),  [B, D]',
      'logits = W_A · ReLU(gate(W [s, h]))',
    ],
    source:
      'Our design. The gate is the scale of Perez et al., “FiLM: Visual Reasoning with a General Conditioning Layer”, AAAI 2018; with FiLM’s shift the same head learned Orchestra more slowly.',
  },
});
