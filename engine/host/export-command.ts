import path from 'node:path';
import { exportFormats, exportRun, type ExportedValue } from '../export/export';
import { writeWhole } from '../runs/run-folder';
import { readRun } from '../runs/stored-run';
import { numberOption, oneOf } from './options';

export interface ExportOptions {
  readonly format: string;
  readonly out?: string;
  readonly batch: string;
  readonly draws: string;
  readonly json: boolean;
}

/** The most samples that a model is made for at once. */
const largestBatch = 4096;

/**
 * `studio export`: a run's trained model as a file for other programs.
 * @throws {RequestError}
 */
export async function exportCommand(folder: string, options: ExportOptions): Promise<void> {
  const format = oneOf('format', options.format, exportFormats);
  const drawsAsInputs = oneOf('draws', options.draws, ['fixed', 'inputs']) === 'inputs';
  const batch = numberOption('batch', options.batch, { min: 1, max: largestBatch, whole: true });
  const run = await readRun(folder);
  const { bytes, inputs, outputs } = exportRun(run, format, { batch, drawsAsInputs });
  const file = options.out ?? path.join(folder, `model.${format}`);
  await writeWhole(file, bytes);
  const report = { run: run.status.run, format, file, bytes: bytes.length, inputs, outputs };
  process.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : formatReport(report));
}

function formatReport(report: {
  readonly file: string;
  readonly bytes: number;
  readonly inputs: readonly ExportedValue[] | undefined;
  readonly outputs: readonly ExportedValue[] | undefined;
}): string {
  const list = (name: string, values: readonly ExportedValue[] = []) =>
    values.map((value) => `  ${name} ${value.name}: ${value.type} [${value.shape.join(', ')}]`);
  return [
    `“${report.file}”, ${(report.bytes / 2 ** 20).toFixed(1)} MiB`,
    ...list('input', report.inputs),
    ...list('output', report.outputs),
    '',
  ].join('\n');
}
