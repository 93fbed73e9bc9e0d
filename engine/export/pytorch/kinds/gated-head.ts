import type { z } from 'zod';
import type { node } from '../../../../graph-nodes/nodes/gated-head/node';
import type { PyTorchKind } from '../descriptor';
import { pythonCall } from '../python';
import { featureSizes, questionWidth } from '../sizes';

export const kind: PyTorchKind<z.infer<typeof node.parameters>> = {
  parts: () => ['gated_head'],
  construct({ inputs }, { width, answers }) {
    const { seconds, audioWidth, grid } = featureSizes(inputs);
    const sizes = { seconds, audio_width: audioWidth, grid, question_width: questionWidth(inputs) };
    return pythonCall('GatedHead', { ...sizes, width, answers });
  },
  call: (module, { audio, visual, question }) => `${module}(${audio}, ${visual}, ${question})`,
};
