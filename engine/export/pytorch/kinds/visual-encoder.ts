import type { z } from 'zod';
import { requireBatch } from '../../../../graph-nodes/graph/infer-helpers';
import type { node } from '../../../../graph-nodes/nodes/visual-encoder/node';
import type { PyTorchKind } from '../descriptor';
import { pythonCall } from '../python';

export const kind: PyTorchKind<z.infer<typeof node.parameters>> = {
  parts: () => ['visual_encoder'],
  construct: ({ inputs }, { projection, width }) => {
    const projected = projection === 'none' ? undefined : width;
    return pythonCall('VisualEncoder', { inputs: requireBatch(inputs).visualWidth, width: projected });
  },
  call: (module, { batch }) => `${module}(${batch}.visual, draw)`,
};
