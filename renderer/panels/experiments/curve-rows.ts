import type { Curves } from '../../../engine/contract/curves';
import type { ChartRow } from '../charts/chart-rows';
import type { Series } from '../../ui/series';

type Method = Curves['methods'][number];

/** Data of a chart of curves. */
export interface DrawnCurves {
  readonly series: readonly Series<string>[];
  /** Points by step. */
  readonly rows: readonly ChartRow[];
}

const colours = 6;
const dashes = ['', '6 3', '2 3', '9 3 2 3', '4 4'];
const look = (method: number, dash: number) => ({
  colour: `var(--series-${(method % colours) + 1})`,
  dash: dashes[dash % dashes.length] ?? '',
});

/** Rows of several curves as one list, one row per step. */
function joined(curves: readonly (readonly ChartRow[])[]): ChartRow[] {
  const rows = new Map<number, ChartRow>();
  for (const row of curves.flat()) rows.set(row.x, { ...rows.get(row.x), ...row });
  return [...rows.values()].sort((a, b) => a.x - b.x);
}

/**
 * One line per method: the mean over its seeds, with a band of one standard deviation on either side if there are at least two
 * seeds.
 * @param label of a method with its number of seeds
 */
export function meansOf(methods: readonly Method[], label: (method: Method) => string): DrawnCurves {
  const drawn = methods.filter(({ mean }) => mean.length > 0);
  const rows = drawn.map(({ mean }, index) =>
    mean.map(({ step, mean: value, deviation }): ChartRow => ({
      x: step,
      [`mean ${index}`]: value,
      ...(deviation !== null && { [`low ${index}`]: value - deviation, [`high ${index}`]: value + deviation }),
    })),
  );
  const series = drawn.map((method, index): Series<string> => ({
    key: `mean ${index}`,
    label: label(method),
    ...look(index, Math.floor(index / colours)),
    ...(method.runs.length > 1 && { band: [`low ${index}`, `high ${index}`] as const }),
  }));
  return { series, rows: joined(rows) };
}

/** One line per run; runs of one method share a colour. */
export function singlesOf(
  methods: readonly Method[],
  label: (method: Method, run: Method['runs'][number]) => string,
): DrawnCurves {
  const lines = methods
    .filter(({ mean }) => mean.length > 0)
    .flatMap((method, index) =>
      method.runs
        .filter(({ points }) => points.length > 0)
        .map((run, place) => ({ run, label: label(method, run), look: look(index, place) })),
    );
  return {
    series: lines.map(({ run, label: name, look: own }) => ({ key: run.run, label: name, ...own })),
    rows: joined(lines.map(({ run: { run, points } }) => points.map(({ step, value }) => ({ x: step, [run]: value })))),
  };
}
