import type { z } from 'zod';
import { requireInput } from '../../../../graph-nodes/graph/infer-helpers';
import { sizeOf } from '../../../../graph-nodes/graph/shapes';
import type { node } from '../../../../graph-nodes/nodes/rmm-generator/node';
import type { PyTorchKind } from '../descriptor';
import { pythonCall } from '../python';

export const kind: PyTorchKind<z.infer<typeof node.parameters>> = {
  parts: () => ['rmm_generator'],
  unused: ['seen'],
  construct({ inputs }, parameters) {
    const visual = requireInput(inputs, 'visual');
    return pythonCall('RmmGenerator', {
      slots: parameters.slots,
      reads: parameters.reads,
      audio_width: sizeOf(requireInput(inputs, 'audio'), 'C'),
      grid: (['H', 'W', 'C'] as const).map((letter) => sizeOf(visual, letter)),
      question_width: sizeOf(requireInput(inputs, 'question'), 'C'),
      visual_address: parameters.visualAddress,
      relation: parameters.relation,
      temperature: parameters.temperature,
      question_temperature: parameters.questionTemperature,
      learn_temperature: parameters.learnTemperature,
      projection: parameters.projection,
      starts_from_features: parameters.start === 'training features',
      question: parameters.question,
    });
  },
  call: (module, { audio, visual, question }) => `${module}(${audio}, ${visual}, ${question})`,
};
