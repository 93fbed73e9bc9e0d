import { z } from 'zod';
import { requireInput, sameSize } from '../../graph/infer-helpers';
import { defineNode } from '../../graph/kind';
import { sizeOf } from '../../graph/shapes';
import { visualAddressParameter } from '../parameters';

export const node = defineNode({
  kind: 'retrieval',
  title: 'Retrieval',
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
    bank: z.number().int().min(1).max(65_536).default(512).meta({
      title: 'Bank M',
      description: 'Number of training seconds stored for the search: the last M with sound and picture.',
    }),
    visualAddress: visualAddressParameter,
  }),
  settings: {
    small: { bank: 1024 },
    paper: { bank: 512 },
  },
  mainParameters: ['bank'],
  infer(inputs, { bank }) {
    const seconds = sameSize(inputs, ['audio', 'visual'], 'T');
    const audio = requireInput(inputs, 'audio');
    const visual = requireInput(inputs, 'visual');
    const map = sizeOf(visual, 'H') * sizeOf(visual, 'W') * sizeOf(visual, 'C');
    const audioWidth = sizeOf(audio, 'C');
    return {
      outputs: { audio, visual },
      parameters: 0,
      state: bank * (audioWidth + map + 1),
      activations: seconds * (2 * bank + audioWidth + map),
    };
  },
  losses: [],
  help: {
    text: 'Replaces a missing modality by that of the most similar training second. Similarity is the cosine in the given modality; the search covers the last M seconds of training. During training, a batch is searched before it is added, and a second that equals the query is excluded. The node has nothing to train.',
    equations: [
      'recalled audio = A[argmax_M cos(f_v, V)],  recalled visual = V[argmax_M cos(f_a, A)]',
      'by the mean over the grid: recalled audio = A[argmax_M cos(mean_HW f_v, mean_HW V)]',
      'bank A [M, C], V [M, H·W·C]: the last M pairs of training',
    ],
    source: 'Nearest-sample retrieval as compared in R2ScP, arXiv 2604.10695.',
  },
});
