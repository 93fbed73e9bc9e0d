import type { TestScenario } from '../../graph-nodes/datasets/dataset';
import { modalities, type Modality } from '../../graph-nodes/graph/roles';
import { RequestError } from '../contract/errors';
import { inEnglish } from '../contract/messages';
import type { DerivedColumn, TableCell } from '../contract/tables';
import { readPredictions } from '../runs/stored-predictions';
import { overallTests, usualBootstrap } from './compare';
import type { MeasuredRun, Method } from './results';
import { summarise, type BootstrapOptions } from './statistics';

/** The base row, and the paired tests of each row against it. */
export interface Against {
  readonly row: Method;
  /** Difference of overall accuracy with its interval, by row, then scenario. */
  readonly intervals: ReadonlyMap<Method, ReadonlyMap<TestScenario, { difference: number; low: number; high: number }>>;
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
  const intervals = new Map<Method, Awaited<ReturnType<typeof overallTests>>>();
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

/**
 * A derived figure of a row, over its seeds:
 *
 *     lost:     complete − missing, in percentage points
 *     restored: 100 · (missing − missing of the base) / (complete of the base − missing of the base), in percent, over
 *     the
 *               shared seeds in which the base loses points
 *     against:  accuracy of the row − that of the base, in percentage points, over all questions, with the ends of the
 *     interval
 *     recall:   100 · R² of the modality's features at the inputs of the head
 */
export function derivedCell({ column, scenario }: DerivedSpec, method: Method, against: Against | undefined): Cell {
  const overall = ({ result }: MeasuredRun, of: TestScenario): number | null => result.accuracy[of]?.overall ?? null;
  const modality = missingModality(scenario);
  switch (column) {
    case 'lost':
      return summarise(
        method.runs.flatMap((run) => {
          const [complete, missing] = [overall(run, 'complete'), overall(run, scenario)];
          return complete === null || missing === null ? [] : [complete - missing];
        }),
      );
    case 'restored':
      if (!against) return null;
      return summarise(
        sharedSeeds(method, against.row).flatMap(([run, base]) => {
          const [own, missing, complete] = [overall(run, scenario), overall(base, scenario), overall(base, 'complete')];
          if (own === null || missing === null || complete === null || complete <= missing) return [];
          return [(100 * (own - missing)) / (complete - missing)];
        }),
      );
    case 'against': {
      const test = against?.intervals.get(method)?.get(scenario);
      if (!against || !test) return null;
      const { difference, low, high } = test;
      return {
        mean: difference,
        deviation: null,
        count: sharedSeeds(method, against.row).length,
        interval: { low, high },
      };
    }
    case 'recall':
      return summarise(
        method.runs.flatMap(({ result }) => {
          const share = modality && result.recall?.[modality];
          return typeof share === 'number' ? [100 * share] : [];
        }),
      );
  }
}
