/**
 * Exponential moving average with bias correction: s_t = β·s_{t−1} + (1 − β)·x_t, shown as s_t / (1 − β^t). An absent value is
 * skipped and shown as absent.
 */
export function smooth(values: readonly (number | undefined)[], beta: number): (number | undefined)[] {
  let [sum, weight] = [0, 0];
  return values.map((value) => {
    if (value === undefined || !Number.isFinite(value)) return undefined;
    sum = beta * sum + (1 - beta) * value;
    weight = beta * weight + (1 - beta);
    return sum / weight;
  });
}
