import type { Inside } from '../../engine/contract/stage';

/** Values with their shape, row-major. */
export type Values = Pick<Inside, 'shape' | 'values'>;

/** A tensor inside a node with its title in the current language. */
export interface Titled extends Values {
  readonly name: string;
  readonly title: string;
}

/** Number of values of some axes. */
export const sizeOf = (axes: readonly number[]): number => axes.reduce((product, size) => product * size, 1);

/** The part at an index of the first axis; the last part if the index is too large. */
export function partAt({ shape, values }: Values, index: number): Values {
  const [count = 1, ...rest] = shape;
  const size = sizeOf(rest);
  const at = Math.min(index, count - 1) * size;
  return { shape: rest, values: values.slice(at, at + size) };
}

/** Mean over the axes between the first and the last: [T, …, C] → T rows of C */
export function meanRows({ shape, values }: Values): number[][] {
  const width = shape.at(-1) ?? 1;
  const rows = shape.length > 1 ? (shape[0] ?? 1) : 1;
  const between = values.length / (rows * width);
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: width }, (__, column) => {
      let sum = 0;
      for (let place = 0; place < between; place += 1) sum += values[(row * between + place) * width + column] ?? 0;
      return sum / between;
    }),
  );
}

/** Root mean square over the last axis: [T, H, W, C] → [T, H, W] */
export function strength({ shape, values }: Values): Values {
  const width = shape.at(-1) ?? 1;
  const places = values.length / width;
  return {
    shape: shape.slice(0, -1),
    values: Array.from({ length: places }, (_, place) => {
      let sum = 0;
      for (let channel = 0; channel < width; channel += 1) sum += (values[place * width + channel] ?? 0) ** 2;
      return Math.sqrt(sum / width);
    }),
  };
}

/** The grids of all seconds side by side: [T, H, W] → [H, T · W] */
export function secondsInRow({ shape, values }: Values): Values {
  const [seconds = 1, height = 1, width = 1] = shape;
  const placed = new Array<number>(values.length);
  values.forEach((value, index) => {
    const [second, cell] = [Math.floor(index / (height * width)), index % (height * width)];
    const [row, column] = [Math.floor(cell / width), cell % width];
    placed[row * seconds * width + second * width + column] = value;
  });
  return { shape: [height, seconds * width], values: placed };
}

/** Indices of the largest values, the largest first. */
export const largestAt = (values: readonly number[], count: number): number[] =>
  values
    .map((value, index) => ({ value, index }))
    .sort((a, b) => b.value - a.value || a.index - b.index)
    .slice(0, count)
    .map(({ index }) => index);

export interface Statistics {
  readonly smallest: number;
  readonly largest: number;
  readonly mean: number;
  /** Standard deviation over all values. */
  readonly deviation: number;
  /** Share of values that are exactly 0. */
  readonly zeros: number;
}

export function statisticsOf(values: readonly number[]): Statistics {
  const count = Math.max(1, values.length);
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count;
  return {
    smallest: values.reduce((least, value) => Math.min(least, value), values[0] ?? 0),
    largest: values.reduce((most, value) => Math.max(most, value), values[0] ?? 0),
    mean,
    deviation: Math.sqrt(variance),
    zeros: values.filter((value) => value === 0).length / count,
  };
}

/** Counts of the values in intervals of equal width between the smallest and the largest. */
export function histogram(values: readonly number[], bins: number): number[] {
  const { smallest, largest } = statisticsOf(values);
  const counts = new Array<number>(bins).fill(0);
  for (const value of values) {
    const bin = largest === smallest ? 0 : Math.floor((bins * (value - smallest)) / (largest - smallest));
    counts[Math.min(bin, bins - 1)] = (counts[Math.min(bin, bins - 1)] ?? 0) + 1;
  }
  return counts;
}
