import { encodeModel } from '../backend/onnx/model';
import { writeSafetensors } from '../runs/safetensors';
import type { StoredRun } from '../runs/stored-run';
import { describeRun } from './description';
import type { ExportFile } from './export-file';
import { datasetOfRun, exportOnnx, type OnnxExportOptions } from './onnx-export';
import { encodeGraphModel } from './tfjs/graph-model';

export const exportFormats = ['onnx', 'tfjs', 'safetensors'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** An input or output of an exported model. */
export interface ExportedValue {
  readonly name: string;
  readonly type: string;
  readonly shape: readonly (number | string)[];
}

export interface Exported {
  /** One file, or several that belong in a folder of their own. */
  readonly files: readonly ExportFile[];
  /** Of a model that can be run. */
  readonly inputs?: readonly ExportedValue[];
  readonly outputs?: readonly ExportedValue[];
}

/**
 * A run as files that other programs read.
 * @throws {RequestError}
 */
export function exportRun(run: StoredRun, format: ExportFormat, options: OnnxExportOptions): Exported {
  switch (format) {
    case 'onnx': {
      const model = exportOnnx(run, options);
      return {
        files: [{ name: 'model.onnx', bytes: encodeModel(model) }],
        inputs: model.inputs,
        outputs: model.outputs,
      };
    }
    case 'tfjs': {
      const model = exportOnnx(run, options);
      return { files: encodeGraphModel(model), inputs: model.inputs, outputs: model.outputs };
    }
    case 'safetensors': {
      const bytes = writeSafetensors(run.weights, describeRun(run, datasetOfRun(run).spec));
      return { files: [{ name: 'model.safetensors', bytes }] };
    }
  }
}
