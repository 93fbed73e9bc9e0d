import type { ExportFormat } from '../descriptor';
import { exportOnnx, valuesOf } from '../onnx-export';
import { encodeGraphModel } from '../tfjs/graph-model';

export const format: ExportFormat = {
  name: 'tfjs',
  rank: 20,
  label: { en: 'TensorFlow.js model', ko: 'TensorFlow.js 모델' },
  takesOptions: true,
  async write(run, options) {
    const model = exportOnnx(run, options);
    return { files: encodeGraphModel(model), ...valuesOf(model) };
  },
};
