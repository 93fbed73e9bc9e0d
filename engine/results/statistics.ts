import { Random } from '../../graph-nodes/graph/random';
import type { Summary } from '../contract/tables';

/** Mean and sample standard deviation; null without values. */
export function summarise(values: readonly number[]): Summary | null {
  const count = values.length;
  if (count === 0) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  if (count === 1) return { mean, deviation: null, count };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / (count - 1)), count };
}

/**
 * A quantity in one cluster: number of questions `asked`, and right answers of A minus right answers of B,
 * `difference`.
 */
export interface ClusterCount {
  readonly asked: number;
  readonly difference: number;
}

export interface BootstrapOptions {
  readonly resamples: number;
  /** Level of the interval, for example 0.95. */
  readonly level: number;
  readonly seed: number;
}

export interface BootstrapDifference {
  /** A − B in percentage points, over all questions. */
  readonly difference: number;
  /** Ends of the percentile interval, in percentage points. */
  readonly low: number;
  readonly high: number;
  /** Two-sided p of the null hypothesis of no difference. */
  readonly p: number;
}

/**
 * Paired cluster bootstrap (Efron and Tibshirani, 1993; clusters as in Field and Welsh, 2007). A resample has as many
 * clusters as the data, drawn whole with replacement, and the statistic
 *
 *     d* = 100 · Σ difference / Σ asked
 *
 * The interval is between the quantiles (1 ∓ level) / 2 of d*, with linear interpolation. p is twice the smaller of the
 * shares d* ≤ 0 and d* ≥ 0. Each share includes one additional resample, so that p is never 0 and is below 1 − level if
 * the interval excludes 0. All quantities use the same resamples; a resample without a question of a quantity is
 * skipped for that quantity.
 *
 * @param clusters by cluster, the counts of every quantity in one order
 * @returns by quantity; null without questions
 */
export function pairedBootstrap(
  clusters: readonly (readonly ClusterCount[])[],
  { resamples, level, seed }: BootstrapOptions,
): (BootstrapDifference | null)[] {
  const quantities = clusters[0]?.length ?? 0;
  // The nonzero counts of every cluster, which are few: columns are the numbers of questions, then the differences.
  const sparse = clusters.map((cluster) => {
    const row = [...cluster.map(({ asked }) => asked), ...cluster.map(({ difference }) => difference)];
    const columns = [...row.keys()].filter((column) => row[column] !== 0);
    return { columns: Int32Array.from(columns), values: Float64Array.from(columns, (column) => row[column] as number) };
  });
  const drawn: number[][] = Array.from({ length: quantities }, () => []);
  const random = new Random(seed, 'bootstrap');
  const sums = new Float64Array(2 * quantities);
  for (let resample = 0; resample < resamples; resample += 1) {
    sums.fill(0);
    for (let draw = 0; draw < clusters.length; draw += 1) {
      const { columns, values } = sparse[random.integer(clusters.length)] as (typeof sparse)[0];
      for (let place = 0; place < columns.length; place += 1) {
        const column = columns[place] as number;
        sums[column] = (sums[column] as number) + (values[place] as number);
      }
    }
    drawn.forEach((differences, quantity) => {
      const asked = sums[quantity] as number;
      if (asked > 0) differences.push((100 * (sums[quantities + quantity] as number)) / asked);
    });
  }
  return drawn.map((differences, quantity) => {
    const all = clusters.map((cluster) => cluster[quantity] as ClusterCount);
    const asked = all.reduce((sum, count) => sum + count.asked, 0);
    if (asked === 0) return null;
    const sorted = Float64Array.from(differences).sort();
    const share = (within: (value: number) => boolean) => (1 + differences.filter(within).length) / (1 + sorted.length);
    return {
      difference: (100 * all.reduce((sum, count) => sum + count.difference, 0)) / asked,
      low: quantile(sorted, (1 - level) / 2),
      high: quantile(sorted, (1 + level) / 2),
      p: Math.min(
        1,
        2 *
          Math.min(
            share((value) => value <= tiny),
            share((value) => value >= -tiny),
          ),
      ),
    };
  });
}

/** Sums of seed shares are 0 only up to rounding; no real difference of shares is as small. */
const tiny = 1e-9;

/** Quantile of sorted values with linear interpolation (Hyndman and Fan's type 7). */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below] as number;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] as number;
  return low + (place - below) * (high - low);
}
