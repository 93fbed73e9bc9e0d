import { encodeModel } from '../../recorder/model';
import type { ExportFormat } from '../descriptor';
import { exportOnnx, valuesOf } from '../onnx-export';

export const format: ExportFormat = {
  name: 'onnx',
  rank: 10,
  label: { en: 'ONNX model', ko: 'ONNX 모델' },
  takesOptions: true,
  async write(run, options) {
    const model = exportOnnx(run, options);
    return { files: [{ name: 'model.onnx', bytes: encodeModel(model) }], ...valuesOf(model) };
  },
};
