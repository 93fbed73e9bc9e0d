import { z } from 'zod';
import { linearParameters, requireInput, sameSize } from '../../graph/infer-helpers';
import { defineNode } from '../../graph/kind';
import { encoderGradientParameter } from '../parameters';
import { sizeOf } from '../../graph/shapes';

export const node = defineNode({
  kind: 'residual-autoencoder',
  title: 'Residual autoencoder',
  family: 'Generators',
  roles: [{ name: 'generator', recalls: ['audio', 'visual'] }],
  inputs: [
    { name: 'audio', type: 'audio' },
    { name: 'visual', type: 'visual' },
  ],
  outputs: [
    { name: 'audio', type: 'audio' },
    { name: 'visual', type: 'visual' },
  ],
  parameters: z.strictObject({
    blocks: z.number().int().min(1).max(32).default(3).meta({
      title: 'Blocks R',
      description: 'Number of autoencoders in the cascade. Each refines the sum of the previous ones.',
    }),
    width: z.number().int().min(1).max(4096).default(32).meta({
      title: 'Bottleneck',
      description: 'Hidden units of each autoencoder.',
    }),
    encoderGradient: encoderGradientParameter,
  }),
  settings: {
    small: { blocks: 3, encoderGradient: false, width: 64 },
    paper: { blocks: 3, width: 128 },
  },
  mainParameters: ['blocks', 'width'],
  infer(inputs, { blocks, width }) {
    const seconds = sameSize(inputs, ['audio', 'visual'], 'T');
    const audio = requireInput(inputs, 'audio');
    const visual = requireInput(inputs, 'visual');
    const cells = sizeOf(visual, 'H') * sizeOf(visual, 'W');
    const [audioWidth, channels] = [sizeOf(audio, 'C'), sizeOf(visual, 'C')];
    const cascade = (size: number) => blocks * (linearParameters(size, width) + linearParameters(width, size));
    return {
      outputs: { audio, visual },
      parameters:
        cascade(channels) +
        linearParameters(channels, audioWidth) +
        cascade(audioWidth) +
        cells * audioWidth +
        linearParameters(audioWidth, channels),
      activations:
        seconds * (10 * blocks * (width + audioWidth + channels) + cells * (10 * audioWidth + 10 * channels)),
    };
  },
  losses: ['rmmr'],
  help: {
    text: 'Predicts a missing modality with a cascade of small autoencoders. They read the other modality alone. Each reads the sum of the input and all earlier corrections, and adds one correction. The sound is computed from the mean of the picture over the grid; the picture is computed cell by cell with a learned position.',
    equations: [
      'Δ_r = D_r · ReLU(E_r · (x + Σ_{i<r} Δ_i)),  r = 1 … R',
      'predicted audio = W · ReLU(x + Σ Δ_r) with x = mean_HW f_v',
      'predicted visual at a cell = V · ReLU(x + Σ Δ_r + p_cell) with x = f_a',
      'L_RMMR = MSE(predicted audio, f_a) + MSE(predicted visual, f_v)',
    ],
    source:
      'Tran et al., “Missing Modalities Imputation via Cascaded Residual Autoencoder”, CVPR 2017; Zhao, Li and Jin, MMIN, ACL 2021.',
  },
});
