import type { Losses } from '../../../engine/contract/metrics';
import type { StepRecord } from '../../../engine/contract/runs';
import { decimate } from './decimate';
import type { RunLog } from '../../session/run-log';
import { smooth } from './smooth';

/** X axis of the loss curves. */
export type Across = 'step' | 'time';

export interface ChartRow extends Partial<Record<string, number | undefined>> {
  readonly x: number;
}

export interface RowOptions {
  readonly across: Across;
  /** β of the moving average; 0 draws the measured values. */
  readonly smoothing: number;
  /** Drawn range of x; absent: all of it. */
  readonly zoom: readonly [number, number] | undefined;
  /** Approximate maximum number of rows. */
  readonly points: number;
}

export const xOf = ({ step, seconds }: StepRecord, across: Across): number =>
  across === 'step' ? step : (seconds ?? 0);

/** Marks of a run's stages: the first at its first point, each other one at the end of the previous stage. */
export function stageMarks<Point extends { readonly stage?: number | undefined }>(
  records: readonly Point[],
  xOf: (point: Point) => number,
  labelOf: (stage: number) => string,
): { readonly x: number; readonly label: string }[] {
  const marks: { x: number; label: string }[] = [];
  // One loop without a list per point: a run can have 100,000 points.
  records.forEach((point, index) => {
    const before = records[index - 1];
    const { stage } = point;
    if (stage !== undefined && stage !== before?.stage) marks.push({ x: xOf(before ?? point), label: labelOf(stage) });
  });
  return marks;
}

/**
 * Losses of one run as rows: smoothed over all points, cut to the zoom, decimated for drawing. A run of 100,000 points is drawn
 * several times a second, so unsmoothed terms are read only for the drawn rows.
 */
export function lossRows(
  steps: readonly StepRecord[],
  keys: readonly (keyof Losses)[],
  { across, smoothing, zoom, points }: RowOptions,
): ChartRow[] {
  const smoothed = new Map(
    smoothing > 0
      ? keys.map((key) => [
          key,
          smooth(
            steps.map(({ losses }) => losses[key]),
            smoothing,
          ),
        ])
      : [],
  );
  const valueAt = (key: keyof Losses, index: number): number | undefined =>
    smoothing > 0 ? smoothed.get(key)?.[index] : steps[index]?.losses[key];
  const indices: number[] = [];
  for (let index = 0; index < steps.length; index += 1) {
    const x = xOf(steps[index] as StepRecord, across);
    if (zoom === undefined || (x >= zoom[0] && x <= zoom[1])) indices.push(index);
  }
  const leading = keys.includes('total') ? 'total' : keys[0];
  const shape = (index: number): number => (leading === undefined ? 0 : (valueAt(leading, index) ?? 0));
  return decimate(indices, points, shape).map((index) => ({
    x: xOf(steps[index] as StepRecord, across),
    ...Object.fromEntries(keys.map((key) => [key, valueAt(key, index)])),
  }));
}

/** Rows of one run merged with those of others, in the order of x. */
export function overlay(rows: readonly ChartRow[], others: readonly RunLog[], options: RowOptions): ChartRow[] {
  if (others.length === 0) return [...rows];
  const laid = others.flatMap(({ status, steps }) =>
    lossRows(steps, ['total'], options).map(({ x, total }) => ({ x, [status.run]: total })),
  );
  return [...rows, ...laid].sort((a, b) => a.x - b.x);
}

/** The loss curves as a table for other programs: all measured points. */
export function lossTable(steps: readonly StepRecord[], keys: readonly (keyof Losses)[]): string {
  const head = ['step', 'epoch', 'seconds', ...keys].join(',');
  const lines = steps.map(({ step, epoch, seconds, losses }) =>
    [step, epoch, seconds?.toFixed(3) ?? '', ...keys.map((key) => losses[key] ?? '')].join(','),
  );
  return `${[head, ...lines].join('\n')}\n`;
}
