import { z } from 'zod';
import { linearParameters, requireInput, sameSize } from '../../graph/infer-helpers';
import { defineNode } from '../../graph/kind';
import { encoderGradientParameter } from '../parameters';
import { sizeOf } from '../../graph/shapes';

export const node = defineNode({
  kind: 'feed-forward-imputer',
  title: 'Feed-forward imputer',
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
    width: z.number().int().min(1).max(4096).default(128).meta({
      title: 'Hidden width',
      description: 'Hidden units of each of the two networks.',
    }),
    encoderGradient: encoderGradientParameter,
  }),
  settings: {
    small: { encoderGradient: false, width: 128 },
    paper: { width: 512 },
  },
  mainParameters: ['width'],
  infer(inputs, { width }) {
    const seconds = sameSize(inputs, ['audio', 'visual'], 'T');
    const audio = requireInput(inputs, 'audio');
    const visual = requireInput(inputs, 'visual');
    const cells = sizeOf(visual, 'H') * sizeOf(visual, 'W');
    const [audioWidth, channels] = [sizeOf(audio, 'C'), sizeOf(visual, 'C')];
    return {
      outputs: { audio, visual },
      parameters:
        linearParameters(channels, width) +
        linearParameters(width, audioWidth) +
        linearParameters(audioWidth, width) +
        cells * width +
        linearParameters(width, channels),
      activations: seconds * (10 * width + 10 * audioWidth + cells * (10 * width + 10 * channels)),
    };
  },
  losses: ['rmmr'],
  help: {
    text: 'Predicts a missing modality from the other one alone. It works second by second, with one hidden layer in each direction. The sound is predicted from the mean of the picture over the grid, the picture cell by cell from the sound and a learned position. It is the simplest generator to compare with the RMM generator.',
    equations: [
      'predicted audio = W₂ · ReLU(W₁ · mean_HW f_v + b₁) + b₂',
      'predicted visual at a cell = V₂ · ReLU(V₁ · f_a + p_cell + c₁) + c₂',
      'L_RMMR = MSE(predicted audio, f_a) + MSE(predicted visual, f_v)',
    ],
    source:
      'One-to-one imputation as in Ma et al., “SMIL: Multimodal Learning with Severely Missing Modality”, AAAI 2021, in its simplest form.',
  },
});
