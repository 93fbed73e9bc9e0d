import { describe, expect, it } from 'vitest';
import { pairedBootstrap, quantile, summarise } from './statistics';
import fixtures from './statistics-fixtures.json';

const options = { resamples: 20_000, level: 0.95, seed: 1 };
const one = (asked: readonly number[], differences: readonly number[]) =>
  asked.map((count, index) => [{ asked: count, difference: differences[index] as number }]);

describe('mean and standard deviation', () => {
  it('are those of the sample', () => {
    const { values, mean, deviation } = fixtures.summary;
    expect(summarise(values)?.mean).toBeCloseTo(mean, 12);
    expect(summarise(values)?.deviation).toBeCloseTo(deviation, 12);
    expect(summarise([2, 4])).toEqual({ mean: 3, deviation: Math.SQRT2, count: 2 });
  });

  it('have no deviation for one value, and are null for none', () => {
    expect(summarise([5])).toEqual({ mean: 5, deviation: null, count: 1 });
    expect(summarise([])).toBeNull();
  });
});

it('quantiles are NumPy’s', () => {
  const { values, shares, expected } = fixtures.quantiles;
  shares.forEach((share, index) => expect(quantile(values, share)).toBeCloseTo(expected[index] ?? NaN, 12));
});

describe('the paired bootstrap over videos', () => {
  it.each(fixtures.cases.map((entry) => [entry.name, entry] as const))('agrees with SciPy: %s', (_, entry) => {
    const [found] = pairedBootstrap(one(entry.asked, entry.differences), options);
    expect(found?.difference).toBeCloseTo(entry.difference, 9);
    // Both are random; ends of intervals of 20,000 resamples have a standard error of some 0.1 here.
    expect(Math.abs((found?.low ?? NaN) - entry.low)).toBeLessThan(0.5);
    expect(Math.abs((found?.high ?? NaN) - entry.high)).toBeLessThan(0.5);
    expect(Math.abs((found?.p ?? NaN) - entry.p)).toBeLessThan(0.015);
  });

  it('has the p of all possible resamples', () => {
    // Two videos in favour of A, one of B: of the 27 ways to draw three, 6 have B’s twice and 1 has it three times.
    const [found] = pairedBootstrap(one([1, 1, 1], [1, 1, -1]), { ...options, resamples: 100_000 });
    expect(found?.difference).toBeCloseTo(100 / 3, 12);
    expect(found?.p).toBeCloseTo((2 * 7) / 27, 2);
    expect([found?.low, found?.high]).toEqual([-100, 100]);
  });

  it('weights a video by its number of questions', () => {
    const [found] = pairedBootstrap(one([3, 1], [3, -1]), options);
    expect(found?.difference).toBe(50);
  });

  it('finds no difference between equal answers, and the minimum p if A is right whenever B is wrong', () => {
    const [none] = pairedBootstrap(one([2, 3], [0, 0]), options);
    expect(none).toEqual({ difference: 0, low: 0, high: 0, p: 1 });
    const [all] = pairedBootstrap(one([2, 3], [2, 3]), options);
    expect(all).toEqual({ difference: 100, low: 100, high: 100, p: 2 / 20_001 });
    // 1/3 + 1/3 − 2/3 of three seeds is 0, despite rounding.
    const [rounded] = pairedBootstrap(one([1, 1, 1], [1 / 3, 1 / 3, 1 / 3 - 1]), options);
    expect(rounded?.p).toBeGreaterThan(0.9);
  });

  it('changes its sign if A and B are exchanged', () => {
    const { asked, differences } = fixtures.cases[1] ?? { asked: [], differences: [] };
    const [there] = pairedBootstrap(one(asked, differences), options);
    const turned = differences.map((difference) => -difference);
    const [back] = pairedBootstrap(one(asked, turned), options);
    expect(back?.low).toBeCloseTo(-(there?.high ?? NaN), 9);
    expect(back?.p).toBe(there?.p);
  });

  it('is wider if questions of a video agree than if each is a separate video', () => {
    const clustered = pairedBootstrap(one([4, 4, 4, 4, 4, 4], [4, -4, 4, 4, -4, 4]), options)[0];
    const alone = [4, -4, 4, 4, -4, 4].flatMap((sum) => Array<number>(4).fill(sum / 4));
    const single = pairedBootstrap(
      one(
        alone.map(() => 1),
        alone,
      ),
      options,
    )[0];
    expect(single?.difference).toBeCloseTo(clustered?.difference ?? NaN, 9);
    const wide = (of: typeof single) => (of?.high ?? NaN) - (of?.low ?? NaN);
    expect(wide(clustered)).toBeGreaterThan(1.5 * wide(single));
  });

  it('skips quantities without questions, and depends on the seed only', () => {
    const clusters = [
      [
        { asked: 2, difference: 1 },
        { asked: 0, difference: 0 },
        { asked: 0, difference: 0 },
      ],
      [
        { asked: 1, difference: 0 },
        { asked: 1, difference: 1 },
        { asked: 0, difference: 0 },
      ],
    ];
    const found = pairedBootstrap(clusters, options);
    expect(found[1]).toMatchObject({ difference: 100, low: 100, high: 100 });
    expect(found[2]).toBeNull();
    expect(pairedBootstrap(clusters, options)).toEqual(found);
    expect(pairedBootstrap([], options)).toEqual([]);
  });
});
