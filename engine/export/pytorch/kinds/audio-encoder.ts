import type { z } from 'zod';
import { requireBatch } from '../../../../graph-nodes/graph/infer-helpers';
import type { node } from '../../../../graph-nodes/nodes/audio-encoder/node';
import type { PyTorchKind } from '../descriptor';
import { pythonCall } from '../python';

export const kind: PyTorchKind<z.infer<typeof node.parameters>> = {
  parts: () => ['audio_encoder'],
  construct: ({ inputs }, { width, normalise }) =>
    pythonCall('AudioEncoder', { inputs: requireBatch(inputs).audioWidth, width, normalise }),
  call: (module, { batch }) => `${module}(${batch}.audio, draw)`,
};
