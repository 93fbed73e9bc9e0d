import type { z } from 'zod';
import type { node } from '../../../../graph-nodes/nodes/transformer-head/node';
import type { PyTorchKind } from '../descriptor';
import { pythonCall } from '../python';
import { featureSizes } from '../sizes';

export const kind: PyTorchKind<z.infer<typeof node.parameters>> = {
  parts: () => ['transformer', 'transformer_head'],
  construct({ inputs }, { visualTokens, layers, heads, answers }) {
    const { seconds, height, width, channels } = featureSizes(inputs);
    const cells = visualTokens === 'every cell' ? height * width : 1;
    return pythonCall('TransformerHead', { width: channels, seconds, cells, layers, heads, answers });
  },
  call: (module, { audio, visual, question }) => `${module}(${audio}, ${visual}, ${question})`,
};
