import { scenarios, type Scenario, type TestScenario } from '../../graph-nodes/datasets/dataset';
import { trainerParametersOf } from '../../graph-nodes/nodes/trainer/trainer-of';
import type { CurveAxis, CurveQuantity, Curves } from '../contract/curves';
import { RequestError } from '../contract/errors';
import type { EngineMessage } from '../contract/messages';
import { readRunState } from '../runs/run-state';
import { readMetrics, type StoredMetrics } from '../runs/stored-metrics';
import { readGraph } from '../runs/stored-run';
import { nameOf } from './results';
import { namedMethod, settingsKey, type NamedMethod } from './settings';
import { summarise } from './statistics';

export interface CurvePoint {
  readonly step: number;
  readonly value: number;
}

/** One quantity of one run over its steps. */
export interface RunCurve extends NamedMethod {
  /** Folder of the run. */
  readonly run: string;
  readonly seed: number;
  /** False for a run that was stopped, failed or interrupted, or has not ended. */
  readonly finished: boolean;
  readonly points: readonly CurvePoint[];
}

const isScenario = (quantity: CurveQuantity): quantity is Scenario =>
  (scenarios as readonly string[]).includes(quantity);

function pointsOf({ steps, epochs }: StoredMetrics, quantity: CurveQuantity): CurvePoint[] {
  const records = isScenario(quantity)
    ? epochs.map(({ step, accuracy }) => ({ step, value: accuracy[quantity]['overall'] }))
    : steps.map(({ step, losses }) => ({ step, value: losses[quantity] }));
  return records.flatMap(({ step, value }) => (typeof value === 'number' ? [{ step, value }] : []));
}

/**
 * Reads the stored values of a quantity, for finished and unfinished runs.
 * @throws {RequestError} if a file is invalid
 */
export async function readCurve(folder: string, quantity: CurveQuantity): Promise<RunCurve> {
  const described = await describeCurve(folder);
  return { ...described, points: pointsOf(await readMetrics(folder), quantity) };
}

async function describeCurve(folder: string): Promise<Omit<RunCurve, 'points'>> {
  const document = await readGraph(folder);
  return {
    run: folder,
    ...namedMethod(document),
    seed: trainerParametersOf(document).seed,
    finished: await isFinished(folder),
  };
}

/** A run without a readable `run.json` can still have curves. */
async function isFinished(folder: string): Promise<boolean> {
  try {
    return (await readRunState(folder)).state === 'finished';
  } catch (error) {
    if (error instanceof RequestError) return false;
    throw error;
  }
}

/**
 * Reduces a curve to a limited number of points. Each point is the mean over an interval of steps, and is placed at its
 * end, the last one at the last step. Curves of equal width have their points at the same steps.
 * @param width of an interval, in steps
 * @param last step of all curves
 */
export function thinned(points: readonly CurvePoint[], width: number, last: number): CurvePoint[] {
  if (width <= 1) return [...points];
  const stretches = new Map<number, number[]>();
  for (const { step, value } of points) {
    const end = Math.min(Math.ceil(step / width) * width, last);
    stretches.set(end, [...(stretches.get(end) ?? []), value]);
  }
  return [...stretches].map(([step, values]) => ({ step, value: summarise(values)?.mean ?? NaN }));
}

/** Mean curve: at every step with a point, the mean over the curves with a point there. */
export function meanCurve(curves: readonly (readonly CurvePoint[])[]): Curves['methods'][number]['mean'] {
  const values = new Map<number, number[]>();
  for (const { step, value } of curves.flat()) values.set(step, [...(values.get(step) ?? []), value]);
  return [...values]
    .sort(([a], [b]) => a - b)
    .flatMap(([step, found]) => {
      const summary = summarise(found);
      return summary ? [{ step, ...summary }] : [];
    });
}

/**
 * Groups curves by method, in the order of their first runs, each with the mean over its seeds. Of two runs with the
 * same graph and seed, a finished one takes precedence, then the later one.
 * @param most approximate maximum number of points of a curve
 */
export function groupCurves(all: readonly RunCurve[], most: number): Curves {
  const notes: EngineMessage[] = [];
  const longest = Math.max(0, ...all.map(({ points }) => points.length));
  const last = Math.max(0, ...all.map(({ points }) => points.at(-1)?.step ?? 0));
  const width = longest <= most ? 1 : Math.ceil(last / most);
  const groups = new Map<string, NamedMethod & { readonly runs: Map<number, RunCurve> }>();
  for (const curve of all) {
    const key = settingsKey(curve.settings);
    const group = groups.get(key) ?? {
      settings: curve.settings,
      title: curve.title,
      named: curve.named,
      runs: new Map<number, RunCurve>(),
    };
    groups.set(key, group);
    const before = group.runs.get(curve.seed);
    if (before?.finished && !curve.finished) {
      notes.push({ code: 'leftOutUnfinished', run: curve.run, finished: before.run });
      continue;
    }
    if (before) {
      notes.push(
        curve.finished && !before.finished
          ? { code: 'leftOutUnfinished', run: before.run, finished: curve.run }
          : { code: 'leftOutSameSeed', run: before.run, later: curve.run },
      );
    }
    group.runs.set(curve.seed, curve);
  }
  const list = [...groups.values()];
  const methods = list.map((group) => {
    const namesakes = list.filter(({ title }) => title === group.title);
    const runs = [...group.runs.values()]
      .sort((a, b) => a.seed - b.seed)
      .map(({ run, seed, points }) => ({ run, seed, points: thinned(points, width, last) }));
    return { name: nameOf(group, namesakes), runs, mean: meanCurve(runs.map(({ points }) => points)) };
  });
  return { methods, notes };
}

/** Measures the accuracy of a run's model in a scenario at each value of an axis, in percent. */
export type MeasureCurve = (
  folder: string,
  over: Exclude<CurveAxis, 'step'>,
  scenario: TestScenario,
) => Promise<readonly CurvePoint[]>;

/** Curves of runs over steps; unreadable runs are omitted with a note. */
export const readCurves = (folders: readonly string[], quantity: CurveQuantity, most: number): Promise<Curves> =>
  gatherCurves(folders, most, (folder) => readCurve(folder, quantity));

/** Curves of runs over another axis; runs that cannot be measured are omitted with a note. */
export const measureCurves = (
  folders: readonly string[],
  over: Exclude<CurveAxis, 'step'>,
  scenario: TestScenario,
  measure: MeasureCurve,
): Promise<Curves> =>
  gatherCurves(folders, Infinity, async (folder) => {
    const described = await describeCurve(folder);
    return { ...described, points: await measure(folder, over, scenario) };
  });

async function gatherCurves(
  folders: readonly string[],
  most: number,
  read: (folder: string) => Promise<RunCurve>,
): Promise<Curves> {
  const notes: EngineMessage[] = [];
  const curves: RunCurve[] = [];
  for (const folder of folders) {
    try {
      curves.push(await read(folder));
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      notes.push({ code: 'leftOut', reason: error.reason });
    }
  }
  const grouped = groupCurves(curves, most);
  return { ...grouped, notes: [...notes, ...grouped.notes] };
}
