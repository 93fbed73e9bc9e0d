import type { z } from 'zod';
import { requireBatch } from '../../../../graph-nodes/graph/infer-helpers';
import type { node } from '../../../../graph-nodes/nodes/missing-modality/node';
import type { PyTorchKind } from '../descriptor';
import { pythonCall } from '../python';

export const kind: PyTorchKind<z.infer<typeof node.parameters>> = {
  parts: () => ['missing_modality'],
  construct({ inputs }, { fill, whileTesting }) {
    const { audioWidth, visualWidth } = requireBatch(inputs);
    const sizes = { audio_width: audioWidth, visual_width: visualWidth };
    return pythonCall('MissingModality', { fill, dropped: whileTesting, ...sizes });
  },
  call: (module, { batch }) => `${module}(${batch}, scenario, noise, draw)`,
};
