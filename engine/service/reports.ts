import path from 'node:path';
import limit from 'p-limit';
import type { TestScenario } from '../../graph-nodes/datasets/dataset';
import { quantitiesOver, type CurveAxis } from '../contract/curves';
import type { Format } from '../contract/formats';
import type { methods, Result } from '../contract/methods';
import type { Remarks } from '../contract/runs';
import { RequestError } from '../contract/errors';
import { sentences, type EngineMessage } from '../contract/messages';
import { compare } from '../results/compare';
import { measureCurves, readCurves, type CurvePoint } from '../results/curves';
import { formatTable, tableFormatOf, tableFormats } from '../results/formats';
import { readPair } from '../results/pairing';
import { readMethods } from '../results/results';
import { methodOf, varyingSettings, type Settings } from '../results/settings';
import { readTable } from '../results/table';
import { graphInUse } from '../export/onnx-export';
import { exportRun } from '../export/export';
import { exportFormats } from '../export/table';
import { importRun } from '../export/zip/read';
import { openRun } from '../runs/open-run';
import { nextTurn } from '../runs/pause-switch';
import { writeRemarks } from '../runs/remarks';
import { readHistory, readStoredPredictions } from '../runs/stored-history';
import { readGraph, readRun } from '../runs/stored-run';
import { daysInTrash, emptyTrash, listTrash, restoreRun, trashRun } from '../runs/trash';
import { missingRateCurve, noiseCurve, type AtValue } from '../training/accuracy-curve';
import { studyRunFolders } from '../studies/study-folder';
import { MissingRates } from '../training/missing-rates';

type Parsed<M extends keyof typeof methods> = ReturnType<(typeof methods)[M]['parameters']['parse']>;

/** Maximum size of an export for an editor; the terminal has no such limit. */
const mostBytes = 32 * 2 ** 20;

type MeasuredAxis = Exclude<CurveAxis, 'step'>;
type MeasuredCurve = readonly { readonly at: number; readonly accuracy: AtValue }[];

/** Seed of the missing samples, equal to the default of `studio evaluate`. */
const missingSeed = 1;

/** Measures all scenarios of an axis on the held-out questions of a finished run. */
async function measure(folder: string, over: MeasuredAxis): Promise<MeasuredCurve> {
  const { dataset, learner } = await openRun(folder, undefined, over === 'missingRate' ? graphInUse : undefined);
  try {
    if (over === 'noise') {
      const points = await noiseCurve(learner, dataset, 'test', undefined, nextTurn);
      return points.map(({ noise: at, ...accuracy }) => ({ at, accuracy }));
    }
    const rates = await MissingRates.open(learner, dataset, 'test', missingSeed, nextTurn);
    const points = await missingRateCurve(rates, 'sample');
    return points.map(({ rate: at, ...accuracy }) => ({ at, accuracy }));
  } finally {
    await learner.dispose();
  }
}

/** Reports on the runs in a folder: tables, comparisons, exports, and the titles, tags and notes of runs. */
export class Reports {
  private readonly remarking = limit(1);
  private readonly readingSettings = limit(16);
  private readonly knownSettings = new Map<string, Settings>();
  /** Measured curves, by run and axis; those of a finished run never change. */
  private readonly measured = new Map<string, MeasuredCurve>();

  constructor(private readonly runsFolder: string) {}

  async table({ sources, format, ...options }: Parsed<'table'>): Promise<Result<'table'>> {
    const measured = await readMethods(sources.map((source) => this.folderOf(source)));
    if (measured.methods.length === 0) {
      throw new RequestError('refused', sentences({ code: 'noFinishedRun' }, ...measured.notes));
    }
    const made = await readTable(measured, options);
    const table = {
      ...made,
      blocks: made.blocks.map((block) => ({
        ...block,
        rows: block.rows.map((row) => ({ ...row, runs: row.runs.map((folder) => this.nameOf(folder)) })),
      })),
    };
    if (format === undefined) return { table, file: null };
    const { ending } = tableFormatOf(format);
    const content = await formatTable(made, format);
    return { table, file: { name: `table.${ending}`, base64: Buffer.from(content).toString('base64') } };
  }

  /** Formats that an editor offers. */
  formats(): Result<'formats'> {
    const named = ({ name, label }: Format): Format => ({ name, label });
    return {
      exports: exportFormats.map(named),
      tables: tableFormats
        .filter(({ inWindow }) => inWindow)
        .map((format) => ({ ...named(format), copied: format.copied })),
    };
  }

  /** @throws {RequestError} if the quantity has no curve over the axis */
  async curves({ runs, quantity, over, points }: Parsed<'curves'>): Promise<Result<'curves'>> {
    if (!quantitiesOver[over].includes(quantity)) {
      throw new RequestError('refused', { code: 'noCurveOver', quantity, axis: over });
    }
    const folders = runs.map((run) => this.folderOf(run));
    const { methods, notes } =
      over === 'step'
        ? await readCurves(folders, quantity, points)
        : await measureCurves(folders, over, quantity as TestScenario, (...asked) => this.measureCurve(...asked));
    const named = (curve: Result<'curves'>['methods'][number]['runs'][number]) => ({
      ...curve,
      run: this.nameOf(curve.run),
    });
    return { methods: methods.map((method) => ({ ...method, runs: method.runs.map(named) })), notes };
  }

  /** Overall accuracy of a run's model on its held-out questions in a scenario, over an axis. */
  private async measureCurve(folder: string, over: MeasuredAxis, scenario: TestScenario): Promise<CurvePoint[]> {
    const key = `${over} ${folder}`;
    const curve = this.measured.get(key) ?? (await measure(folder, over));
    this.measured.set(key, curve);
    return curve.flatMap(({ at, accuracy }) => {
      const value = accuracy[scenario]?.accuracy.overall;
      return typeof value === 'number' ? [{ step: at, value }] : [];
    });
  }

  async compare({ a, b, singlePair }: Parsed<'compare'>): Promise<Result<'compare'>> {
    const folders = singlePair ? [] : [this.runsFolder, ...(await studyRunFolders(this.runsFolder))];
    const compared = compare(await readPair(this.folderOf(a), this.folderOf(b), { singlePair, folders }));
    const named = (side: typeof compared.a) => ({ ...side, runs: side.runs.map((folder) => this.nameOf(folder)) });
    const pairing = compared.pairing.map((message) => this.withNames(message));
    return { ...compared, a: named(compared.a), b: named(compared.b), pairing };
  }

  /** A message about a run folder with the folder's name among the runs. */
  private withNames(message: EngineMessage): EngineMessage {
    if (message.code === 'leftOutSameSeed') {
      return { ...message, run: this.nameOf(message.run), later: this.nameOf(message.later) };
    }
    if (message.code === 'leftOutStopped' || message.code === 'leftOutMadeOtherwise') {
      return { ...message, run: this.nameOf(message.run) };
    }
    return message;
  }

  async export({ run, format, ...options }: Parsed<'export'>): Promise<Result<'export'>> {
    const { files, inputs, outputs } = await exportRun(await readRun(this.folderOf(run)), format, options);
    const bytes = files.reduce((sum, file) => sum + file.bytes.length, 0);
    if (bytes > mostBytes) {
      throw new RequestError('refused', {
        code: 'exportTooLarge',
        mebibytes: Math.ceil(bytes / 2 ** 20),
        most: mostBytes / 2 ** 20,
        command: `studio export ${path.join(this.runsFolder, run)} --format ${format}`,
      });
    }
    return {
      files: files.map((file) => ({ name: file.name, base64: Buffer.from(file.bytes).toString('base64') })),
      ...(inputs && { inputs: [...inputs] }),
      ...(outputs && { outputs: [...outputs] }),
    };
  }

  async importRun({ name, bytes }: { name: string; bytes: Uint8Array }): Promise<Result<'importRun'>> {
    return { run: this.nameOf(await importRun(bytes, name, this.runsFolder)) };
  }

  /** Settings in which runs differ; none for a run with an unreadable graph. */
  async settings({ runs, most }: Parsed<'settings'>): Promise<Result<'settings'>> {
    const graphs = await Promise.all(
      runs.map((run) => this.readingSettings(() => this.settingsOf(this.folderOf(run)))),
    );
    const { settings, more } = varyingSettings(graphs, most);
    return { settings: settings.map(({ setting, values }) => ({ setting, values: [...values] })), more };
  }

  /** The graph of a run never changes. */
  private async settingsOf(folder: string): Promise<Settings | undefined> {
    const known = this.knownSettings.get(folder);
    if (known) return known;
    try {
      const settings = methodOf(await readGraph(folder));
      this.knownSettings.set(folder, settings);
      return settings;
    } catch (error) {
      if (error instanceof RequestError) return undefined;
      throw error;
    }
  }

  /** A stored run with its graph and curves. */
  history(run: string): Promise<Result<'history'>> {
    return readHistory(this.folderOf(run), run);
  }

  /** Predictions of a stored run; null if its folder has none. */
  async predictions(run: string): Promise<Result<'predictions'>> {
    try {
      return { predictions: await readStoredPredictions(this.folderOf(run)) };
    } catch (error) {
      if (error instanceof RequestError && error.reason.code === 'runFileMissing') return { predictions: null };
      throw error;
    }
  }

  async deleteRun(run: string): Promise<Result<'deleteRun'>> {
    const trashed = await trashRun(this.runsFolder, run);
    this.forget(run);
    return { trashed };
  }

  async restoreRun(trashed: string): Promise<Result<'restoreRun'>> {
    const run = await restoreRun(this.runsFolder, trashed);
    this.forget(run);
    return { run };
  }

  /** Another run can take the folder name of a deleted one. */
  private forget(run: string): void {
    const folder = this.folderOf(run);
    this.knownSettings.delete(folder);
    for (const key of this.measured.keys()) if (key.endsWith(` ${folder}`)) this.measured.delete(key);
  }

  async trash(): Promise<Result<'trash'>> {
    return { runs: await listTrash(this.runsFolder), days: daysInTrash };
  }

  async emptyTrash(): Promise<Result<'emptyTrash'>> {
    return { removed: await emptyTrash(this.runsFolder) };
  }

  /** Sequential, so that of two writes for the same run the later one stays. */
  async setRemarks(run: string, remarks: Remarks): Promise<Remarks> {
    const folder = this.folderOf(run);
    return this.remarking(() => writeRemarks(folder, remarks));
  }

  /** Path relative to the folder of runs, with slashes on every system. */
  private nameOf(folder: string): string {
    return path.relative(this.runsFolder, folder).split(path.sep).join('/');
  }

  /** @throws {RequestError} for a name outside the folder of runs */
  folderOf(name: string): string {
    const folder = path.resolve(this.runsFolder, name);
    const inside = path.relative(this.runsFolder, folder);
    if (inside === '' || path.isAbsolute(inside) || inside.startsWith('.')) {
      throw new RequestError('refused', { code: 'noRunName', run: name });
    }
    return folder;
  }
}
