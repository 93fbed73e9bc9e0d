import type { z } from 'zod';
import type { node } from '../../../../graph-nodes/nodes/rmm-generator/node';
import type { PyTorchKind } from '../descriptor';
import { pythonCall } from '../python';
import { featureSizes, questionWidth } from '../sizes';

export const kind: PyTorchKind<z.infer<typeof node.parameters>> = {
  parts: () => ['rmm_generator'],
  unused: ['seen'],
  construct({ inputs }, parameters) {
    const { audioWidth, grid } = featureSizes(inputs);
    return pythonCall('RmmGenerator', {
      slots: parameters.slots,
      reads: parameters.reads,
      audio_width: audioWidth,
      grid,
      question_width: questionWidth(inputs),
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
