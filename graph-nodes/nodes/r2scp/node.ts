import { z } from 'zod';
import { linearParameters, requireInput, sameSize } from '../../graph/infer-helpers';
import { defineNode } from '../../graph/kind';
import { sizeOf } from '../../graph/shapes';
import { encoderGradientParameter } from '../parameters';

export const node = defineNode({
  kind: 'r2scp',
  title: 'R2ScP retrieval',
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
    bank: z.number().int().min(1).max(65_536).default(512).meta({
      title: 'Bank M',
      description: 'Number of training seconds stored for the search: the last M with sound and picture.',
    }),
    nearest: z.number().int().min(1).max(32).default(4).meta({
      title: 'Nearest n',
      description: 'Seconds of the bank that are retrieved for each second.',
    }),
    temperature: z.number().min(0.001).max(100).default(0.1).meta({
      title: 'Temperature τ',
      description: 'Divides the similarities before the softmax that weighs the retrieved seconds; smaller is sharper.',
    }),
    width: z.number().int().min(1).max(4096).default(64).meta({
      title: 'Width D',
      description: 'Size of the space in which sound, picture and question are compared.',
    }),
    ranking: z.number().min(0).max(1000).default(0.1).meta({
      title: 'Ranking λ',
      description:
        'Weight of the loss that ranks real features above recalled ones, and recalled ones above those of another video.',
    }),
    encoderGradient: encoderGradientParameter,
  }),
  quick: { bank: 32, nearest: 3, width: 8 },
  settings: {
    small: { bank: 1024, encoderGradient: false, nearest: 4, temperature: 0.1, width: 64 },
    paper: { bank: 512, nearest: 4, temperature: 0.1, width: 128 },
  },
  mainParameters: ['bank', 'nearest'],
  infer(inputs, { bank, nearest, width }) {
    const seconds = sameSize(inputs, ['audio', 'visual'], 'T');
    const [audio, visual] = [requireInput(inputs, 'audio'), requireInput(inputs, 'visual')];
    const [audioWidth, channels] = [sizeOf(audio, 'C'), sizeOf(visual, 'C')];
    const map = sizeOf(visual, 'H') * sizeOf(visual, 'W') * channels;
    const question = sizeOf(requireInput(inputs, 'question'), 'C');
    return {
      outputs: { audio, visual },
      // Projections of the three modalities; sharpness and threshold of the noise for each recalled modality.
      parameters: [audioWidth, channels, question].reduce((sum, size) => sum + linearParameters(size, width), 0) + 4,
      state: bank * (audioWidth + map + 1),
      activations: seconds * (2 * bank + (nearest + 2) * (audioWidth + map) + 4 * nearest * width),
    };
  },
  losses: ['rmmr', 'auxiliary'],
  insides: [
    { name: 'audio shares', title: 'Shares of the n retrieved seconds in the sound', view: 'addressing' },
    { name: 'visual shares', title: 'Shares of the n retrieved seconds in the picture', view: 'addressing' },
  ],
  help: {
    text: 'Retrieves similar training seconds and purifies their features. It takes the n seconds that are most similar in the given modality, and their features in the missing one. Retrieved features that disagree with the given modality count as noise. In proportion to their noise share, a mixture of the retrieved features that suits the question replaces them. From the paper: retrieval of the n nearest by cosine, inconsistency with a global context of the given modality, guidance by the question, replacement of noise only, and the ranking loss. Our reading, since the paper leaves it open or needs models that are not here: similarity within one modality’s own features instead of a pretrained common space, the last seconds of training as the bank, those of other videos of the batch included, a learned threshold instead of the k noisiest, one attention of the question over the retrieved features, cosines with a margin of 0.1 in the ranking loss, and a recall loss. The paper’s experts with a router belong to a head and are left out.',
    equations: [
      'retrieved h_1 … h_n of the missing modality m, weights p = softmax_n(cos / τ), cos between the given f_g and the bank',
      'u_i = W_m · mean_HW h_i,  g = W_g · mean_T,HW f_g,  δ_i = 1 − cos(u_i, g)',
      'noise share μ_i = σ(κ_m · (δ_i − θ_m))',
      'guided = Σ_i softmax_n((W_t · f_t) · u_i / √D) · h_i',
      'recalled = Σ_i p_i · ((1 − μ_i) · h_i + μ_i · guided)',
      'L_auxiliary = λ · Σ_m mean(max(0, 0.1 − s(f_m) + s(recalled)) + max(0, 0.1 − s(recalled) + s(recalled of another video)))',
      's(h) = cos(W_m · mean_HW h, g);  L_RMMR = Σ_m MSE(recalled, f_m)',
    ],
    source:
      'Zhang et al., “Retrieving to Recover: Towards Incomplete Audio-Visual Question Answering via Semantic-consistent Purification” (R2ScP), ACL 2026, arXiv 2604.10695, as summarised by others; the released code was not available.',
  },
});
