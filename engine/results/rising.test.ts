import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { accuracies, measured } from '../../test/fixtures/measured';
import { inEnglish, verbatim } from '../contract/messages';
import { toMetricLine } from '../runs/run-file';
import type { MeasuredRun } from './results';
import { risingNote } from './rising';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'studio-rising-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** A stored run with these accuracies by epoch, and one step before each. */
async function run(seed: number, percents: readonly number[]): Promise<MeasuredRun> {
  const own = await mkdtemp(path.join(folder, 'run-'));
  const lines = percents.flatMap((percent, index) => {
    const at = { epoch: index + 1, step: index };
    const all = accuracies(percent);
    const accuracy = { complete: all, audioMissing: all, visualMissing: all };
    return [toMetricLine('step', { ...at, losses: { total: 1 } }), toMetricLine('epoch', { ...at, accuracy })];
  });
  await writeFile(path.join(own, 'metrics.jsonl'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  const result = { epochs: percents.length, bestEpoch: percents.length };
  return { ...measured('a', seed, [50, 50, 50], { result }), folder: own };
}

it('names the rows with runs whose last epoch was the best', async () => {
  const settled = { name: verbatim('imputer'), runs: [await run(1, [40, 56, 55])] };
  const rising = { name: verbatim('RMM'), runs: [await run(1, [40, 55, 56]), await run(2, [56, 55, 50])] };
  expect(await risingNote([settled])).toEqual([]);
  expect((await risingNote([settled, rising])).map(inEnglish)).toEqual([
    'In these runs the last epoch was the best, so more epochs may improve them and change the comparison: “RMM” (1 of 2 runs).',
  ]);
});
