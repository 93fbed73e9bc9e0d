import type { z } from 'zod';
import { requireInput } from '../../../../graph-nodes/graph/infer-helpers';
import { sizeOf } from '../../../../graph-nodes/graph/shapes';
import type { node } from '../../../../graph-nodes/nodes/avst-head/node';
import type { PyTorchKind } from '../descriptor';
import { pythonCall } from '../python';

export const kind: PyTorchKind<z.infer<typeof node.parameters>> = {
  parts: () => ['avst_head'],
  construct: ({ inputs }, { heads, answers }) =>
    pythonCall('AvstHead', { width: sizeOf(requireInput(inputs, 'visual'), 'C'), heads, answers }),
  call: (module, { audio, visual, question }) => `${module}(${audio}, ${visual}, ${question})`,
};
