import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatDocument } from '../../graph-nodes/graph/document';
import { tinyPipeline } from '../../test/fixtures/graphs';
import { inEnglish } from '../contract/messages';
import { groupCurves, meanCurve, readCurves, thinned } from './curves';
import { namedMethod } from './settings';

const points = (...values: number[]) => values.map((value, index) => ({ step: index + 1, value }));

describe('the mean of curves', () => {
  it('is the mean at each step, with the sample deviation and the number of values', () => {
    expect(meanCurve([points(1, 10), points(2, 10), points(6, 10, 4)])).toEqual([
      // √((4 + 1 + 9) / 2)
      { step: 1, mean: 3, deviation: Math.sqrt(7), count: 3 },
      { step: 2, mean: 10, deviation: 0, count: 3 },
      { step: 3, mean: 4, deviation: null, count: 1 },
    ]);
  });
});

describe('a reduced curve', () => {
  it('has the mean of every interval of steps at its end, and ends at the last step', () => {
    expect(thinned(points(1, 3, 5, 7, 9), 2, 5)).toEqual([
      { step: 2, value: 2 },
      { step: 4, value: 6 },
      { step: 5, value: 9 },
    ]);
    expect(thinned(points(1, 3), 1, 2)).toEqual(points(1, 3));
  });

  it('keeps the points of all seeds at the same steps, so that they have a mean', () => {
    const curve = (seed: number, length: number) => ({
      run: `r${seed}`,
      ...namedMethod(tinyPipeline({ trainer: { seed } })),
      seed,
      finished: true,
      points: Array.from({ length }, (_, index) => ({ step: 10 * (index + 1), value: seed })),
    });
    const { methods } = groupCurves([curve(1, 1000), curve(3, 400)], 100);
    expect(methods).toHaveLength(1);
    const mean = methods[0]?.mean ?? [];
    expect(mean).toHaveLength(100);
    expect(mean[0]).toEqual({ step: 100, mean: 2, deviation: Math.SQRT2, count: 2 });
    expect(mean.at(-1)).toEqual({ step: 10_000, mean: 1, deviation: null, count: 1 });
  });
});

describe('the curves of stored runs', () => {
  let folder: string;
  const run = (name: string) => path.join(folder, name);
  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'studio-curves-'));
    const accuracy = (overall: number) => {
      const scenario = { overall };
      return { complete: scenario, audioMissing: scenario, visualMissing: scenario };
    };
    const write = async (name: string, seed: number, slots: number, total: number) => {
      await mkdir(run(name));
      await writeFile(
        path.join(run(name), 'graph.json'),
        formatDocument(tinyPipeline({ rmm: { slots }, trainer: { seed } })),
      );
      const lines = [
        { type: 'step', step: 1, epoch: 0, losses: { total, qa: 1 } },
        { type: 'epoch', epoch: 1, step: 2, accuracy: accuracy(10 * total) },
      ];
      await writeFile(
        path.join(run(name), 'metrics.jsonl'),
        `${lines.map((line) => JSON.stringify(line)).join('\n')}\n{"type":"st`,
      );
    };
    await write('a', 1, 5, 2);
    await write('b', 2, 5, 4);
    await write('c', 1, 9, 8);
    await write('again', 2, 5, 6);
    await mkdir(run('broken'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('are grouped by training, finished or failed, with notes on omitted runs', async () => {
    const all = ['a', 'b', 'c', 'again', 'broken'].map(run);
    const { methods, notes } = await readCurves(all, 'total', 300);
    expect(methods.map((method) => ({ ...method, name: inEnglish(method.name) }))).toEqual([
      {
        name: 'Tiny pipeline (RMM generator slots 5)',
        runs: [
          { run: run('a'), seed: 1, points: [{ step: 1, value: 2 }] },
          { run: run('again'), seed: 2, points: [{ step: 1, value: 6 }] },
        ],
        mean: [{ step: 1, mean: 4, deviation: Math.sqrt(8), count: 2 }],
      },
      {
        name: 'Tiny pipeline (RMM generator slots 9)',
        runs: [{ run: run('c'), seed: 1, points: [{ step: 1, value: 8 }] }],
        mean: [{ step: 1, mean: 8, deviation: null, count: 1 }],
      },
    ]);
    expect(notes.map(inEnglish)).toEqual([
      expect.stringMatching(/^Left out: “.*graph\.json” is missing/),
      `Left out: “${run('b')}”, because “${run('again')}” has the same graph and seed.`,
    ]);
  });

  it('are those of finished runs before those of failed or interrupted ones of the same graph and seed', async () => {
    const state = (name: string, value: 'finished' | 'failed' | 'running') => {
      const steps = { epoch: 1, epochs: 1, step: 1, steps: 1, secondsPerStep: null, secondsLeft: 0 };
      const status = { run: name, title: 'Tiny pipeline', state: value, message: 'So it ended.', ...steps };
      return writeFile(path.join(run(name), 'run.json'), JSON.stringify(status));
    };
    await state('b', 'finished');
    for (const end of ['failed', 'running'] as const) {
      await state('again', end);
      for (const order of [
        ['b', 'again'],
        ['again', 'b'],
      ]) {
        const { methods, notes } = await readCurves(order.map(run), 'total', 300);
        expect(methods[0]?.runs.map((one) => one.run)).toEqual([run('b')]);
        expect(notes.map(inEnglish)).toEqual([
          `Left out: “${run('again')}” is not finished, but “${run('b')}” with the same graph and seed is.`,
        ]);
      }
    }
  });

  it('have accuracies by epoch, and no loss that the graph lacks', async () => {
    const { methods } = await readCurves([run('a'), run('b')], 'audioMissing', 300);
    expect(methods[0]?.mean).toEqual([{ step: 2, mean: 30, deviation: Math.sqrt(200), count: 2 }]);
    expect((await readCurves([run('a')], 'match', 300)).methods[0]?.mean).toEqual([]);
  });
});
