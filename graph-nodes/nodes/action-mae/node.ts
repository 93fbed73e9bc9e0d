import { z } from 'zod';
import { linearParameters, requireInput, sameSize } from '../../graph/infer-helpers';
import { defineNode } from '../../graph/kind';
import { sizeOf } from '../../graph/shapes';
import { encoderGradientParameter } from '../parameters';

export const node = defineNode({
  kind: 'action-mae',
  title: 'ActionMAE',
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
    heads: z.number().int().min(1).max(64).default(4).meta({
      title: 'Attention heads',
      description: 'Heads of each self attention. The released code has 8.',
    }),
    headWidth: z.number().int().min(1).max(256).default(16).meta({
      title: 'Width of a head',
      description: 'Features per head; tokens have heads times this many. The released code has 64.',
    }),
    layers: z.number().int().min(1).max(12).default(2).meta({
      title: 'Layers',
      description: 'Transformer layers of the encoder, and the same number in the decoder. The released code has 2.',
    }),
    memories: z.number().int().min(1).max(256).default(10).meta({
      title: 'Memory tokens K',
      description: 'Learned tokens that are added to the tokens of every video. The released code has 10.',
    }),
    encoderGradient: encoderGradientParameter,
  }),
  quick: { heads: 2, headWidth: 4, layers: 1, memories: 2 },
  settings: {
    small: { encoderGradient: false, headWidth: 16, heads: 4, layers: 1, memories: 4 },
    paper: { headWidth: 64, heads: 8, layers: 2, memories: 10 },
  },
  mainParameters: ['layers', 'memories'],
  infer(inputs, { heads, headWidth, layers, memories }) {
    const seconds = sameSize(inputs, ['audio', 'visual'], 'T');
    const [audio, visual] = [requireInput(inputs, 'audio'), requireInput(inputs, 'visual')];
    const [audioWidth, channels] = [sizeOf(audio, 'C'), sizeOf(visual, 'C')];
    const cells = sizeOf(visual, 'H') * sizeOf(visual, 'W');
    const width = heads * headWidth;
    const layer =
      4 * linearParameters(width, width) +
      linearParameters(width, 4 * width) +
      linearParameters(4 * width, width) +
      4 * width;
    // Modalities, mask, memories, seconds, cells and two normalisations.
    const embeddings = (3 + memories + seconds + cells + 4) * width;
    const tokens = 3 * (memories + 2 * seconds);
    return {
      outputs: { audio, visual },
      parameters:
        embeddings +
        linearParameters(audioWidth, width) +
        linearParameters(channels, width) +
        2 * layers * layer +
        linearParameters(width, audioWidth) +
        linearParameters(width, channels),
      activations:
        layers * tokens * (18 * width + 2 * heads * (memories + 2 * seconds)) +
        seconds * cells * (4 * width + 4 * channels),
    };
  },
  losses: ['rmmr'],
  help: {
    text: 'Reconstructs a missing modality with a masked autoencoder. Its tokens stand for one modality and one second each. A transformer encodes the given tokens together with learned memory tokens. A second transformer decodes them with a mask token in every missing place. While training, one modality of each video is dropped at random, and the loss compares its reconstruction with its features. Differences from the paper: a token stands for one second instead of a whole clip, since the heads here read seconds; the picture’s token comes from its mean over the grid, and each cell is decoded with a learned position; positions are learned embeddings; the loss compares raw features instead of standardised ones, and given features stay unchanged.',
    equations: [
      'x_a,t = W_a · f_a,t + e_a + p_t,  x_v,t = W_v · mean_HW f_v,t + e_v + p_t,  [B, T, D]',
      'y = LayerNorm(Encoder([memory (K), x of the given modality]))',
      'z = LayerNorm(Decoder([y_memory, (y or mask) + e + p of both modalities]))',
      'reconstructed audio = U_a · z_a + c_a;  reconstructed visual at a cell = U_v · ReLU(z_v + p_cell) + c_v',
      'L_RMMR = mean over videos of MSE(reconstruction of the dropped modality, its features)',
      'transformer layer: x ← x + SelfAttention(LayerNorm(x)),  x ← x + W₂ · GELU(W₁ · LayerNorm(x))',
    ],
    source:
      'Woo et al., “Towards Good Practices for Missing Modality Robust Action Recognition”, AAAI 2023, and its released code.',
  },
});
