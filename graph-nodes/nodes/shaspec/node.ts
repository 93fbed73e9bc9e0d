import { z } from 'zod';
import { linearParameters, requireInput, sameSize } from '../../graph/infer-helpers';
import { defineNode } from '../../graph/kind';
import { sizeOf } from '../../graph/shapes';
import { encoderGradientParameter } from '../parameters';

const lossWeight = z.number().min(0).max(1000);

export const node = defineNode({
  kind: 'shaspec',
  title: 'ShaSpec',
  family: 'Generators',
  roles: [
    { name: 'generator', recalls: ['audio', 'visual'] },
    { name: 'enhancer', enhances: ['audio', 'visual'] },
  ],
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
      description: 'Hidden units of the shared encoder and of each specific one.',
    }),
    alignment: lossWeight.default(0.1).meta({
      title: 'Alignment α',
      description: 'Weight of the distance between the shared features of sound and picture. The paper has 0.1.',
    }),
    domain: lossWeight.default(0.02).meta({
      title: 'Domain β',
      description: 'Weight of the classification of specific features as sound or picture. The paper has 0.02.',
    }),
    encoderGradient: encoderGradientParameter.meta({
      title: 'Gradient into the encoders',
      description:
        'Let the auxiliary loss also train the encoders that compute its inputs. Off: it trains only this node.',
    }),
  }),
  settings: {
    small: { encoderGradient: false, width: 128 },
    paper: { width: 512 },
  },
  mainParameters: ['width'],
  infer(inputs, { width }) {
    const seconds = sameSize(inputs, ['audio', 'visual'], 'T');
    const channels = sameSize(inputs, ['audio', 'visual'], 'C');
    const [audio, visual] = [requireInput(inputs, 'audio'), requireInput(inputs, 'visual')];
    const cells = sizeOf(visual, 'H') * sizeOf(visual, 'W');
    const encoder = linearParameters(channels, width) + linearParameters(width, channels);
    return {
      outputs: { audio, visual },
      parameters: 3 * encoder + linearParameters(2 * channels, channels) + linearParameters(channels, 2),
      activations: seconds * (1 + cells) * (4 * width + 8 * channels),
    };
  },
  losses: ['auxiliary'],
  help: {
    text: 'Splits features into shared and modality-specific ones. One encoder for both modalities computes the shared ones, one encoder per modality the specific ones. A residual connection fuses the two. A missing modality is replaced by the shared features of the other one. The node changes the features of all scenarios, so train the head with it. Differences from the paper: the encoders are one residual block each, on every second and every cell, instead of residual networks on images; the shared features of the picture are averaged over the grid for the sound, and those of the sound are repeated on all cells for the picture.',
    equations: [
      's_m = E(f_m),  r_m = E_m(f_m),  E(x) = x + W₂ · ReLU(W₁ · x + b₁) + b₂ on every second and cell, m in audio, visual',
      'modality given: h_m = s_m + W_h · [s_m, r_m] + b_h',
      'audio missing: h_a = mean_HW s_v;  visual missing: h_v = s_a on every cell',
      'L_auxiliary = α · mean |s_a − mean_HW s_v| + β · cross-entropy(W_d · mean_T,HW r_m + b_d, m)',
    ],
    source:
      'Wang et al., “Multi-modal Learning with Missing Modality via Shared-Specific Feature Modelling”, CVPR 2023; the L1 distance and the place of the classifier as in its released code.',
  },
});
