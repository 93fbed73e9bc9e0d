import { encodeModel } from '../backend/onnx/model';
import { writeSafetensors } from '../runs/safetensors';
import type { StoredRun } from '../runs/stored-run';
import { describeRun } from './description';
import { datasetOfRun, exportOnnx, type OnnxExportOptions } from './onnx-export';

export const exportFormats = ['onnx', 'safetensors'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** An input or output of an exported model. */
export interface ExportedValue {
  readonly name: string;
  readonly type: string;
  readonly shape: readonly (number | string)[];
}

export interface Exported {
  readonly bytes: Uint8Array;
  /** Of a model that can be run. */
  readonly inputs?: readonly ExportedValue[];
  readonly outputs?: readonly ExportedValue[];
}

/**
 * A run as a file that other programs read.
 * @throws {RequestError}
 */
export function exportRun(run: StoredRun, format: ExportFormat, options: OnnxExportOptions): Exported {
  switch (format) {
    case 'onnx': {
      const model = exportOnnx(run, options);
      return { bytes: encodeModel(model), inputs: model.inputs, outputs: model.outputs };
    }
    case 'safetensors':
      return { bytes: writeSafetensors(run.weights, describeRun(run, datasetOfRun(run).spec)) };
  }
}
