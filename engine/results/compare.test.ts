import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tinyPipeline } from '../../test/fixtures/graphs';
import { accuracies, measured } from '../../test/fixtures/measured';
import { pairOf } from '../../test/fixtures/pair';
import { RunFolder } from '../runs/run-folder';
import { formatPredictions, type StoredQuestion } from '../runs/stored-predictions';
import { inEnglish, verbatim } from '../contract/messages';
import { compare, overallTests, usualBootstrap } from './compare';
import { markdownComparison } from './comparison-text';
import { readPair, type Pair, type Side } from './pairing';

/** Six questions about three videos; `right` contains the correct ones in the complete scenario. */
const asked = (right: readonly boolean[]): StoredQuestion[] =>
  right.map((hit, index) => ({
    video: `v${Math.floor(index / 2)}`,
    type: index % 2 === 0 ? 'audioCounting' : 'visualLocation',
    text: `Question ${index}?`,
    answer: 1,
    predicted: { complete: hit ? 1 : 0, audioMissing: 1, visualMissing: 0 },
  }));
const percent = (right: readonly boolean[]) => (100 * right.filter(Boolean).length) / right.length;

function side(name: string, seeds: readonly (readonly boolean[])[], slots = 5): Side {
  const runs = seeds.map((right, index) => ({
    run: measured(`${name}-${index + 1}`, index + 1, [percent(right), 100, 0], {
      document: tinyPipeline({ rmm: { slots }, trainer: { seed: index + 1 } }),
      result: {
        accuracy: {
          complete: accuracies(percent(right), { audioVisual: null, audioVisualTemporal: null }),
          audioMissing: accuracies(100),
          visualMissing: accuracies(0),
        },
      },
    }),
    questions: asked(right),
  }));
  return { name, runs };
}
const [yes, no] = [true, false];
const overallOf = ({ accuracies: rows }: ReturnType<typeof compare>) =>
  rows.find(({ scenario, key }) => scenario === 'complete' && key === 'overall');

describe('a comparison of two runs', () => {
  it('pairs questions and resamples videos: p equals the p of all ways to draw three', () => {
    // By video, A has two more right answers than B, two more, and two fewer.
    const a = side('A', [[yes, yes, yes, yes, no, no]]);
    const b = side('B', [[no, no, no, no, yes, yes]], 7);
    const comparison = compare(pairOf(a, b), { resamples: 50_000, level: 0.95, seed: 3 });
    const overall = overallOf(comparison);
    expect(overall?.test.difference).toBeCloseTo(100 / 3, 9);
    // With 50,000 resamples, p has a standard error of 0.004.
    expect(Math.abs((overall?.test.p ?? NaN) - 14 / 27)).toBeLessThan(0.016);
    expect(comparison).toMatchObject({
      questions: 6,
      videos: 3,
      settings: [{ setting: 'rmm.slots', a: verbatim('5'), b: verbatim('7') }],
      a: { name: 'A', seeds: [1], runs: ['runs/A-1'] },
    });
    // Quantities without questions are omitted; equal ones have p = 1.
    expect(comparison.accuracies.some(({ key }) => key === 'audioVisualTemporal')).toBe(false);
    const missing = comparison.accuracies.find(({ scenario, key }) => scenario === 'audioMissing' && key === 'audio');
    expect(missing?.test).toEqual({ difference: 0, low: 0, high: 0, p: 1 });
  });

  it('has an interval of the part of a difference that complete input does not have', () => {
    const a = side('A', [[yes, yes, yes, yes, no, yes]]);
    const b = side('B', [[no, no, no, yes, yes, yes]]);
    const tests = overallTests(a, b, usualBootstrap);
    const [complete, missing] = [tests.get('complete'), tests.get('audioMissing')];
    // Without audio both answer every question, so the rest takes back the difference of each question.
    expect(complete?.difference).toBeCloseTo(100 / 3, 9);
    expect(complete?.low).not.toBeCloseTo(complete?.high ?? NaN);
    expect(missing).toMatchObject({ difference: 0, low: 0, high: 0 });
    expect(missing?.beyond.difference).toBeCloseTo(-100 / 3, 9);
    expect(missing?.beyond.low).toBeCloseTo(-(complete?.high ?? NaN), 9);
    expect(missing?.beyond.high).toBeCloseTo(-(complete?.low ?? NaN), 9);
    expect(missing?.beyond.p).toBeCloseTo(complete?.p ?? NaN, 9);
    // The rest is paired question by question: a difference that both scenarios have leaves nothing.
    expect(complete?.beyond).toMatchObject({ difference: 0, low: 0, high: 0 });
  });

  it('scores a question by the share of seeds that answer it correctly', () => {
    const a = side('A', [
      [yes, yes, yes, no, no, no],
      [yes, no, yes, no, no, no],
    ]);
    const b = side('B', [[yes, no, no, no, no, no]]);
    const comparison = compare(pairOf(a, b));
    // Shares 1, ½, 1, 0, 0, 0 and 1, 0, 0, 0, 0, 0.
    expect(overallOf(comparison)?.test.difference).toBeCloseTo(100 * (2.5 / 6 - 1 / 6), 9);
    expect(overallOf(comparison)?.a).toMatchObject({ count: 2, mean: (50 + 100 / 3) / 2 });
    expect(comparison.assumptions).toContainEqual({ code: 'severalSeeds' });
  });

  it('is refused if the questions differ, naming the first', () => {
    const b = side('B', [[yes, no, no, no, no, no]]);
    const other: Side = {
      ...b,
      runs: b.runs.map(({ run, questions }) => ({
        run,
        questions: questions.map((question, index) => (index === 3 ? { ...question, text: 'Else?' } : question)),
      })),
    };
    expect(() => compare(pairOf(b, other))).toThrow(/question 4 is “Question 3\?” of “v1” and “Else\?”/);
    const short: Side = { ...b, runs: [{ ...(b.runs[0] as Side['runs'][0]), questions: asked([yes]) }] };
    expect(() => compare(pairOf(b, short))).toThrow('6 and 1 of them');
    expect(() => compare(pairOf(short, b))).toThrow('1 and 6 of them');
  });

  it('is formatted in Markdown with its assumptions', () => {
    const text = markdownComparison(
      compare(pairOf(side('A', [[yes, yes, yes, yes, yes, yes]]), side('B', [[no, no, no, no, no, no]], 9))),
    );
    expect(text).toContain('| rmm.slots | 5 | 9 |');
    expect(text).toContain('| All · Overall | 100.0 | 0.0 | +100.0 | +100.0 to +100.0 | < 0.001 |');
    expect(text).toContain('- Videos are resampled with replacement, 10,000 times out of 3 (seed 1)');
    expect(text).toContain('They do not cover training with other seeds');
  });
});

describe('two runs read from disk', () => {
  let runs: string;
  beforeAll(async () => {
    runs = await mkdtemp(path.join(os.tmpdir(), 'studio-compare-'));
  });
  afterAll(() => rm(runs, { recursive: true }));

  interface Written {
    readonly in?: string;
    readonly slots?: number;
    readonly scenes?: number;
    readonly state?: 'finished' | 'stopped' | 'training';
    readonly backend?: string;
    readonly threads?: number;
    readonly build?: string;
    readonly files?: string;
    readonly from?: string;
    readonly right?: readonly boolean[];
  }
  const rights = [yes, yes, yes, no, no, no];

  /** Writes a run folder and returns its path. */
  async function write(seed: number, written: Written = {}): Promise<string> {
    const { slots = 5, scenes = 8, state = 'finished', right = rights } = written;
    const { backend = 'cpu', threads, build = '0.1.0+a', files = 'f', from } = written;
    const document = tinyPipeline({ rmm: { slots }, dataset: { scenes }, trainer: { seed } });
    const folder = await RunFolder.create(path.join(runs, written.in ?? 'loose'), document, seed);
    const startedFrom = from !== undefined && { startedFrom: { file: from, loaded: 1, of: 1 } };
    const stopped = state === 'stopped';
    const { result } = measured(folder.id, seed, [percent(right), 50, 50], {
      document,
      result: { backend, stopped, ...startedFrom },
    });
    const steps = { epoch: 1, epochs: 1, step: 3, steps: 3, secondsPerStep: null, secondsLeft: 0 };
    const status = { run: folder.id, title: document.title, state, message: 'Finished.', ...steps };
    const origin = { builds: [build], questions: 'q', files };
    const ended = state !== 'training' && { result };
    await folder.writeJson('run.json', { version: 4, ...status, ...ended, origin, threads });
    await folder.writeJson('vocabulary.json', { vocabulary: ['how'], answers: ['yes'] });
    await folder.write('predictions.json', formatPredictions(asked(right)));
    await folder.close();
    return folder.folder;
  }
  const overall = (pair: Pair) =>
    compare(pair).accuracies.find(({ scenario, key }) => scenario === 'complete' && key === 'overall')?.test;
  const seeds = ({ a, b }: Pair) => [a, b].map(({ runs: own }) => own.map(({ run }) => run.result.seed));
  const words = ({ pairing }: Pair) => pairing.map(inEnglish);

  it('of different seeds are compared over all paired seeds of both settings, and only on request as a single pair', async () => {
    const all = [yes, yes, yes, yes, yes, yes];
    // With one seed A is better, with the other B by the same amount.
    const a = await write(1, { in: 'mixed', slots: 5, right: all });
    await write(2, { in: 'mixed', slots: 5 });
    await write(1, { in: 'mixed', slots: 9, right: all });
    const b = await write(2, { in: 'mixed', slots: 9 });
    const pair = await readPair(a, b, { singlePair: false });
    expect(seeds(pair)).toEqual([
      [1, 2],
      [1, 2],
    ]);
    expect(overall(pair)).toMatchObject({ difference: 0, p: 1 });
    expect(words(pair)).toEqual([
      '2 seeds are paired: 1, 2.',
      'The seeds of the two chosen runs are mixed (1 and 2), so all seeds of both settings are compared.',
    ]);
    expect(compare(pair).settings).toEqual([
      { setting: 'rmm.slots', a: verbatim('5'), b: verbatim('9') },
      { setting: 'trainer.seed', a: verbatim('1'), b: verbatim('2') },
    ]);
    const single = await readPair(a, b, { singlePair: true });
    expect(seeds(single)).toEqual([[1], [2]]);
    expect(overall(single)?.difference).toBeCloseTo(50, 9);
    expect(words(single)[1]).toContain('Seeds are mixed: A has seed 1 and B has seed 2');
  });

  it('of one setting are the same runs on both sides', async () => {
    const [a, b] = [await write(1, { in: 'same' }), await write(2, { in: 'same', right: [yes, no, no, no, no, no] })];
    const pair = await readPair(a, b, { singlePair: false });
    expect(overall(pair)).toMatchObject({ difference: 0, p: 1 });
    expect(words(pair).join(' ')).toContain('both sides are the same runs');
  });

  it('name the omitted seeds and the reasons, for runs in any folder', async () => {
    const a = await write(1, { in: 'left' });
    const b = await write(1, { in: 'right', slots: 9 });
    await write(2, { in: 'right', slots: 9 });
    await write(2, { in: 'study' });
    const [alone, twin] = [await write(3, { in: 'study' }), await write(1, { in: 'study' })];
    const stopped = await write(4, { in: 'left', state: 'stopped' });
    const training = await write(5, { in: 'left', state: 'training' });
    const rebuilt = await write(6, { in: 'left', build: '0.2.0+b', backend: 'wasm' });
    await write(7, { in: 'left', slots: 11 });
    const pair = await readPair(a, b, { singlePair: false, folders: [path.join(runs, 'study')] });
    expect(seeds(pair)).toEqual([
      [1, 2],
      [1, 2],
    ]);
    expect(words(pair)).toEqual([
      '2 seeds are paired: 1, 2.',
      'Left out: seed 3 of A, because B has no finished run with it.',
      `Left out: the run “${stopped}” was stopped after 1 epoch.`,
      `Left out: The run “${training}” is not finished; run “studio resume” to continue it.`,
      `Left out: “${rebuilt}” has the same graph but differs in backend, build.`,
      `Left out: “${twin}”, because “${a}” has the same graph and seed.`,
    ]);
    expect(pair.a.runs.map(({ run }) => run.folder)).not.toContain(alone);
  });

  it('differ in backend, threads, build, data and initial weights, too', async () => {
    const base = await write(1, { in: 'made', slots: 3 });
    const from = `../${path.basename(base)}/checkpoints/final.safetensors`;
    const a = await write(1, { in: 'made' });
    const b = await write(1, { in: 'made', backend: 'wasm', threads: 2, build: '0.2.0+b', files: 'g', from });
    const pair = await readPair(a, b, { singlePair: false });
    expect(seeds(pair)).toEqual([[1], [1]]);
    const apart = compare(pair);
    expect(apart.settings).toEqual([]);
    expect(
      apart.made.map(({ part, a: one, b: other }) => [part, one && inEnglish(one), other && inEnglish(other)]),
    ).toEqual([
      ['backend', 'cpu', 'wasm'],
      ['threads', 'default', '2'],
      ['build', '0.1.0+a', '0.2.0+b'],
      ['files', 'f', 'g'],
      ['weights', 'new weights', expect.stringMatching(/^final weights of “Tiny pipeline” \([0-9a-f]{12}\)$/)],
    ]);
    const text = markdownComparison(apart);
    expect(text).toContain('- 1 seed is paired: 1.');
    expect(text).toContain('| backend | cpu | wasm |');
  });

  it('are refused if no seed has a run of both, with the available seeds', async () => {
    const a = await write(1, { in: 'apart' });
    const b = await write(2, { in: 'apart', slots: 9 });
    await expect(readPair(a, b, { singlePair: false })).rejects.toThrow(
      /has finished runs with seed 1 and “.*” has finished runs with seed 2, so no seed can be paired/,
    );
    expect(seeds(await readPair(a, b, { singlePair: true }))).toEqual([[1], [2]]);
  });
});
