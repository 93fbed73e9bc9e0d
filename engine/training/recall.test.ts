import { describe, expect, it } from 'vitest';
import { ExplainedVariance, type RecallStatistics } from './recall';

const statistics = (of: Record<keyof RecallStatistics, readonly number[]>): RecallStatistics => ({
  recalled: Float32Array.from(of.recalled),
  error: Float32Array.from(of.error),
  mean: Float32Array.from(of.mean),
  within: Float32Array.from(of.within),
});

describe('the share of the variance that a recall explains', () => {
  it('is 1 − Σ ‖recalled − real‖² / Σ ‖real − mean‖² over samples and seconds', () => {
    // Two seconds of one feature: (1, 3) recalled as (2, 2) and (5, 7) as (5, 4); a third sample has its modality.
    const explained = new ExplainedVariance(2);
    explained.add(statistics({ recalled: [1, 0], error: [2, 50], mean: [2, 100], within: [2, 7] }), 2);
    // Padding samples are ignored.
    explained.add(statistics({ recalled: [1, 1], error: [9, 2], mean: [6, 2], within: [2, 2] }), 1);
    // The mean is 4, so the real features vary by 9 + 1 + 1 + 9 = 20, and the error of the recall is 2 + 9.
    expect(explained.share()).toBeCloseTo(1 - 11 / 20, 12);
  });

  it('sums over features with separate means', () => {
    // One second of two features: (0, 10) and (2, 14), recalled exactly and as (2, 12).
    const explained = new ExplainedVariance(1);
    explained.add(statistics({ recalled: [1, 1], error: [0, 4], mean: [0, 10, 2, 14], within: [0, 0] }), 2);
    // Means 1 and 12: 1 + 4 + 1 + 4 = 10.
    expect(explained.share()).toBeCloseTo(0.6, 12);
  });

  it('is below 0 if the mean is a better prediction, and null if nothing is recalled or nothing varies', () => {
    const worse = new ExplainedVariance(1);
    worse.add(statistics({ recalled: [1, 1], error: [2, 2], mean: [0, 2], within: [0, 0] }), 2);
    expect(worse.share()).toBeCloseTo(-1, 12);
    const absent = new ExplainedVariance(1);
    absent.add(statistics({ recalled: [0], error: [2], mean: [1], within: [0] }), 1);
    expect(absent.share()).toBeNull();
    const constant = new ExplainedVariance(1);
    constant.add(statistics({ recalled: [1, 1], error: [1, 1], mean: [3, 3], within: [0, 0] }), 2);
    expect(constant.share()).toBeNull();
  });
});
