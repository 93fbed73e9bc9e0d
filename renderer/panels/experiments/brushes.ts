import type { Axis, DoneRun } from './coordinates';

/** A range of positions on an axis, from 0, the bottom, to 1. */
export type Range = readonly [low: number, high: number];

/** Ranges by the key of their axis; an axis without ranges accepts all runs. */
export type Brushes = ReadonlyMap<string, readonly Range[]>;

/** Minimum length of a drag; a shorter one is a click. */
const shortest = 0.01;

const within = (place: number): number => Math.min(1, Math.max(0, place));

/** Range between two positions; undefined for a click. */
export function rangeBetween(from: number, to: number): Range | undefined {
  const range: Range = [within(Math.min(from, to)), within(Math.max(from, to))];
  return range[1] - range[0] < shortest ? undefined : range;
}

/** The brushes with other ranges on an axis. */
export function withRanges(brushes: Brushes, axis: string, ranges: readonly Range[]): Brushes {
  const next = new Map(brushes);
  if (ranges.length === 0) next.delete(axis);
  else next.set(axis, ranges);
  return next;
}

/** True if the run is in one of the ranges of every axis with ranges. A run without a value there is not. */
export const isBrushed = (axes: readonly Axis[], brushes: Brushes, run: DoneRun): boolean =>
  axes.every((axis) => {
    const ranges = brushes.get(axis.key);
    const place = axis.placeOf(run);
    return !ranges || (place !== undefined && ranges.some(([low, high]) => low <= place && place <= high));
  });

/** Change of a range by arrow keys: one end moves by a twentieth and stays on its side of the other. */
export function moveEnd([low, high]: Range, end: 'low' | 'high', up: boolean): Range {
  const step = up ? 0.05 : -0.05;
  const least = 0.05;
  if (end === 'low') return [Math.min(within(low + step), high - least), high];
  return [low, Math.max(within(high + step), low + least)];
}
