/** Approximate number of intervals between ticks. */
const intervals = 6;

/** Round numbers within a range, for the ticks of an axis; its only number if the range is empty. @param whole true: whole numbers only */
export function roundTicks(low: number, high: number, whole: boolean): number[] {
  if (!(high > low)) return [low];
  const rough = (high - low) / intervals;
  const power = 10 ** Math.floor(Math.log10(rough));
  const round = [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= rough) ?? rough;
  const step = whole ? Math.max(1, round) : round;
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.floor(high / step + 1e-9) - first + 1;
  return Array.from({ length: count }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}
