import { describe, expect, it } from 'vitest';
import { Random } from '../../graph-nodes/graph/random';
import { principalComponents } from './pca';
import { histogram, largestAt, meanRows, partAt, secondsInRow, statisticsOf, strength } from './tensor';
import { umap } from './umap';

describe('reading a tensor', () => {
  const tensor = { shape: [2, 2, 2], values: [1, 2, 3, 4, 5, 6, 7, 8] };

  it('takes a part of the first axis, or the last where there are fewer', () => {
    expect(partAt(tensor, 1)).toEqual({ shape: [2, 2], values: [5, 6, 7, 8] });
    expect(partAt({ shape: [1, 2], values: [1, 2] }, 7)).toEqual({ shape: [2], values: [1, 2] });
  });

  it('averages the cells of every second', () => {
    expect(meanRows(tensor)).toEqual([
      [2, 3],
      [6, 7],
    ]);
    expect(meanRows({ shape: [3], values: [1, 2, 3] })).toEqual([[1, 2, 3]]);
  });

  it('measures the strength of every cell', () => {
    expect(strength({ shape: [1, 2], values: [3, 4] })).toEqual({ shape: [1], values: [Math.sqrt(12.5)] });
  });

  it('counts, and orders by size', () => {
    expect(statisticsOf([0, 0, 4])).toEqual({
      smallest: 0,
      largest: 4,
      mean: 4 / 3,
      deviation: Math.sqrt(32 / 9),
      zeros: 2 / 3,
    });
    expect(histogram([0, 1, 1, 4], 4)).toEqual([1, 2, 0, 1]);
    expect(histogram([2, 2], 2)).toEqual([2, 0]);
    expect(largestAt([1, 3, 3, 2], 3)).toEqual([1, 2, 3]);
  });
});

describe('the picture on a node', () => {
  it('has the grids of the seconds side by side', () => {
    expect(secondsInRow({ shape: [2, 2, 1], values: [1, 2, 3, 4] })).toEqual({ shape: [2, 2], values: [1, 3, 2, 4] });
  });
});

describe('principal components', () => {
  it('find the axes of a cloud, the longest first', () => {
    // Points 5 · a along (3, 4) / 5 and 1 · b across it.
    const random = new Random(1);
    const own = Array.from({ length: 200 }, () => [5 * random.normal(), random.normal()] as const);
    const { points, explained } = principalComponents(own.map(([a, b]) => [0.6 * a - 0.8 * b, 0.8 * a + 0.6 * b, 7]));
    expect(explained[0] + explained[1]).toBeCloseTo(1, 6);
    expect(explained[0]).toBeGreaterThan(0.9);
    const mean = own.reduce((sum, [a]) => sum + a, 0) / own.length;
    // The axes of the sampled points differ a little from those of their distribution.
    points.forEach(([x], index) => expect(Math.abs(x - ((own[index]?.[0] ?? 0) - mean))).toBeLessThan(0.3));
  });

  it('give zeros for identical points, and the same picture each time', () => {
    expect(
      principalComponents([
        [1, 2],
        [1, 2],
      ]),
    ).toEqual({
      points: [
        [0, 0],
        [0, 0],
      ],
      explained: [0, 0],
    });
    const points = [
      [1, 0, 2],
      [0, 3, 1],
      [5, 1, 1],
    ];
    expect(principalComponents(points)).toEqual(principalComponents(points));
  });
});

describe('UMAP', () => {
  it('keeps two distant groups apart, the same each time', async () => {
    const random = new Random(2);
    const points = Array.from({ length: 24 }, (_, index) =>
      Array.from({ length: 4 }, () => random.normal() + (index % 2 === 0 ? 0 : 30)),
    );
    const places = await umap(points);
    expect(await umap(points)).toEqual(places);
    const middle = (odd: number) => {
      const group = places.filter((_, index) => index % 2 === odd);
      return [0, 1].map((axis) => group.reduce((sum, place) => sum + (place[axis] ?? 0), 0) / group.length);
    };
    const [a, b] = [middle(0), middle(1)];
    const apart = Math.hypot((a[0] ?? 0) - (b[0] ?? 0), (a[1] ?? 0) - (b[1] ?? 0));
    const within = places.map((place, index) => {
      const [x = 0, y = 0] = middle(index % 2);
      return Math.hypot(place[0] - x, place[1] - y);
    });
    expect(apart).toBeGreaterThan(Math.max(...within));
  });
});
