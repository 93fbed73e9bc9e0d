import type { z } from 'zod';
import type { node } from '../../../../graph-nodes/nodes/shaspec/node';
import type { PyTorchKind } from '../descriptor';
import { pythonCall } from '../python';
import { featureSizes } from '../sizes';

export const kind: PyTorchKind<z.infer<typeof node.parameters>> = {
  parts: () => ['shaspec'],
  construct: ({ inputs }, { width }) => pythonCall('ShaSpec', { channels: featureSizes(inputs).channels, width }),
  call: (module, { audio, visual }) => `${module}(${audio}, ${visual})`,
};
