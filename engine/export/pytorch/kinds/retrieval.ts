import type { z } from 'zod';
import type { node } from '../../../../graph-nodes/nodes/retrieval/node';
import type { PyTorchKind } from '../descriptor';
import { pythonCall } from '../python';
import { featureSizes } from '../sizes';

export const kind: PyTorchKind<z.infer<typeof node.parameters>> = {
  parts: () => ['training_bank', 'retrieval'],
  construct({ inputs }, { bank, visualAddress }) {
    const { audioWidth, grid } = featureSizes(inputs);
    return pythonCall('Retrieval', { bank, audio_width: audioWidth, grid, visual_address: visualAddress });
  },
  call: (module, { audio, visual }) => `${module}(${audio}, ${visual})`,
};
