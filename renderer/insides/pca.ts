import { Random } from '../../graph-nodes/graph/random';

export interface Projection {
  /** Coordinates of each point along the first two principal axes. */
  readonly points: readonly (readonly [number, number])[];
  /** Shares of the variance along these axes. */
  readonly explained: readonly [number, number];
}

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);

/** Maximum number of iterations of the power method; it ends earlier when the axis stays the same. */
const mostIterations = 300;

/**
 * Principal axis of centred rows X [N, C] by the power iteration v ← Xᵀ · X · v / ‖Xᵀ · X · v‖. The sign makes its largest
 * number positive, so that equal points give an equal picture.
 */
function principalAxis(rows: readonly (readonly number[])[], width: number, random: Random): number[] {
  let axis = Array.from({ length: width }, () => random.normal());
  for (let iteration = 0; iteration < mostIterations; iteration += 1) {
    const next = new Array<number>(width).fill(0);
    for (const row of rows) {
      const along = dot(row, axis);
      row.forEach((value, index) => (next[index] = (next[index] ?? 0) + along * value));
    }
    const length = Math.sqrt(dot(next, next));
    if (length < 1e-12) return new Array<number>(width).fill(0);
    const unit = next.map((value) => value / length);
    const turned = 1 - Math.abs(dot(unit, axis)) / Math.max(1e-12, Math.sqrt(dot(axis, axis)));
    axis = unit;
    if (turned < 1e-12) break;
  }
  const largest = axis.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0);
  return largest < 0 ? axis.map((value) => -value) : axis;
}

/** Projects points [N, C] onto their two principal axes. */
export function principalComponents(points: readonly (readonly number[])[]): Projection {
  const width = points[0]?.length ?? 0;
  const mean = Array.from({ length: width }, (_, column) => {
    const sum = points.reduce((total, point) => total + (point[column] ?? 0), 0);
    return sum / Math.max(1, points.length);
  });
  let rows = points.map((point) => point.map((value, column) => value - (mean[column] ?? 0)));
  const total = rows.reduce((sum, row) => sum + dot(row, row), 0);
  const random = new Random(0, 'pca');
  const coordinates: number[][] = [];
  for (let component = 0; component < 2; component += 1) {
    const axis = principalAxis(rows, width, random);
    const along = rows.map((row) => dot(row, axis));
    coordinates.push(along);
    rows = rows.map((row, index) => row.map((value, column) => value - (along[index] ?? 0) * (axis[column] ?? 0)));
  }
  const [first = [], second = []] = coordinates;
  const share = (along: readonly number[]) => (total > 0 ? dot(along, along) / total : 0);
  return {
    points: first.map((x, index) => [x, second[index] ?? 0] as const),
    explained: [share(first), share(second)],
  };
}
