import { scenarios, type Scenario, type TestScenario } from '../../graph-nodes/datasets/dataset';
import { trainerParametersOf } from '../../graph-nodes/nodes/trainer/trainer-of';
import type { CurveAxis, CurveQuantity, Curves } from '../contract/curves';
import { RequestError } from '../contract/errors';
import type { EngineMessage } from '../contract/messages';
import { readRunState } from '../runs/run-state';
import { readMetrics, type StoredMetrics } from '../runs/stored-metrics';
import { readGraph } from '../runs/stored-run';
import { nameOf } from './results';
import { methodOf, settingsKey, type Settings } from './settings';
import { summarise } from './statistics';

export interface CurvePoint {
  readonly step: number;
  readonly value: number;
}

/** One quantity of one run over its steps. */
export interface RunCurve {
  /** Its folder. */
  readonly run: string;
  readonly title: string;
  readonly seed: number;
  readonly settings: Settings;
  /** False for a run that was stopped, failed or interrupted, or is under way. */
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
 * Reads what a run’s folder has of a quantity, whether the run is done or not.
 * @throws {RequestError} when a file is not as it should be
 */
export async function readCurve(folder: string, quantity: CurveQuantity): Promise<RunCurve> {
  const described = await describeCurve(folder);
  return { ...described, points: pointsOf(await readMetrics(folder), quantity) };
}

async function describeCurve(folder: string): Promise<Omit<RunCurve, 'points'>> {
  const document = await readGraph(folder);
  return {
    run: folder,
    title: document.title,
    seed: trainerParametersOf(document).seed,
    settings: methodOf(document),
    finished: await isFinished(folder),
  };
}

/** A run without a readable `run.json` has curves all the same. */
async function isFinished(folder: string): Promise<boolean> {
  try {
    return (await readRunState(folder)).state === 'finished';
  } catch (error) {
    if (error instanceof RequestError) return false;
    throw error;
  }
}

/**
 * A curve with at most about so many points: each is the mean of what lies in a stretch of steps, and stands at its end.
 * Curves of one width have their points at the same steps.
 * @param width of a stretch, in steps
 */
export function thinned(points: readonly CurvePoint[], width: number): CurvePoint[] {
  if (width <= 1) return [...points];
  const stretches = new Map<number, number[]>();
  for (const { step, value } of points) {
    const end = Math.ceil(step / width) * width;
    stretches.set(end, [...(stretches.get(end) ?? []), value]);
  }
  return [...stretches].map(([step, values]) => ({ step, value: summarise(values)?.mean ?? NaN }));
}

/** At every step that any of the curves has a point at, the mean over those that have one there. */
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
 * Curves by method, in the order in which methods come first, each with the mean over its seeds. Of two runs of one
 * graph with the same seed, a finished one counts before one that is not, and else the later.
 * @param most points that a curve has after thinning, about
 */
export function groupCurves(all: readonly RunCurve[], most: number): Curves {
  const notes: EngineMessage[] = [];
  const longest = Math.max(0, ...all.map(({ points }) => points.length));
  const last = Math.max(0, ...all.map(({ points }) => points.at(-1)?.step ?? 0));
  const width = longest <= most ? 1 : Math.ceil(last / most);
  const groups = new Map<string, { settings: Settings; title: string; runs: Map<number, RunCurve> }>();
  for (const curve of all) {
    const key = settingsKey(curve.settings);
    const group = groups.get(key) ?? {
      settings: curve.settings,
      title: curve.title,
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
      .map(({ run, seed, points }) => ({ run, seed, points: thinned(points, width) }));
    return { name: nameOf(group, namesakes), runs, mean: meanCurve(runs.map(({ points }) => points)) };
  });
  return { methods, notes };
}

/** Measures the accuracy of a run's model in a scenario over an axis, the overall percent at each value. */
export type MeasureCurve = (
  folder: string,
  over: Exclude<CurveAxis, 'step'>,
  scenario: TestScenario,
) => Promise<readonly CurvePoint[]>;

/** The curves of runs over steps; one that cannot be read is left out with a note. */
export const readCurves = (folders: readonly string[], quantity: CurveQuantity, most: number): Promise<Curves> =>
  gatherCurves(folders, most, (folder) => readCurve(folder, quantity));

/** The curves of runs over another axis; one that cannot be measured is left out with a note. */
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
