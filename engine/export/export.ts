import type { ExportedValue, ExportFormat } from '../contract/export';
import { encodeModel, type OnnxModel } from '../recorder/model';
import { RequestError } from '../contract/errors';
import { withOtherSeeds } from '../results/results';
import { writeSafetensors } from '../files/safetensors';
import { readMetrics } from '../runs/stored-metrics';
import type { StoredRun } from '../runs/stored-run';
import { describeRun } from './description';
import type { ExportFile } from './export-file';
import { datasetOfRun, exportOnnx, type OnnxExportOptions } from './onnx-export';
import { modelCard } from './report/card';
import type { ReportSource } from './report/facts';
import { reportPage } from './report/page';
import { eventsFile, tensorBoardEvents } from '../files/tensorboard/events';
import { encodeGraphModel } from './tfjs/graph-model';
import { zipRun } from './zip/write';

export interface Exported {
  /** One file, or several that belong in a folder of their own. */
  readonly files: readonly ExportFile[];
  /** Of a model that can be run. */
  readonly inputs?: readonly ExportedValue[];
  readonly outputs?: readonly ExportedValue[];
}

/**
 * A run as files that other programs, machines or people read.
 * @throws {RequestError}
 */
export async function exportRun(run: StoredRun, format: ExportFormat, options: OnnxExportOptions): Promise<Exported> {
  switch (format) {
    case 'onnx': {
      const model = exportOnnx(run, options);
      return {
        files: [{ name: 'model.onnx', bytes: encodeModel(model) }],
        ...valuesOf(model),
      };
    }
    case 'tfjs': {
      const model = exportOnnx(run, options);
      return { files: encodeGraphModel(model), ...valuesOf(model) };
    }
    case 'safetensors':
      return oneFile('model.safetensors', writeSafetensors(run.weights, describeRun(run, datasetOfRun(run).spec)));
    case 'tensorboard':
      return oneFile(eventsFile, tensorBoardEvents(await readMetrics(run.folder), run.status.result?.accuracy));
    case 'zip':
      return oneFile(`${run.status.run}.zip`, await zipRun(run.folder));
    case 'card':
      return oneFile('README.md', modelCard(await reportSource(run)));
    case 'html':
      return oneFile('report.html', reportPage(await reportSource(run), await readMetrics(run.folder)));
  }
}

function valuesOf({ inputs, outputs }: OnnxModel): Pick<Exported, 'inputs' | 'outputs'> {
  const copied = (values: OnnxModel['inputs']) =>
    values.map(({ name, type, shape }) => ({ name, type, shape: [...shape] }));
  return { inputs: copied(inputs), outputs: copied(outputs) };
}

function oneFile(name: string, content: Uint8Array | string): Exported {
  return { files: [{ name, bytes: typeof content === 'string' ? new TextEncoder().encode(content) : content }] };
}

async function reportSource(run: StoredRun): Promise<ReportSource> {
  const { result } = run.status;
  if (!result) throw new RequestError('refused', { code: 'noResultToReport', run: run.folder });
  const measured = { folder: run.folder, document: run.document, result };
  return { run, result, seeds: result.stopped ? [measured] : await withOtherSeeds(measured) };
}
