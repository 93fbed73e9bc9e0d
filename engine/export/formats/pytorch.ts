import { writeSafetensors } from '../../files/safetensors';
import { describeRun } from '../description';
import type { ExportFormat } from '../descriptor';
import { datasetOfRun } from '../onnx-export';
import { pythonModule, weightsFile } from '../pytorch/module';
import { stateOf } from '../pytorch/state';

export const format: ExportFormat = {
  name: 'pytorch',
  rank: 35,
  label: { en: 'PyTorch module and weights', ko: 'PyTorch 모듈과 가중치' },
  write(run) {
    const { node, spec } = datasetOfRun(run);
    const module = pythonModule(run.document, node, spec);
    const weights = writeSafetensors(stateOf(run), describeRun(run, spec));
    return Promise.resolve({
      files: [
        { name: 'model.py', bytes: new TextEncoder().encode(module) },
        { name: weightsFile, bytes: weights },
      ],
    });
  },
};
