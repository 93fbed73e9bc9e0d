import path from 'node:path';
import limit from 'p-limit';
import { RequestError } from '../contract/errors';
import type { EngineMessage } from '../contract/messages';
import { readPredictions, type StoredQuestion } from '../runs/stored-predictions';
import { readGraph } from '../runs/stored-run';
import { partsApart, readConditions, type RunConditions } from './run-conditions';
import { readMeasured, runFolders, type MeasuredRun } from './results';
import { methodOf, settingsKey } from './settings';

/** A run with its predictions for the held-out questions. */
export interface AnsweredRun {
  readonly run: MeasuredRun;
  readonly questions: readonly StoredQuestion[];
}

/** One side of a comparison: a method's runs, and the predictions of each. */
export interface Side {
  readonly name: string;
  /** Runs by seed, ascending. */
  readonly runs: readonly AnsweredRun[];
}

/** A run that was selected for the comparison. */
export interface ChosenRun {
  readonly run: MeasuredRun;
  readonly made: RunConditions;
}

/** Two sides with paired runs, and notes about the pairing. */
export interface Pair {
  readonly a: Side;
  readonly b: Side;
  readonly chosen: readonly [ChosenRun, ChosenRun];
  /** Paired seeds, omitted runs with the reasons, and cautions. */
  readonly pairing: readonly EngineMessage[];
}

export interface PairOptions {
  /** True: only the two runs. False: all finished runs that equal one of the two except for the seed, paired by seed. */
  readonly singlePair: boolean;
  /** Folders that are searched for runs with other seeds, in addition to those of the two runs. */
  readonly folders?: readonly string[];
}

/** Number of run folders that are read concurrently. */
const readAtOnce = 16;

/**
 * Reads two runs, and without `singlePair` also the runs of both settings with other seeds.
 * @throws {RequestError} if one of them cannot be compared, or no seed can be paired
 */
export async function readPair(a: string, b: string, { singlePair, folders = [] }: PairOptions): Promise<Pair> {
  const [one, other] = [await readChosen(a), await readChosen(b)];
  const chosen = [one, other] as const;
  const [seedA, seedB] = [one.run.result.seed, other.run.result.seed];
  if (singlePair) {
    const [first, second] = [await readAnswers(one.run), await readAnswers(other.run)];
    const mixed = seedA === seedB ? [] : [{ code: 'mixedSeeds', seedA, seedB } as const];
    return {
      a: { name: one.run.result.run, runs: [first] },
      b: { name: other.run.result.run, runs: [second] },
      chosen,
      pairing: [{ code: 'singlePair' }, ...mixed],
    };
  }
  const places = new Set([path.dirname(one.run.folder), path.dirname(other.run.folder), ...folders.map(resolved)]);
  const gathered = await gather([...places], one, other);
  const paired = [...gathered.a.keys()].filter((seed) => gathered.b.has(seed)).sort((x, y) => x - y);
  const seedsOf = (runs: ReadonlyMap<number, AnsweredRun>) => [...runs.keys()].sort((x, y) => x - y);
  if (paired.length === 0) {
    const names = { a: one.run.result.run, b: other.run.result.run };
    throw new RequestError('refused', {
      code: 'noPairedSeed',
      ...names,
      seedsA: seedsOf(gathered.a),
      seedsB: seedsOf(gathered.b),
    });
  }
  const unpaired = (['A', 'B'] as const).flatMap((side): EngineMessage[] => {
    const seeds = seedsOf(side === 'A' ? gathered.a : gathered.b).filter((seed) => !paired.includes(seed));
    return seeds.length === 0 ? [] : [{ code: 'leftOutUnpaired', side, seeds }];
  });
  const cautions: EngineMessage[] = [
    ...(seedA === seedB ? [] : [{ code: 'chosenSeedsDiffer', seedA, seedB } as const]),
    ...(gathered.same ? [{ code: 'sameSettings' } as const] : []),
  ];
  return {
    a: sideOf(one.run, gathered.a, paired),
    b: sideOf(other.run, gathered.b, paired),
    chosen,
    pairing: [{ code: 'pairedSeeds', seeds: paired }, ...cautions, ...unpaired, ...gathered.notes],
  };
}

const resolved = (folder: string): string => path.resolve(folder);

async function readChosen(folder: string): Promise<ChosenRun> {
  const run = await readMeasured(path.resolve(folder));
  return { run, made: await readConditions(run) };
}

const readAnswers = async (run: MeasuredRun): Promise<AnsweredRun> => ({
  run,
  questions: await readPredictions(run.folder),
});

/** @param seeds of both sides */
function sideOf(chosen: MeasuredRun, runs: ReadonlyMap<number, AnsweredRun>, seeds: readonly number[]): Side {
  const own = seeds.flatMap((seed) => runs.get(seed) ?? []);
  const [only] = own;
  const single = own.length === 1 && only ? only.run.result.run : undefined;
  return { name: single ?? (chosen.document.title || chosen.result.run), runs: own };
}

interface Gathered {
  /** Runs by seed. */
  readonly a: ReadonlyMap<number, AnsweredRun>;
  readonly b: ReadonlyMap<number, AnsweredRun>;
  /** True if the two runs are equal except for the seed, so that both sides are the same. */
  readonly same: boolean;
  /** Omitted runs with one of the graphs, and the reasons. */
  readonly notes: readonly EngineMessage[];
}

/** All finished runs in some folders that equal one of two except for the seed. */
async function gather(places: readonly string[], one: ChosenRun, other: ChosenRun): Promise<Gathered> {
  const methods = [one, other].map(({ run }) => settingsKey(methodOf(run.document)));
  const same = methods[0] === methods[1] && partsApart(one.made, other.made).length === 0;
  const sides = [
    { chosen: one, method: methods[0], runs: new Map<number, AnsweredRun>() },
    { chosen: other, method: methods[1], runs: new Map<number, AnsweredRun>() },
  ] as const;
  const notes: EngineMessage[] = [];
  // Of two runs with one seed, the selected one is used.
  const chosen = [one.run.folder, other.run.folder];
  const others = (await allFolders(places)).filter((folder) => !chosen.includes(folder));
  const slots = limit(readAtOnce);
  const found = await Promise.all(
    [...new Set([...chosen, ...others])].map((folder) => slots(() => readCandidate(folder, methods))),
  );
  for (const candidate of found) {
    if (candidate === undefined) continue;
    if ('note' in candidate) {
      notes.push(candidate.note);
      continue;
    }
    const { answered, made, method } = candidate;
    const ofGraph = sides.filter((side) => side.method === method);
    const equal = ofGraph.filter((side) => partsApart(side.chosen.made, made).length === 0);
    const { folder, result } = answered.run;
    const [nearest] = ofGraph;
    if (equal.length === 0 && nearest) {
      notes.push({ code: 'leftOutMadeOtherwise', run: folder, parts: partsApart(nearest.chosen.made, made) });
    }
    for (const [index, { runs }] of equal.entries()) {
      const before = runs.get(result.seed);
      if (!before) runs.set(result.seed, answered);
      else if (index === 0) notes.push({ code: 'leftOutSameSeed', run: folder, later: before.run.folder });
    }
  }
  return { a: sides[0].runs, b: sides[1].runs, same, notes };
}

async function allFolders(places: readonly string[]): Promise<string[]> {
  const found = await Promise.all(places.map((place) => runFolders(place).catch(() => [])));
  return found.flat();
}

type Candidate =
  | { readonly answered: AnsweredRun; readonly made: RunConditions; readonly method: string }
  | { readonly note: EngineMessage };

/** Reads a run if it has one of the methods; for a run that cannot be compared, the reason. */
async function readCandidate(folder: string, methods: readonly string[]): Promise<Candidate | undefined> {
  let method: string | undefined;
  try {
    method = settingsKey(methodOf(await readGraph(folder)));
    if (!methods.includes(method)) return undefined;
    const run = await readMeasured(folder);
    const { stopped, epochs } = run.result;
    if (stopped) return { note: { code: 'leftOutStopped', run: folder, epochs } };
    return { answered: await readAnswers(run), made: await readConditions(run), method };
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    // A folder with an unreadable graph is assigned to neither method.
    return method === undefined ? undefined : { note: { code: 'leftOut', reason: error.reason } };
  }
}
