import type { z } from 'zod';
import type { node } from '../../../../graph-nodes/nodes/feed-forward-imputer/node';
import type { PyTorchKind } from '../descriptor';
import { pythonCall } from '../python';
import { featureSizes } from '../sizes';

export const kind: PyTorchKind<z.infer<typeof node.parameters>> = {
  parts: () => ['onto_grid', 'feed_forward_imputer'],
  construct({ inputs }, { width }) {
    const { audioWidth, grid } = featureSizes(inputs);
    return pythonCall('FeedForwardImputer', { audio_width: audioWidth, grid, width });
  },
  call: (module, { audio, visual }) => `${module}(${audio}, ${visual})`,
};
