import { z } from 'zod';
import { requireInput, sameSize } from '../../graph/infer-helpers';
import { defineNode } from '../../graph/kind';
import { sizeOf } from '../../graph/shapes';

export const node = defineNode({
  kind: 'missing-aware-prompts',
  title: 'Missing-aware prompts',
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
    prompts: z.number().int().min(1).max(1024).default(16).meta({
      title: 'Prompts P',
      description: 'Learned prompts for each case and each modality that is given. The paper has 16.',
    }),
  }),
  settings: {
    small: { prompts: 16 },
    paper: { prompts: 16 },
  },
  mainParameters: ['prompts'],
  infer(inputs, { prompts }) {
    const seconds = sameSize(inputs, ['audio', 'visual'], 'T');
    const [audio, visual] = [requireInput(inputs, 'audio'), requireInput(inputs, 'visual')];
    const cells = sizeOf(visual, 'H') * sizeOf(visual, 'W');
    const [audioWidth, channels] = [sizeOf(audio, 'C'), sizeOf(visual, 'C')];
    return {
      outputs: { audio, visual },
      // Keys and values for two cases each, and the prompts that replace the missing modality.
      parameters: 4 * prompts * (audioWidth + channels) + seconds * audioWidth + cells * channels,
      activations: seconds * (2 * prompts + 2 * audioWidth + cells * (2 * prompts + 2 * channels)),
    };
  },
  losses: [],
  help: {
    text: 'Adds learned prompts to the features of both modalities. There is one set for each case: all given, audio missing, visual missing. A given modality reads P prompts and adds the result. A missing modality is replaced by one prompt for each second of the sound or each cell of the picture. At the start the node has no effect. It is trained by the loss of the answer alone, also in front of a frozen head. Differences from the paper: it prepends prompts to the tokens, or to the keys and values, in the layers of a frozen transformer. The heads here differ and not all have tokens, so the node adds the term that P more keys and values add to an attention, with identity in place of the query projection.',
    equations: [
      'modality m given in case c: h_m = f_m + softmax_P(f_m · K_c,mᵀ / √C) · V_c,m  on every second and cell, K, V [P, C]',
      'audio missing: h_a = f_a + p_a, p_a [T, C];  visual missing: h_v = f_v + p_v, p_v [H, W, C] in every second',
      'K starts as N(0, 1), V and p as zeros',
    ],
    source:
      'Lee et al., “Multimodal Prompting with Missing Modalities for Visual Recognition”, CVPR 2023; prompts as an added term: He et al., “Towards a Unified View of Parameter-Efficient Transfer Learning”, ICLR 2022.',
  },
});
