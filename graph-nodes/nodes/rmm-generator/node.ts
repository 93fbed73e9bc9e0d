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
      description:
        'Learnable slots per modality and read. The released code has 75. On Orchestra, recalls of 75 random slots are close to the mean, so new nodes get 512 slots that start as training features. The presets with 16 reads have 32 slots per read, 512 in all.',
    }),
    reads: z.number().int().min(1).max(256).default(1).meta({
      title: 'Reads H',
      description:
        'Our option: H groups of L slots, each addressed and read separately. The recall is the sum of the reads, so that sources add up as in a regression. A single read only averages slots. The paper has one read.',
    }),
    visualAddress: visualAddressParameter,
    relation: z.enum(['softmax', 'normalised']).default('softmax').meta({
      title: 'Relation',
      description:
        'Combination of two addressings: softmax of their product, as in the paper (nearly uniform over many slots), or the product normalised to sum to one (sharp where both agree).',
    }),
    temperature: z.number().min(0.001).max(100).default(1).meta({
      title: 'Temperature τ',
      description: 'Divides the cosine similarities before the softmax; smaller is sharper. The paper has 1.',
    }),
    questionTemperature: z.number().min(0.001).max(100).default(1).meta({
      title: 'Question’s temperature',
      description:
        'Temperature of the question’s addressing. The paper has 1; with it the question’s addressing is nearly uniform.',
    }),
    learnTemperature: z.boolean().default(false).meta({
      title: 'Train the temperature',
      description:
        'Our option: train one temperature for the sound and one for the picture, both starting at τ. The paper keeps τ = 1. The question’s temperature is not trained.',
    }),
    projection: z.number().int().min(0).max(4096).default(0).meta({
      title: 'Projection P',
      description:
        'Our option: compare sound and picture with their slots after learned linear projections onto P numbers. 0 compares them directly, as in the paper.',
    }),
    start: z.enum(['normal', 'training features']).default('normal').meta({
      title: 'Slots start as',
      description:
        'Initial values of the slots: random numbers from N(0, 1), as in the paper, or features of sound and picture of the same seconds, from the first L seconds that train the slots. If earlier stages do not train the slots (frozen, or all their losses weighted 0), they start with the encoder features at the start of the stage that trains them.',
    }),
    question: z.boolean().default(true).meta({
      title: 'Question relation',
      description: 'Use the question in the recall. Off: the ablation without it.',
    }),
    questionOrder: z.enum(['aligned', 'scrambled']).default('aligned').meta({
      title: 'Question per second',
      description:
        'Question that is paired with each second of a training batch: its own, or, as in the released code, question r mod B for second r of all B · T seconds. Use “scrambled” only to reproduce the released training; evaluation is always aligned.',
    }),
    encoderGradient: z.boolean().default(true).meta({
      title: 'Gradient into the encoders',
      description:
        'Let the RMMR loss also train the encoders that compute its inputs and its target, as in the paper’s equation. Off: it trains only the slots.',
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
    {
      name: 'audio',
      title: 'Slots that recall the sound of some questions, one per row',
      sharesOf: 'audio weights',
    },
    {
      name: 'visual',
      title: 'Slots that recall the picture of some questions, one per row',
      sharesOf: 'visual weights',
    },
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
    text: 'Recalls a missing modality from the other one and the question. Each modality has L learnable slots. The given modality and the question are compared with their slots. Where both agree, the slots of the missing modality are read.',
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
