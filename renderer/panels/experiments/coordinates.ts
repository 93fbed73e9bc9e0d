import type { RunResult } from '../../../engine/contract/runs';
import type { StudyRun } from '../../../engine/contract/studies';
import { messageText } from '../../words/engine';
import { scenarios, type Scenario } from '../../../graph-nodes/datasets/dataset';

/** A finished run of a study. */
export type DoneRun = Pick<StudyRun, 'name' | 'label' | 'rowLabel' | 'settings' | 'seed'> & {
  readonly result: RunResult;
};

/** One axis of parallel coordinates. Positions go from 0, the bottom, to 1. */
export interface Axis {
  /** `row`, a setting, or the scenario of an accuracy. */
  readonly key: string;
  readonly ticks: readonly { readonly label: string; readonly place: number }[];
  /** Position on the axis; undefined if the run has no value there. */
  placeOf(run: DoneRun): number | undefined;
}

/** Ratio of a range above which the axis is logarithmic. */
const wide = 100;

const collator = new Intl.Collator('en', { numeric: true });

const share = (value: number, low: number, high: number): number => (high > low ? (value - low) / (high - low) : 0.5);

function numberAxis(key: string, values: readonly number[], valueOf: (run: DoneRun) => number | undefined): Axis {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const scale = low > 0 && high / low >= wide ? Math.log : (value: number) => value;
  const place = (value: number) => share(scale(value), scale(low), scale(high));
  const shown = new Set(values).size <= 6 ? [...new Set(values)] : [low, high];
  return {
    key,
    ticks: shown.map((value) => ({ label: String(Number(value.toPrecision(4))), place: place(value) })),
    placeOf: (run) => {
      const value = valueOf(run);
      return value === undefined ? undefined : place(value);
    },
  };
}

function namesAxis(key: string, values: readonly string[], valueOf: (run: DoneRun) => string | undefined): Axis {
  const names = [...new Set(values)].sort(collator.compare);
  const place = (name: string) => share(names.indexOf(name), 0, names.length - 1);
  return {
    key,
    ticks: names.map((label) => ({ label, place: place(label) })),
    placeOf: (run) => {
      const value = valueOf(run);
      return value === undefined ? undefined : place(value);
    },
  };
}

/** Accuracies in percent, on one scale for all scenarios. */
function accuracyAxes(runs: readonly DoneRun[]): Axis[] {
  const of = (run: DoneRun, scenario: Scenario) => run.result.accuracy[scenario].overall;
  const all = runs.flatMap((run) => scenarios.flatMap((scenario) => of(run, scenario) ?? []));
  if (all.length === 0) return [];
  const [low, high] = [Math.floor(Math.min(...all)), Math.ceil(Math.max(...all))];
  return scenarios.map((key) => numberAxis(key, [low, high], (run) => of(run, key) ?? undefined));
}

/** Axes of a study: the rows and settings in which its runs differ, then their accuracies. */
export function axesOf(runs: readonly DoneRun[]): Axis[] {
  const rowOf = ({ rowLabel }: DoneRun) => messageText(rowLabel);
  const rows = runs.map(rowOf);
  const settings = [...new Set(runs.flatMap((run) => Object.keys(run.settings)))].flatMap((key): Axis[] => {
    const values = runs.flatMap((run) => run.settings[key] ?? []);
    if (new Set(runs.map((run) => run.settings[key])).size < 2) return [];
    const numbers = values.filter((value) => typeof value === 'number');
    if (numbers.length === values.length) {
      return [
        numberAxis(key, numbers, ({ settings: { [key]: value } }) => (typeof value === 'number' ? value : undefined)),
      ];
    }
    const text = ({ settings: { [key]: value } }: DoneRun) => (value === undefined ? undefined : String(value));
    return [namesAxis(key, values.map(String), text)];
  });
  return [...(new Set(rows).size > 1 ? [namesAxis('row', rows, rowOf)] : []), ...settings, ...accuracyAxes(runs)];
}

/** A point of a run on an axis. */
export interface AxisPoint {
  /** Index of the axis. */
  readonly axis: number;
  readonly place: number;
}

/** Parts of a run's line: it is interrupted at every axis on which the run has no value. */
export function linePartsOf(axes: readonly Axis[], run: DoneRun): AxisPoint[][] {
  const parts: AxisPoint[][] = [];
  let open = false;
  axes.forEach((axis, index) => {
    const place = axis.placeOf(run);
    if (place !== undefined) {
      const point = { axis: index, place };
      if (open) parts.at(-1)?.push(point);
      else parts.push([point]);
    }
    open = place !== undefined;
  });
  return parts;
}
