import type { z } from 'zod';
import type { node } from '../../../../graph-nodes/nodes/action-mae/node';
import type { PyTorchKind } from '../descriptor';
import { pythonCall } from '../python';
import { featureSizes } from '../sizes';

export const kind: PyTorchKind<z.infer<typeof node.parameters>> = {
  parts: () => ['onto_grid', 'transformer', 'action_mae'],
  construct({ inputs }, { heads, headWidth, layers, memories }) {
    const { seconds, audioWidth, grid } = featureSizes(inputs);
    const sizes = { seconds, audio_width: audioWidth, grid };
    return pythonCall('ActionMae', { ...sizes, heads, head_width: headWidth, layers, memories });
  },
  call: (module, { audio, visual }) => `${module}(${audio}, ${visual})`,
};
