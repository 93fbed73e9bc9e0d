import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { GraphDocument } from '../../graph-nodes/graph/document';
import type { RunResult } from '../contract/runs';
import { RequestError } from '../contract/errors';
import { verbatim, type EngineMessage } from '../contract/messages';
import type { RunRecord } from '../runs/run-file';
import { isReservedName } from '../runs/run-folder';
import { readOutcome } from '../runs/stored-run';
import { studyFiles } from '../studies/study-folder';
import { studyResults } from '../studies/study-results';
import { differences, methodOf, namedMethod, settingsKey, type NamedMethod } from './settings';

/** A finished run, with the data for tables and comparisons. */
export interface MeasuredRun {
  readonly folder: string;
  readonly document: GraphDocument;
  readonly result: RunResult;
  /** Fields of `run.json` beside status and result; absent for a run that was read as part of a study. */
  readonly record?: RunRecord;
}

/** Content of a table row: one graph, trained with one or several seeds. */
export interface Method {
  readonly name: EngineMessage;
  /** Sorted by seed, ascending. */
  readonly runs: readonly MeasuredRun[];
}

export interface Measured {
  readonly methods: readonly Method[];
  /** Omitted runs, and the reasons. */
  readonly notes: readonly EngineMessage[];
}

/** Reads one run. @throws {RequestError} if it has no result */
export async function readMeasured(folder: string): Promise<MeasuredRun> {
  const { status, document, record } = await readOutcome(folder);
  if (!status.result) {
    throw new RequestError('refused', {
      code: 'runWithoutResult',
      run: folder,
      reason: status.message,
    });
  }
  return { folder, document, result: status.result, ...(record && { record }) };
}

/**
 * A run, and the runs beside it that differ in the seed only, sorted by seed. Of several runs with one seed, the given
 * run or else the first is used.
 */
export async function withOtherSeeds(run: MeasuredRun): Promise<MeasuredRun[]> {
  const method = settingsKey(methodOf(run.document));
  const runs = new Map([[run.result.seed, run]]);
  for (const folder of await runFolders(path.dirname(path.resolve(run.folder)))) {
    const other = await readMeasured(folder).catch(() => undefined);
    if (!other || other.result.stopped || runs.has(other.result.seed)) continue;
    if (settingsKey(methodOf(other.document)) === method) runs.set(other.result.seed, other);
  }
  return bySeed([...runs.values()]);
}

/**
 * Reads runs, folders of runs, and studies. The rows of a study are its methods, under their names; other runs are
 * grouped by their training. A run without a result is omitted with a note if it is found in a folder, and refused if
 * it is named.
 * @throws {RequestError}
 */
export async function readMethods(folders: readonly string[]): Promise<Measured> {
  const studies: Measured[] = [];
  const runs: MeasuredRun[] = [];
  const notes: EngineMessage[] = [];
  for (const folder of folders) {
    if (await isFile(path.join(folder, studyFiles.study))) {
      studies.push(await readStudyMethods(folder));
      continue;
    }
    if (await isRun(folder)) {
      runs.push(await readMeasured(folder));
      continue;
    }
    const inside = await runFolders(folder);
    for (const run of inside) {
      try {
        runs.push(await readMeasured(run));
      } catch (error) {
        if (!(error instanceof RequestError)) throw error;
        notes.push({ code: 'leftOut', reason: error.reason });
      }
    }
  }
  const all = [...studies, groupRuns(runs)];
  return { methods: all.flatMap(({ methods }) => methods), notes: [...notes, ...all.flatMap((part) => part.notes)] };
}

async function readStudyMethods(folder: string): Promise<Measured> {
  const planned = await studyResults(folder);
  const labels = new Map(planned.map(({ name, label }) => [name, label]));
  const notes: EngineMessage[] = [];
  const methods = [...labels].flatMap(([name, label]): Method[] => {
    const own = planned.filter((run) => run.name === name);
    const done = own.flatMap((run): MeasuredRun[] =>
      run.folder === undefined || run.result === undefined || run.result.stopped
        ? []
        : [{ folder: run.folder, document: run.graph, result: run.result }],
    );
    if (done.length < own.length) {
      notes.push({ code: 'rowIncomplete', row: label, done: done.length, planned: own.length });
    }
    return done.length === 0 ? [] : [{ name: label, runs: bySeed(done) }];
  });
  return { methods, notes };
}

/** Run folders directly in a folder, sorted by name with natural order of numbers. */
export async function runFolders(folder: string): Promise<string[]> {
  const found = await stat(folder).catch(() => undefined);
  if (!found) throw new RequestError('refused', { code: 'noFolder', folder });
  if (!found.isDirectory()) throw new RequestError('refused', { code: 'notFolder', folder });
  const names = await readdir(folder);
  const folders: string[] = [];
  for (const name of names.sort(new Intl.Collator('en', { numeric: true }).compare)) {
    if (!isReservedName(name) && (await isRun(path.join(folder, name)))) folders.push(path.join(folder, name));
  }
  return folders;
}

const isRun = (folder: string): Promise<boolean> => isFile(path.join(folder, 'graph.json'));

async function isFile(file: string): Promise<boolean> {
  return (await stat(file).catch(() => undefined))?.isFile() ?? false;
}

/**
 * Groups runs by method, in the order of their first runs. Runs of one graph that differ in the seed only are one
 * method; of two with the same seed the later one is used. Runs that were stopped early are excluded.
 */
export function groupRuns(all: readonly MeasuredRun[]): Measured {
  const notes: EngineMessage[] = [];
  const groups = new Map<string, NamedMethod & { readonly runs: Map<number, MeasuredRun> }>();
  for (const run of all) {
    const { result } = run;
    if (result.stopped) {
      notes.push({ code: 'leftOutStopped', run: run.folder, epochs: result.epochs });
      continue;
    }
    const method = namedMethod(run.document);
    const key = settingsKey(method.settings);
    const group = groups.get(key) ?? { ...method, runs: new Map<number, MeasuredRun>() };
    groups.set(key, group);
    const before = group.runs.get(result.seed);
    if (before && before.folder !== run.folder) {
      notes.push({ code: 'leftOutSameSeed', run: before.folder, later: run.folder });
    }
    group.runs.set(result.seed, run);
  }
  const list = [...groups.values()];
  const methods = list.map((group): Method => {
    const namesakes = list.filter(({ title }) => title === group.title);
    return { name: nameOf(group, namesakes), runs: bySeed([...group.runs.values()]) };
  });
  return { methods, notes };
}

const bySeed = (runs: readonly MeasuredRun[]) => [...runs].sort((a, b) => a.result.seed - b.result.seed);

/** Title of the graph; if several methods have it, with the settings in which they differ. */
export function nameOf(method: NamedMethod, namesakes: readonly NamedMethod[]): EngineMessage {
  const title: EngineMessage = method.title ? verbatim(method.title) : { code: 'untitled' };
  if (namesakes.length === 1) return title;
  const place = namesakes.findIndex(({ settings }) => settings === method.settings);
  const apart = differences(namesakes.map(({ settings }) => settings));
  if (apart.length > mostApart) return { code: 'methodNumber', title, number: place + 1 };
  const settings = apart.map(({ setting, values }) => {
    const id = setting.split(/[./]/)[0] ?? setting;
    // A node that this method lacks has the name that it has in another one.
    const names = [method, ...namesakes].map(({ named }) => named(id));
    return { setting, node: names.find((name) => name !== id) ?? id, value: values[place] ?? null };
  });
  return { code: 'methodApart', title, settings };
}

/** Maximum number of distinguishing settings in a title; with more, methods are numbered. */
const mostApart = 3;
