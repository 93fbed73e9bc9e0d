import { z } from 'zod';
import { linearParameters, requireInput, sameSize } from '../infer-helpers';
import { defineNode } from '../kind';
import { sizeOf } from '../shapes';

export const node = defineNode({
  kind: 'avr-diffusion',
  title: 'AVR diffusion',
  family: 'Enhancers',
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
    width: z.number().int().min(1).max(1024).default(64).meta({
      title: 'Denoiser width',
      description: 'Hidden width of the light denoiser.',
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
        'Where the enhanced audio is read off the map: one grid cell, as the released code does, or the mean of all.',
    }),
    encoderGradient: z.boolean().default(true).meta({
      title: 'Gradient into the encoders',
      description:
        'Whether the diffusion loss and the target of the AVE loss also move the encoders, as in the paper’s equations.',
    }),
    trainSteps: z.enum(['all', 'last']).default('all').meta({
      title: 'Gradient through',
      description: 'All reverse steps, as in the paper, or the last one only, which is faster.',
    }),
  }),
  mainParameters: ['steps', 'width'],
  infer(inputs, { steps, width }) {
    const audio = requireInput(inputs, 'audio');
    const visual = requireInput(inputs, 'visual');
    const seconds = sameSize(inputs, ['audio', 'visual'], 'T');
    const channels = sameSize(inputs, ['audio', 'visual'], 'C');
    const cells = sizeOf(visual, 'H') * sizeOf(visual, 'W');
    return {
      outputs: { audio, visual },
      parameters:
        linearParameters(2 * channels, channels) +
        linearParameters(channels, 2 * channels) +
        denoiserParameters(channels, width, cells),
      activations: seconds * cells * (steps * (2 * channels + 4 * width) + 4 * channels),
    };
  },
  losses: ['diffusion', 'ave'],
  help: {
    text: 'Lays the sound over the picture’s grid, joins both into one map, and lets a small diffusion model, started from the pair at hand, draw the map towards what a real pair looks like. The recalled modality is replaced by its enhanced form. The light denoiser mixes channels and grid cells with fully connected layers.',
    equations: [
      'x = W_in · [audio spread over H × W, visual],  [B·T, H, W, 2C] → C',
      'x_k = √ᾱ_k · x + √(1 − ᾱ_k) · ε,  v = √ᾱ_k · ε − √(1 − ᾱ_k) · x',
      'L_diffusion = weight_k · MSE(v_θ(x_k, k), v)',
      'reverse: x_{k−1} = posterior mean(x̂₀, x_k) + σ_k · ε,  k = K−1 … 0',
      'L_AVE = MSE(enhanced audio, f_a) + MSE(enhanced visual, f_v)',
    ],
    source:
      'Park, Lee and Kim, ECCV 2024, section 3.3; v-prediction: Salimans and Ho, ICLR 2022; sigmoid schedule: Jabri, Fleet and Chen, 2022.',
  },
});

/** Trainable numbers of the light denoiser; see layer.ts. */
function denoiserParameters(channels: number, width: number, cells: number): number {
  return (
    linearParameters(width, width) +
    linearParameters(channels, width) +
    linearParameters(cells, cells) +
    linearParameters(width, width) +
    linearParameters(width, channels)
  );
}
