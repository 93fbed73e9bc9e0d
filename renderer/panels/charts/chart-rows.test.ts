import { describe, expect, it } from 'vitest';
import type { StepRecord } from '../../../engine/contract/runs';
import { lossRows, lossTable, overlay, stageMarks } from './chart-rows';
import { lossShare } from '../../canvas/loss-share';
import { smooth } from './smooth';

const steps = (count: number, total: (step: number) => number): StepRecord[] =>
  Array.from({ length: count }, (_, index) => ({
    step: index + 1,
    epoch: 0,
    seconds: (index + 1) / 2,
    losses: { total: total(index + 1), qa: 1 },
  }));

const plain = { across: 'step', smoothing: 0, zoom: undefined, points: 600 } as const;

describe('the rows of a chart', () => {
  it('keep a spike when 100,000 points are decimated, and draw few', () => {
    const rows = lossRows(
      steps(100_000, (step) => (step === 77_123 ? 50 : 1)),
      ['total', 'qa'],
      plain,
    );
    expect(rows.length).toBeLessThanOrEqual(600);
    expect(rows.find(({ total }) => total === 50)?.x).toBe(77_123);
    expect([rows[0]?.x, rows.at(-1)?.x]).toEqual([1, 100_000]);
  });

  it('are cut to the zoom and use steps or time', () => {
    const rows = lossRows(steps(10, Number), ['total'], { ...plain, zoom: [3, 5] });
    expect(rows).toEqual([3, 4, 5].map((x) => ({ x, total: x })));
    expect(lossRows(steps(2, Number), ['total'], { ...plain, across: 'time' }).map(({ x }) => x)).toEqual([0.5, 1]);
  });

  it('are merged with those of another run in the order of x', () => {
    const status = { run: 'other' } as never;
    const other = { status, steps: steps(4, () => 7), epochs: [] };
    const rows = overlay(lossRows(steps(2, Number), ['total'], plain), [other], plain);
    expect(rows.map(({ x }) => x)).toEqual([1, 1, 2, 2, 3, 4]);
    expect(rows.at(-1)?.['other']).toBe(7);
  });

  it('become a table with every point', () => {
    expect(lossTable(steps(2, Number), ['total', 'qa'])).toBe(
      'step,epoch,seconds,total,qa\n1,0,0.500,1,1\n2,0,1.000,2,1\n',
    );
  });
});

describe('the marks of stages', () => {
  it('are at the first point, and at the last point of each finished stage', () => {
    const points = [1, 1, 2, 2, 3].map((stage, index) => ({ stage, step: 10 * index }));
    const marks = stageMarks(
      points,
      ({ step }) => step,
      (stage) => `stage ${stage}`,
    );
    expect(marks.map(({ x, label }) => [x, label])).toEqual([
      [0, 'stage 1'],
      [10, 'stage 2'],
      [30, 'stage 3'],
    ]);
    expect(stageMarks(steps(2, Number), ({ step }) => step, String)).toEqual([]);
  });
});

describe('smoothing', () => {
  it('leaves a constant unchanged from the first point on, and skips absent values', () => {
    expect(smooth([4, undefined, 4, 4], 0.9).map((value) => value && Math.round(value * 1e9) / 1e9)).toEqual([
      4,
      undefined,
      4,
      4,
    ]);
  });

  it('is the weighted mean of the previous values', () => {
    // (1 − β) cancels: (β·1 + 3) / (β + 1)
    expect(smooth([1, 3], 0.5)[1]).toBeCloseTo((0.5 * 1 + 3) / 1.5, 12);
  });
});

describe('the share of the loss', () => {
  it('is the weighted terms over the total, and unknown without them', () => {
    const losses = { total: 2, qa: 1.5, rmmr: 1 };
    expect(lossShare(losses, ['rmmr'], { rmmr: 0.5 })).toBe(25);
    expect(lossShare(losses, ['diffusion'], {})).toBeUndefined();
    expect(lossShare(undefined, ['qa'], {})).toBeUndefined();
  });
});
