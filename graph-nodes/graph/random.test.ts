import { describe, expect, it } from 'vitest';
import { Random } from './random';

describe('seeded random numbers', () => {
  const draw = (seed: number, stream?: string) =>
    Array.from(
      { length: 50 },
      (
        (random) => () =>
          random.uniform()
      )(new Random(seed, stream)),
    );

  it('are equal for one seed and stream, and different for others', () => {
    expect(draw(1, 'a')).toEqual(draw(1, 'a'));
    expect(draw(1, 'a')).not.toEqual(draw(2, 'a'));
    expect(draw(1, 'a')).not.toEqual(draw(1, 'b'));
    expect(draw(1, 'step/1')[0]).not.toBeCloseTo(draw(1, 'step/2')[0] ?? 0, 6);
  });

  it('are uniform: mean 1/2, variance 1/12, all tenths equally frequent', () => {
    const random = new Random(7);
    const values = Array.from({ length: 100_000 }, () => random.uniform());
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(mean).toBeCloseTo(0.5, 2);
    expect(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length).toBeCloseTo(1 / 12, 2);
    const tenths = new Array<number>(10).fill(0);
    for (const value of values) tenths[Math.floor(value * 10)] = (tenths[Math.floor(value * 10)] ?? 0) + 1;
    for (const count of tenths) expect(Math.abs(count - 10_000)).toBeLessThan(500);
  });

  it('are normal: mean 0, variance 1, kurtosis 3', () => {
    const values = [...new Random(3).normals(200_000)];
    const moment = (power: number) => values.reduce((sum, value) => sum + value ** power, 0) / values.length;
    expect(moment(1)).toBeCloseTo(0, 1);
    expect(moment(2)).toBeCloseTo(1, 1);
    expect(Math.abs(moment(4) - 3)).toBeLessThan(0.1);
  });

  it('start independently in neighbouring streams: first draws of 10,000 streams are uniform', () => {
    const firsts = Array.from({ length: 10_000 }, (_, step) => new Random(1, `train/${step}`).uniform());
    const mean = firsts.reduce((sum, value) => sum + value, 0) / firsts.length;
    expect(mean).toBeCloseTo(0.5, 1);
    const lagged = firsts
      .slice(1)
      .reduce((sum, value, index) => sum + (value - mean) * ((firsts[index] ?? 0) - mean), 0);
    expect(Math.abs(lagged / firsts.length) * 12).toBeLessThan(0.05);
  });

  it('shuffle to a permutation and pick only given items', () => {
    const items = Array.from({ length: 20 }, (_, index) => index);
    const shuffled = new Random(5).shuffle(items);
    expect(shuffled).not.toEqual(items);
    expect([...shuffled].sort((a, b) => a - b)).toEqual(items);
    expect(() => new Random(5).pick([])).toThrow(RangeError);
  });
});
