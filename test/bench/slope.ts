/** Regression line through points, by least squares. */
export interface Slope {
  readonly slope: number;
  /** Half of the 95 % interval of the slope, if the distances from the line are independent. */
  readonly margin: number;
}

/** @param points at least three, at two or more x values */
export function slopeOf(points: readonly (readonly [x: number, y: number])[]): Slope {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(points.map(([at]) => at)), mean(points.map(([, value]) => value))];
  const spread = points.reduce((sum, [at]) => sum + (at - x) ** 2, 0);
  const slope = points.reduce((sum, [at, value]) => sum + (at - x) * (value - y), 0) / spread;
  const rest = points.reduce((sum, [at, value]) => sum + (value - y - slope * (at - x)) ** 2, 0);
  return { slope, margin: 1.96 * Math.sqrt(rest / (points.length - 2) / spread) };
}
