import { writeSafetensors } from '../../files/safetensors';
import { describeRun } from '../description';
import type { ExportFormat } from '../descriptor';
import { oneFile } from '../export-file';
import { datasetOfRun } from '../onnx-export';

export const format: ExportFormat = {
  name: 'safetensors',
  rank: 30,
  label: { en: 'Weights as safetensors', ko: 'safetensors 가중치' },
  write: async (run) =>
    oneFile('model.safetensors', writeSafetensors(run.weights, describeRun(run, datasetOfRun(run).spec))),
};
