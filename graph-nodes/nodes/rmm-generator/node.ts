import { z } from 'zod';
import { requireInput, sameSize } from '../../graph/infer-helpers';
import { defineNode } from '../../graph/kind';
import { sizeOf } from '../../graph/shapes';
import { visualAddressParameter } from '../parameters';

export const node = defineNode({
  kind: 'rmm-generator',
  title: 'RMM generator',
  family: 'Generators',
  roles: [{ name: 'generator', recalls: ['audio', 'visual'] }],
  inputs: [
    { name: 'audio', type: 'audio' },
    { name: 'visual', type: 'visual' },
    { name: 'question', type: 'question' },
  ],
  outputs: [
    { name: 'audio', type: 'audio' },
    { name: 'visual', type: 'visual' },
  ],
  parameters: z.strictObject({
    slots: z.number().int().min(1).max(2048).default(75).meta({
      title: 'Slots L',
      description: 'Learnable slots per modality. The released code has 75.',
    }),
    reads: z.number().int().min(1).max(256).default(1).meta({
      title: 'Reads H',
      description:
        'Our option: H groups of L slots, each addressed and read alone. The recall is the sum of the reads, so that sources add up as in a regression, where a single read averages slots. The paper reads once.',
    }),
    visualAddress: visualAddressParameter,
    relation: z.enum(['softmax', 'normalised']).default('softmax').meta({
      title: 'Relation',
      description:
        'How two addressings become one: softmax of their product, as the paper writes it (nearly uniform over many slots), or the product normalised to sum to one (sharp where both agree).',
    }),
    temperature: z.number().min(0.001).max(100).default(1).meta({
      title: 'Temperature τ',
      description: 'Divides the cosine similarities before the softmax; smaller is sharper. The paper has 1.',
    }),
    questionTemperature: z.number().min(0.001).max(100).default(1).meta({
      title: 'Question’s temperature',
      description:
        'The same for the question’s addressing. The paper has 1, at which the question leaves nearly all slots to choose from.',
    }),
    learnTemperature: z.boolean().default(false).meta({
      title: 'Train the temperature',
      description:
        'Our option: train a temperature for the sound and one for the picture, both starting at τ. The paper keeps τ = 1. The question’s temperature stays as it is.',
    }),
    projection: z.number().int().min(0).max(4096).default(0).meta({
      title: 'Projection P',
      description:
        'Our option: compare sound and picture with their slots by learned linear projections onto P numbers; 0 compares them directly, as in the paper.',
    }),
    start: z.enum(['normal', 'training features']).default('normal').meta({
      title: 'Slots start as',
      description:
        'Numbers drawn from N(0, 1), as in the paper, or what sounds and looks the same second: the first L seconds after which a step trains the slots. Slots that earlier stages left untrained (frozen, or all losses that reach them weighted 0) start from the encoders as their stage finds them.',
    }),
    question: z.boolean().default(true).meta({
      title: 'Question relation',
      description: 'Whether the question takes part in the recall; off is the ablation without it.',
    }),
    questionOrder: z.enum(['aligned', 'scrambled']).default('aligned').meta({
      title: 'Question per second',
      description:
        'Which question each second of a training batch meets: its own, or as in the released code, where second r of all B · T seconds meets question r mod B. Use “scrambled” only to reproduce the released training; evaluation is always aligned.',
    }),
    encoderGradient: z.boolean().default(true).meta({
      title: 'Gradient into the encoders',
      description:
        'Whether the RMMR loss also moves the encoders that make its inputs and its target, as in the paper’s equation, or the slots alone.',
    }),
  }),
  settings: {
    small: {
      encoderGradient: false,
      relation: 'normalised',
      slots: 512,
      start: 'training features',
      temperature: 0.1,
    },
    paper: { slots: 75 },
  },
  mainParameters: ['slots', 'temperature'],
  infer(inputs, { slots: slotsOfRead, reads, start, visualAddress, learnTemperature, projection }) {
    const slots = slotsOfRead * reads;
    const seconds = sameSize(inputs, ['audio', 'visual'], 'T');
    const audio = requireInput(inputs, 'audio');
    const visual = requireInput(inputs, 'visual');
    const channels = sizeOf(visual, 'C');
    const cells = sizeOf(visual, 'H') * sizeOf(visual, 'W') * channels;
    const audioWidth = sizeOf(audio, 'C');
    const comparedWidth = visualAddress === 'whole map' ? cells : channels;
    return {
      outputs: { audio, visual },
      parameters:
        slots * (audioWidth + cells + sizeOf(requireInput(inputs, 'question'), 'C')) +
        projection * (audioWidth + comparedWidth) +
        (learnTemperature ? 2 : 0),
      ...(start === 'training features' && { state: slots * (audioWidth + cells) + 1 }),
      activations: seconds * (20 * slots + 20 * audioWidth + 20 * cells),
    };
  },
  losses: ['rmmr'],
  previews: [
    { name: 'audio', title: 'Slots that recall the sound of some questions, one a row' },
    { name: 'visual', title: 'Slots that recall the picture of some questions, one a row' },
  ],
  insides: [
    { name: 'question addressing', title: 'Slots that resemble the question', view: 'addressing' },
    { name: 'visual addressing', title: 'Slots that resemble the picture', view: 'addressing' },
    { name: 'audio weights', title: 'Slots that recall the sound: question ⊙ picture', view: 'addressing' },
    { name: 'audio slots', title: 'Contents of the sound’s slots G_a', view: 'slots', of: 'audio' },
    { name: 'audio addressing', title: 'Slots that resemble the sound', view: 'addressing' },
    { name: 'visual weights', title: 'Slots that recall the picture: question ⊙ sound', view: 'addressing' },
    {
      name: 'visual slots',
      title: 'Contents of the picture’s slots G_v, mean over the grid',
      view: 'slots',
      of: 'visual',
    },
  ],
  help: {
    text: 'Recalls a missing modality from the other one and the question. Each modality has L learnable slots; what is at hand says which slots it resembles, and where question and modality agree, the slots of the missing one are read out.',
    equations: [
      's_m = softmax_L(cos(f_m, G_m) / τ)  for m in audio, visual, question (with its own τ)',
      'by the mean over the grid: s_v = softmax_L(cos(mean_HW f_v, mean_HW G_v) / τ)',
      'with a projection: s_m = softmax_L(cos(f_m · P_m, G_m · P_m) / τ)  for audio and visual, P_m [C or H·W·C, P] learned',
      'with a trained temperature: τ · exp(θ_m) in place of τ for audio and visual, θ_m starting at 0',
      'recalled audio = softmax_L(s_t ⊙ s_v) · G_a',
      'recalled visual = softmax_L(s_t ⊙ s_a) · G_v',
      'with H reads: recalled = Σ_h w_h · G^h, every softmax over the L slots of one group, slots that start as features divided by H',
      'L_RMMR = MSE(recalled audio, f_a) + MSE(recalled visual, f_v)',
    ],
    source: 'Park, Lee and Kim, ECCV 2024, section 3.2 (Relation-aware Missing Modal generator).',
  },
});
