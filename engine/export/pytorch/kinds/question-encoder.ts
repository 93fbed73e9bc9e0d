import type { z } from 'zod';
import { requireBatch } from '../../../../graph-nodes/graph/infer-helpers';
import type { node } from '../../../../graph-nodes/nodes/question-encoder/node';
import type { PyTorchKind } from '../descriptor';
import { pythonCall } from '../python';

export const kind: PyTorchKind<z.infer<typeof node.parameters>> = {
  parts: () => ['question_encoder'],
  construct: ({ inputs }, { width, cell }) =>
    pythonCall('QuestionEncoder', { vocabulary: requireBatch(inputs).vocabulary, width, cell }),
  call: (module, { batch }) => `${module}(${batch}.question)`,
};
