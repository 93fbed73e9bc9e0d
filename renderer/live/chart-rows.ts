import type { Losses, StepRecord } from '../../engine/api';
import { decimate } from './decimate';
import type { RunLog } from './run-log';
import { smooth } from './smooth';

/** What the loss curves are drawn over. */
export type Across = 'step' | 'time';

export interface ChartRow extends Partial<Record<string, number | undefined>> {
  readonly x: number;
}

export interface RowOptions {
  readonly across: Across;
  /** β of the moving average; 0 draws what was measured. */
  readonly smoothing: number;
  /** The stretch of x that is drawn; all of it where absent. */
  readonly zoom: readonly [number, number] | undefined;
  /** At most about so many rows. */
  readonly points: number;
}

export const xOf = ({ step, seconds }: StepRecord, across: Across): number =>
  across === 'step' ? step : (seconds ?? 0);

/** One run’s losses as rows: smoothed over all points, cut to the zoom, thinned out for drawing. */
export function lossRows(
  steps: readonly StepRecord[],
  keys: readonly (keyof Losses)[],
  { across, smoothing, zoom, points }: RowOptions,
): ChartRow[] {
  const columns = keys.map((key) => {
    const values = steps.map(({ losses }) => losses[key]);
    return smoothing > 0 ? smooth(values, smoothing) : values;
  });
  const indices = steps.flatMap((step, index) => {
    const x = xOf(step, across);
    return zoom === undefined || (x >= zoom[0] && x <= zoom[1]) ? [index] : [];
  });
  const leading = columns[Math.max(0, keys.indexOf('total'))] ?? [];
  return decimate(indices, points, (index) => leading[index] ?? 0).map((index) => ({
    x: xOf(steps[index] as StepRecord, across),
    ...Object.fromEntries(keys.map((key, column) => [key, columns[column]?.[index]])),
  }));
}

/** The rows of one run with those of others laid among them, in the order of x. */
export function overlay(rows: readonly ChartRow[], others: readonly RunLog[], options: RowOptions): ChartRow[] {
  if (others.length === 0) return [...rows];
  const laid = others.flatMap(({ status, steps }) =>
    lossRows(steps, ['total'], options).map(({ x, total }) => ({ x, [status.run]: total })),
  );
  return [...rows, ...laid].sort((a, b) => a.x - b.x);
}

/** The loss curves as a table for other programs: every point, as it was measured. */
export function lossTable(steps: readonly StepRecord[], keys: readonly (keyof Losses)[]): string {
  const head = ['step', 'epoch', 'seconds', ...keys].join(',');
  const lines = steps.map(({ step, epoch, seconds, losses }) =>
    [step, epoch, seconds?.toFixed(3) ?? '', ...keys.map((key) => losses[key] ?? '')].join(','),
  );
  return `${[head, ...lines].join('\n')}\n`;
}
