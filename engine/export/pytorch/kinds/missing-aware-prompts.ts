import type { z } from 'zod';
import type { node } from '../../../../graph-nodes/nodes/missing-aware-prompts/node';
import type { PyTorchKind } from '../descriptor';
import { pythonCall } from '../python';
import { featureSizes } from '../sizes';

export const kind: PyTorchKind<z.infer<typeof node.parameters>> = {
  parts: () => ['missing_aware_prompts'],
  construct({ inputs }, { prompts }) {
    const { seconds, audioWidth, grid } = featureSizes(inputs);
    return pythonCall('MissingAwarePrompts', { prompts, audio: [seconds, audioWidth], visual: grid });
  },
  call: (module, { audio, visual }) => `${module}(${audio}, ${visual})`,
};
