import path from 'node:path';
import { exportFormats, type ExportFormat } from '../contract/export';
import { exportRun, type Exported } from '../export/export';
import { importRun } from '../export/zip/read';
import { writeWhole } from '../files/atomic';
import { readRun } from '../runs/stored-run';
import { readNamedFile } from './document-file';
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
 * @throws {RequestError | CommandError}
 */
export async function exportCommand(folder: string, options: ExportOptions): Promise<void> {
  const format = oneOf('format', options.format, exportFormats);
  const drawsAsInputs = oneOf('draws', options.draws, ['fixed', 'inputs']) === 'inputs';
  const batch = numberOption('batch', options.batch, { min: 1, max: largestBatch, whole: true });
  const run = await readRun(folder);
  const { files, inputs, outputs } = await exportRun(run, format, { batch, drawsAsInputs });
  const [first] = files;
  // Several files have a folder of their own.
  const alone = files.length === 1 ? first : undefined;
  const file = options.out ?? (alone ? placeOf(folder, format, alone.name) : path.join(folder, `model-${format}`));
  if (alone) await writeWhole(file, alone.bytes);
  else for (const part of files) await writeWhole(path.join(file, part.name), part.bytes);
  const bytes = files.reduce((sum, part) => sum + part.bytes.length, 0);
  const report = { run: run.status.run, format, file, bytes, inputs, outputs };
  process.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : formatReport(report));
}

/** Exports lie in the run's folder; a zip of the folder beside it. */
const placeOf = (folder: string, format: ExportFormat, name: string): string =>
  format === 'zip' ? path.join(path.dirname(path.resolve(folder)), name) : path.join(folder, name);

export interface ImportOptions {
  readonly runs: string;
  readonly json: boolean;
}

/**
 * `studio import`: a run that was exported as a zip, put among the runs of this machine.
 * @throws {RequestError | CommandError}
 */
export async function importCommand(file: string, options: ImportOptions): Promise<void> {
  const folder = await importRun(await readNamedFile(file), file, options.runs);
  const report = { run: path.basename(folder), folder };
  process.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : `“${folder}”\n`);
}

function formatReport(report: {
  readonly file: string;
  readonly bytes: number;
  readonly inputs: Exported['inputs'];
  readonly outputs: Exported['outputs'];
}): string {
  const list = (name: string, values: Exported['inputs'] = []) =>
    values.map((value) => `  ${name} ${value.name}: ${value.type} [${value.shape.join(', ')}]`);
  return [
    `“${report.file}”, ${(report.bytes / 2 ** 20).toFixed(1)} MiB`,
    ...list('input', report.inputs),
    ...list('output', report.outputs),
    '',
  ].join('\n');
}
