import path from 'node:path';
import { exportFormats } from '../export/table';
import { exportRun } from '../export/export';
import type { Exported } from '../export/export-file';
import { importRun } from '../export/zip/read';
import { writeFolder, writeWhole } from '../files/atomic';
import { readRegularFile } from '../files/regular-file';
import { removeUnfinished } from '../files/unfinished';
import { readRun } from '../runs/stored-run';
import { readNamedFile } from './document-file';

export interface ExportOptions {
  readonly format: string;
  readonly out?: string;
  readonly batch: number;
  readonly draws: 'fixed' | 'inputs';
  readonly json: boolean;
}

/**
 * `studio export`: writes a run's trained model as a file for other programs.
 * @throws {RequestError | CommandError}
 */
export async function exportCommand(folder: string, options: ExportOptions): Promise<void> {
  const { format, batch, draws } = options;
  const run = await readRun(folder);
  const { files, inputs, outputs } = await exportRun(run, format, { batch, drawsAsInputs: draws === 'inputs' });
  const [first] = files;
  // A format of several files gets its own folder.
  const alone = files.length === 1 ? first : undefined;
  const file = options.out ?? (alone ? placeOf(folder, format, alone.name) : path.join(folder, `model-${format}`));
  await removeUnfinished(path.dirname(file), 0);
  if (alone) await writeWhole(file, alone.bytes);
  else await writeFolder(file, files);
  const bytes = files.reduce((sum, part) => sum + part.bytes.length, 0);
  const report = { run: run.status.run, format, file, bytes, inputs, outputs };
  process.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : formatReport(report));
}

/** Default path of an export: in the run's folder, or beside it for formats such as the zip. */
const placeOf = (folder: string, format: string, name: string): string =>
  exportFormats.find((row) => row.name === format)?.besideRun
    ? path.join(path.dirname(path.resolve(folder)), name)
    : path.join(folder, name);

export interface ImportOptions {
  readonly runs: string;
  readonly json: boolean;
}

/**
 * `studio import`: adds a run that was exported as a zip to the runs folder.
 * @throws {RequestError | CommandError}
 */
export async function importCommand(file: string, options: ImportOptions): Promise<void> {
  const folder = await importRun(await readNamedFile(file, readRegularFile), file, options.runs);
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
