import type { TestScenario } from '../../graph-nodes/datasets/dataset';
import { modalities, type Modality } from '../../graph-nodes/graph/roles';
import { RequestError } from '../contract/errors';
import { inEnglish, type EngineMessage } from '../contract/messages';
import type { DerivedColumn, TableCell } from '../contract/tables';
import { readPredictions } from '../runs/stored-predictions';
import { overallTests, usualBootstrap, type OverallTest } from './compare';
import type { MeasuredRun, Method } from './results';
import { summarise, type BootstrapOptions } from './statistics';

/** The base row, and the paired tests of each row against it. */
export interface Against {
  readonly row: Method;
  /** Tests of the overall accuracy, by row, then scenario. */
  readonly intervals: ReadonlyMap<Method, ReadonlyMap<TestScenario, OverallTest>>;
}

/** Pairs of runs with one seed. */
function sharedSeeds(one: Method, other: Method): (readonly [MeasuredRun, MeasuredRun])[] {
  return one.runs.flatMap((run) => {
    const partner = other.runs.find(({ result }) => result.seed === run.result.seed);
    return partner ? [[run, partner] as const] : [];
  });
}

/**
 * Computes the comparisons with a base row: for each row the paired bootstrap over videos and the shared seeds.
 * @throws {RequestError} if no row has the name, or the questions of two runs differ
 */
export async function readAgainst(
  methods: readonly Method[],
  name: string,
  options: BootstrapOptions = usualBootstrap,
): Promise<Against> {
  const row = methods.find((method) => inEnglish(method.name) === name);
  if (!row) {
    throw new RequestError('refused', { code: 'noTableRow', row: name, rows: methods.map((method) => method.name) });
  }
  const known = new Map<string, ReturnType<typeof readPredictions>>();
  const questionsOf = (folder: string) => {
    const questions = known.get(folder) ?? readPredictions(folder);
    known.set(folder, questions);
    return questions;
  };
  const side = async (method: Method, runs: readonly MeasuredRun[]) => ({
    name: inEnglish(method.name),
    runs: await Promise.all(runs.map(async (run) => ({ run, questions: await questionsOf(run.folder) }))),
  });
  const intervals = new Map<Method, ReadonlyMap<TestScenario, OverallTest>>();
  for (const method of methods) {
    const pairs = sharedSeeds(method, row);
    if (method === row || pairs.length === 0) continue;
    const [own, other] = [pairs.map(([run]) => run), pairs.map(([, run]) => run)];
    intervals.set(method, overallTests(await side(method, own), await side(row, other), options));
  }
  return { row, intervals };
}

/** A derived column. */
export interface DerivedSpec {
  readonly column: DerivedColumn;
  /** Scenario of a lost, restored or against column; for a recall column, the scenario without the modality. */
  readonly scenario: TestScenario;
}

const missingModality = (scenario: TestScenario): Modality | undefined =>
  modalities.find((modality) => scenario === `${modality}Missing`);

/** True if a column has values in a scenario: loss, restored share and recall exist only for a missing modality. */
export const isDerivedIn = ({ column, scenario }: DerivedSpec): boolean =>
  column === 'against' || missingModality(scenario) !== undefined;

type Cell = Omit<TableCell, 'best'> | null;

const overall = ({ result }: MeasuredRun, of: TestScenario): number | null => result.accuracy[of]?.overall ?? null;

/** Smallest loss of the base, in percentage points, for which a restored share is given. The share divides by it. */
const smallestLoss = 1;

/**
 * True if two runs have the same accuracy with complete input, as a frozen model with a repair in front of it has. Up to
 * half a point is allowed, since backends round differently. A model that is better with complete input gains points
 * that are not restored ones.
 */
function isRepair(run: MeasuredRun, base: MeasuredRun): boolean {
  const [own, other] = [overall(run, 'complete'), overall(base, 'complete')];
  return own !== null && other !== null && Math.abs(own - other) <= 0.5;
}

/** Note that names the rows without a restored share because their accuracy with complete input differs from the base's. */
export function unrestoredNote(methods: readonly Method[], { row: base }: Against): EngineMessage[] {
  const rows = methods.filter((method) => sharedSeeds(method, base).some(([run, other]) => !isRepair(run, other)));
  return rows.length === 0 ? [] : [{ code: 'noRestoredShare', rows: rows.map(({ name }) => name), base: base.name }];
}

/**
 * Note about the rows whose interval with complete input excludes 0. Nothing is recalled there, so only the part of a
 * difference beyond it can come from a recall.
 */
export function completeGainNote(
  methods: readonly Method[],
  { row: base, intervals }: Against,
  scenarios: readonly TestScenario[],
): EngineMessage[] {
  const rows = methods.flatMap((method) => {
    const tests = intervals.get(method);
    const complete = tests?.get('complete');
    if (!complete || (complete.low <= 0 && complete.high >= 0)) return [];
    const beyond = scenarios.flatMap((scenario) => {
      const test = missingModality(scenario) && tests?.get(scenario);
      if (!test) return [];
      const { difference, low, high } = test.beyond;
      return [{ scenario, points: difference, low, high }];
    });
    return beyond.length === 0 ? [] : [{ row: method.name, points: complete.difference, beyond }];
  });
  return rows.length === 0 ? [] : [{ code: 'differWhenComplete', base: base.name, rows }];
}

/**
 * A derived figure of a row, over its seeds:
 *
 *     lost:     complete − missing, in percentage points
 *     restored: 100 · (missing − missing of the base) / (complete of the base − missing of the base), in percent, over
 *               the shared seeds in which the base loses at least a point, and the row equals it with complete input
 *     against:  accuracy of the row − that of the base, in percentage points, over all questions, with the ends of the
 *               interval
 *     recall:   100 · R² of the modality's features at the inputs of the head
 */
export function derivedCell(spec: DerivedSpec, method: Method, against: Against | undefined): Cell {
  const values = method.runs.map((run) => derivedValue(spec, run, method, against));
  if (spec.column !== 'against') {
    const summary = summarise(values.filter((value) => value !== null));
    return summary && { ...summary, values };
  }
  const test = against?.intervals.get(method)?.get(spec.scenario);
  if (!against || !test) return null;
  const { difference, low, high } = test;
  const count = sharedSeeds(method, against.row).length;
  return { mean: difference, deviation: null, count, interval: { low, high }, values };
}

/** A derived figure of one run; null without the accuracies or the base that it needs. */
function derivedValue(
  { column, scenario }: DerivedSpec,
  run: MeasuredRun,
  method: Method,
  against: Against | undefined,
): number | null {
  const [own, complete] = [overall(run, scenario), overall(run, 'complete')];
  if (column === 'lost') return own === null || complete === null ? null : complete - own;
  if (column === 'recall') {
    const modality = missingModality(scenario);
    const share = modality && run.result.recall?.[modality];
    return typeof share === 'number' ? 100 * share : null;
  }
  const base = against?.row.runs.find(({ result }) => result.seed === run.result.seed);
  if (!base || own === null || method === against?.row) return null;
  const [missing, completeOfBase] = [overall(base, scenario), overall(base, 'complete')];
  if (missing === null || completeOfBase === null) return null;
  if (column === 'against') return own - missing;
  const loss = completeOfBase - missing;
  return loss >= smallestLoss && isRepair(run, base) ? (100 * (own - missing)) / loss : null;
}
