import { z } from 'zod';
import { linearParameters, requireBatch } from '../../graph/infer-helpers';
import { defineNode } from '../../graph/kind';
import { visualShape } from '../../graph/shapes';

export const node = defineNode({
  kind: 'visual-encoder',
  title: 'Visual encoder',
  family: 'Encoders',
  roles: [{ name: 'encoder', of: 'visual' }],
  inputs: [{ name: 'batch', type: 'batch' }],
  outputs: [{ name: 'visual', type: 'visual' }],
  parameters: z.strictObject({
    projection: z.enum(['none', 'linear']).default('none').meta({
      title: 'Projection',
      description:
        'None: the feature map stays unchanged, as in the paper. Linear: every cell is projected to the width below.',
    }),
    width: z.number().int().min(1).max(4096).default(64).meta({
      title: 'Width C',
      description: 'Features per grid cell after a linear projection; without one the width of the data stays.',
    }),
  }),
  mainParameters: ['projection'],
  infer(inputs, { projection, width }) {
    const batch = requireBatch(inputs);
    const channels = projection === 'linear' ? width : batch.visualWidth;
    return {
      outputs: { visual: { shape: visualShape(batch.seconds, batch.height, batch.width, channels) } },
      parameters: projection === 'linear' ? linearParameters(batch.visualWidth, width) : 0,
      activations: projection === 'linear' ? batch.seconds * batch.height * batch.width * width : 0,
    };
  },
  losses: [],
  insides: [{ name: 'features', title: 'Features f_v of every second, mean over the grid', view: 'features' }],
  help: {
    text: 'Outputs the feature map of every second. The map has H × W cells of C features, computed by an image network that is never trained.',
    equations: ['f_v = v,  [B, T, H, W, C]', 'f_v = W · v + b with a linear projection'],
    source: 'Li et al., CVPR 2022 (AVST): the ResNet-18 map before pooling.',
  },
});
