import type { z } from 'zod';
import type { node } from '../../../../graph-nodes/nodes/r2scp/node';
import type { PyTorchKind } from '../descriptor';
import { pythonCall } from '../python';
import { featureSizes, questionWidth } from '../sizes';

export const kind: PyTorchKind<z.infer<typeof node.parameters>> = {
  parts: () => ['training_bank', 'r2scp'],
  construct({ inputs }, { bank, nearest, temperature, width }) {
    const { audioWidth, grid } = featureSizes(inputs);
    const sizes = { bank, audio_width: audioWidth, grid, question_width: questionWidth(inputs) };
    return pythonCall('R2scp', { ...sizes, nearest, temperature, width });
  },
  call: (module, { audio, visual, question }) => `${module}(${audio}, ${visual}, ${question})`,
};
