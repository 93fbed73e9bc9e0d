import type { z } from 'zod';
import { requireInput } from '../../../../graph-nodes/graph/infer-helpers';
import { sizeOf } from '../../../../graph-nodes/graph/shapes';
import type { node } from '../../../../graph-nodes/nodes/mean-pool-head/node';
import type { PyTorchKind } from '../descriptor';
import { pythonCall } from '../python';

export const kind: PyTorchKind<z.infer<typeof node.parameters>> = {
  parts: () => ['mean_pool_head'],
  construct({ inputs }, { answers }) {
    const signals = [inputs['audio'], inputs['visual']].filter((spec) => spec !== undefined);
    const pooled = signals.reduce((sum, spec) => sum + sizeOf(spec, 'C'), 0);
    return pythonCall('MeanPoolHead', { pooled, width: sizeOf(requireInput(inputs, 'question'), 'C'), answers });
  },
  call: (module, { audio, visual, question }) =>
    `${module}(${[question, audio, visual].filter((each) => each !== undefined).join(', ')})`,
};
