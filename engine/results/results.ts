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
import { differences, methodOf, settingsKey, type Settings } from './settings';

/** A run that came to its end, as tables and comparisons need it. */
export interface MeasuredRun {
  readonly folder: string;
  readonly document: GraphDocument;
  readonly result: RunResult;
  /** Fields of `run.json` beside status and result; absent for a run that was read as part of a study. */
  readonly record?: RunRecord;
}

/** What a row of a table is of: one graph, trained with one or several seeds. */
export interface Method {
  readonly name: EngineMessage;
  /** By seed, ascending. */
  readonly runs: readonly MeasuredRun[];
}

export interface Measured {
  readonly methods: readonly Method[];
  /** Runs that were left out, and the reasons. */
  readonly notes: readonly EngineMessage[];
}

/** Reads one run. @throws {RequestError} when it has no result to count */
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

/** A run, and those beside it that differ in nothing but the seed; by seed, and of one seed the one that was asked for or the first. */
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
 * Reads runs, folders of runs, and studies. The rows of a study are its methods, under their names; other runs are grouped by
 * what was trained. Of a folder, a run that has no result is left out with a note; one that is named itself is refused.
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

/** The run folders right inside a folder, sorted by name with numbers as such. */
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
 * Runs by method, in the order in which methods come first. Runs of one graph that differ in nothing but their seed are one
 * method; of two with the same seed the later counts. A run that was stopped early counts for no method.
 */
export function groupRuns(all: readonly MeasuredRun[]): Measured {
  const notes: EngineMessage[] = [];
  const groups = new Map<string, { settings: Settings; title: string; runs: Map<number, MeasuredRun> }>();
  for (const run of all) {
    const { result } = run;
    if (result.stopped) {
      notes.push({ code: 'leftOutStopped', run: run.folder, epochs: result.epochs });
      continue;
    }
    const settings = methodOf(run.document);
    const key = settingsKey(settings);
    const group = groups.get(key) ?? { settings, title: run.document.title, runs: new Map<number, MeasuredRun>() };
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

/** The graph's title; where another method has the same, with what sets them apart. */
export function nameOf(
  group: { readonly settings: Settings; readonly title: string },
  namesakes: readonly { readonly settings: Settings }[],
): EngineMessage {
  const title: EngineMessage = group.title ? verbatim(group.title) : { code: 'untitled' };
  if (namesakes.length === 1) return title;
  const place = namesakes.findIndex(({ settings }) => settings === group.settings);
  const apart = differences(namesakes.map(({ settings }) => settings));
  if (apart.length > mostApart) return { code: 'methodNumber', title, number: place + 1 };
  const settings = apart.map(({ setting, values }) => ({ setting, value: values[place] ?? null }));
  return { code: 'methodApart', title, settings };
}

/** With more settings that set methods apart, they are numbered instead. */
const mostApart = 3;
