import { z } from 'zod';
import { linearParameters, requireInput, sameSize } from '../../graph/infer-helpers';
import { defineNode } from '../../graph/kind';
import { sizeOf } from '../../graph/shapes';
import { lightActivations, lightParameters, unetActivations, unetParameters } from './counts';
import { objectiveNames } from './objective';
import { scheduleNames } from './schedule';

export const node = defineNode({
  kind: 'avr-diffusion',
  title: 'AVR diffusion',
  family: 'Enhancers',
  roles: [{ name: 'enhancer', enhances: ['audio', 'visual'] }],
  inputs: [
    { name: 'audio', type: 'audio' },
    { name: 'visual', type: 'visual' },
  ],
  outputs: [
    { name: 'audio', type: 'audio' },
    { name: 'visual', type: 'visual' },
  ],
  parameters: z.strictObject({
    steps: z.number().int().min(1).max(1000).default(10).meta({
      title: 'Diffusion steps K',
      description: 'Steps of the forward and of the reverse process. The paper tries 5, 10 and 20.',
    }),
    denoiser: z.enum(['U-Net', 'light']).default('U-Net').meta({
      title: 'Denoiser',
      description:
        'Network that denoises the map: the paper’s U-Net, or, for small grids, a light network that mixes channels and cells.',
    }),
    width: z.number().int().min(1).max(1024).default(64).meta({
      title: 'Denoiser width',
      description:
        'Width of the outer level of the U-Net (the inner level has twice the width; the paper has 64), or of the light denoiser. A denoiser that is narrower than its input loses information: use at least the number of channels of the features.',
    }),
    zeroStart: z.boolean().default(false).meta({
      title: 'Zero start',
      description:
        'Initialise the last layer of the U-Net with zeros. Without clipping, the gradient through the reverse steps is otherwise very large at first. Our option; the released code initialises it at random.',
    }),
    schedule: z.enum(scheduleNames).default('sigmoid').meta({
      title: 'Noise schedule',
      description: 'Decrease of the signal over the steps: the paper’s sigmoid, the cosine or the linear schedule.',
    }),
    objective: z.enum(objectiveNames).default('v').meta({
      title: 'Objective',
      description:
        'Prediction target of the denoiser: the velocity v (as in the paper), the clean map x0, or the noise.',
    }),
    start: z.enum(['pair', 'noised pair']).default('pair').meta({
      title: 'Reverse process starts from',
      description:
        'The joint map of the pair, with all K steps, as in the paper; or the pair noised to step k, with k steps, which matches the training of the denoiser.',
    }),
    startStep: z.number().int().min(1).max(1000).default(5).meta({
      title: 'Noised to step k',
      description: 'Step k of a noised start, from 1 (the least noise) to K. A value above K means K.',
    }),
    keepReal: z.boolean().default(false).meta({
      title: 'Keep the real modality',
      description:
        'In every reverse step but the last, the real features replace their part of the estimate, as in RePaint. The paper does not do this.',
    }),
    clip: z.boolean().default(true).meta({
      title: 'Clip the estimate',
      description: 'Clip the estimate of the clean map to [-1, 1] in every reverse step, as the released code does.',
    }),
    rescale: z.boolean().default(true).meta({
      title: 'Scale to [0, 1]',
      description: 'Scale the result of the reverse process by (x + 1) / 2, as the released code does.',
    }),
    readAudio: z.enum(['cell (0, 0)', 'mean of the grid']).default('cell (0, 0)').meta({
      title: 'Audio read from',
      description:
        'Source of the enhanced audio in the map: one grid cell, as in the released code, or the mean of all cells.',
    }),
    encoderGradient: z.boolean().default(true).meta({
      title: 'Gradient into the encoders',
      description:
        'Let the diffusion loss and the target of the AVE loss also train the encoders, as in the paper’s equations.',
    }),
    trainSteps: z.enum(['all', 'last']).default('all').meta({
      title: 'Gradient through',
      description: 'All reverse steps, as in the paper, or only the last one, which is faster.',
    }),
    memory: z.enum(['keep', 'recompute']).default('keep').meta({
      title: 'Within the denoiser',
      description:
        'Keep the activations of the denoiser for its gradient, or compute them again. The gradient is the same; computing again needs a fraction of the memory and a third more computation.',
    }),
  }),
  quick: { steps: 2, width: 16 },
  settings: {
    small: {
      clip: false,
      denoiser: 'light',
      encoderGradient: false,
      readAudio: 'mean of the grid',
      rescale: false,
      steps: 2,
      width: 96,
    },
    paper: { denoiser: 'U-Net', memory: 'recompute', steps: 10, width: 64 },
  },
  mainParameters: ['steps', 'denoiser', 'width'],
  infer(inputs, { steps, start, startStep, width, denoiser, trainSteps, memory }) {
    const audio = requireInput(inputs, 'audio');
    const visual = requireInput(inputs, 'visual');
    const seconds = sameSize(inputs, ['audio', 'visual'], 'T');
    const channels = sameSize(inputs, ['audio', 'visual'], 'C');
    const cells = sizeOf(visual, 'H') * sizeOf(visual, 'W');
    const [count, kept] =
      denoiser === 'U-Net' ? [unetParameters, unetActivations] : [lightParameters, lightActivations];
    const ofOne = kept(channels, width, cells);
    const reverseSteps = start === 'pair' ? steps : Math.min(startStep, steps);
    // Recomputing keeps the input and output maps of every call, and all activations of one call at a time.
    const numbersKept = (calls: number) =>
      memory === 'recompute' ? ofOne + calls * 25 * channels * cells : calls * ofOne;
    return {
      outputs: { audio, visual },
      parameters:
        linearParameters(2 * channels, channels) +
        linearParameters(channels, 2 * channels) +
        count(channels, width, cells),
      // In three passes, the diffusion loss calls the denoiser once, and each missing modality calls it once per reverse step
      // with a gradient.
      activations: (seconds * numbersKept(2 * (trainSteps === 'last' ? 1 : reverseSteps) + 1)) / 3,
    };
  },
  losses: ['diffusion', 'ave'],
  previews: [{ name: 'denoising', title: 'Error of the denoiser over its steps, from little noise to much' }],
  insides: [
    { name: 'joint map', title: 'Joint map, from the pair to its enhanced form', view: 'steps' },
    { name: 'distance', title: 'Distance of the joint map to that of the real pair', view: 'curve' },
    { name: 'schedule', title: 'Share of the signal ᾱ, from little noise to much', view: 'curve' },
  ],
  help: {
    text: 'Enhances the recalled pair with a small diffusion model. It repeats the sound over the picture’s grid and projects both onto one joint map. The model starts from the map of the given pair and moves it towards the map of a real pair. The recalled modality is replaced by its enhanced form. The U-Net pads a grid of odd size at its lower and right edge before it halves the grid; the light denoiser mixes channels and cells with fully connected layers.',
    equations: [
      'x = W_in · [audio spread over H × W, visual],  [B·T, H, W, 2C] → C',
      'x_k = √ᾱ_k · x + √(1 − ᾱ_k) · ε,  v = √ᾱ_k · ε − √(1 − ᾱ_k) · x',
      'L_diffusion = weight_k · MSE(θ(x_k, k), target),  target v, x or ε,  weight ᾱ_k, ᾱ_k / (1 − ᾱ_k) or 1',
      'reverse: x_{k−1} = posterior mean(x̂₀, x_k) + σ_k · ε,  k = K−1 … 0, from the joint map x of the pair',
      'from the noised pair: the same from √ᾱ_k · x + √(1 − ᾱ_k) · ε, with only the last k steps',
      'keep the real modality, while steps follow: [â, v̂] = W_out · x̂₀, then x̂₀ ← W_in · [â, f_v] for missing audio or W_in · [f_a, v̂] for missing visual',
      'L_AVE = MSE(enhanced audio, f_a) + MSE(enhanced visual, f_v)',
    ],
    source:
      'Park, Lee and Kim, ECCV 2024, section 3.3; kept modality after Lugmayr et al., “RePaint”, CVPR 2022; v-prediction: Salimans and Ho, ICLR 2022; sigmoid schedule: Jabri, Fleet and Chen, 2022; U-Net: Ho, Jain and Abbeel, 2020.',
  },
});
