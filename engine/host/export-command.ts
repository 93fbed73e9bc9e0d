import path from 'node:path';
import { exportFormats, exportRun, type ExportedValue } from '../export/export';
import { writeWhole } from '../runs/run-folder';
import { readRun } from '../runs/stored-run';
import { oneOf, wholeNumber } from './options';

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
  const batch = wholeNumber('batch', options.batch, 1, largestBatch);
  const run = await readRun(folder);
  const { files, inputs, outputs } = exportRun(run, format, { batch, drawsAsInputs });
  const [first] = files;
  // Several files have a folder of their own.
  const alone = files.length === 1 ? first : undefined;
  const file = options.out ?? path.join(folder, alone?.name ?? `model-${format}`);
  if (alone) await writeWhole(file, alone.bytes);
  else for (const part of files) await writeWhole(path.join(file, part.name), part.bytes);
  const bytes = files.reduce((sum, part) => sum + part.bytes.length, 0);
  const report = { run: run.status.run, format, file, bytes, inputs, outputs };
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
