import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tinyPipeline } from '../../test/fixtures/graphs';
import { accuracies, measured } from '../../test/fixtures/measured';
import { RunFolder } from '../runs/run-folder';
import { formatPredictions, type StoredQuestion } from '../runs/stored-predictions';
import { verbatim } from '../contract/messages';
import { compare, readSide, type Side } from './compare';
import { markdownComparison } from './comparison-text';

/** Six questions about three videos; `right` says which were answered right with nothing missing. */
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
  it('pairs questions and draws videos: the p is that of counting all ways to draw three', () => {
    // By video, A has two right more than B, two more, and two less.
    const a = side('A', [[yes, yes, yes, yes, no, no]]);
    const b = side('B', [[no, no, no, no, yes, yes]], 7);
    const comparison = compare(a, b, { resamples: 50_000, level: 0.95, seed: 3 });
    const overall = overallOf(comparison);
    expect(overall?.test.difference).toBeCloseTo(100 / 3, 9);
    // Drawn 50,000 times, p has a standard error of 0.004.
    expect(Math.abs((overall?.test.p ?? NaN) - 14 / 27)).toBeLessThan(0.016);
    expect(comparison).toMatchObject({
      questions: 6,
      videos: 3,
      settings: [{ setting: 'rmm.slots', a: verbatim('5'), b: verbatim('7') }],
      a: { name: 'A', seeds: [1], runs: ['runs/A-1'] },
    });
    // What is not asked is left out; what is equal has no p below 1.
    expect(comparison.accuracies.some(({ key }) => key === 'audioVisualTemporal')).toBe(false);
    const missing = comparison.accuracies.find(({ scenario, key }) => scenario === 'audioMissing' && key === 'audio');
    expect(missing?.test).toEqual({ difference: 0, low: 0, high: 0, p: 1 });
  });

  it('counts a question with the share of seeds that have it right', () => {
    const a = side('A', [
      [yes, yes, yes, no, no, no],
      [yes, no, yes, no, no, no],
    ]);
    const b = side('B', [[yes, no, no, no, no, no]]);
    const comparison = compare(a, b);
    // Shares 1, ½, 1, 0, 0, 0 against 1, 0, 0, 0, 0, 0.
    expect(overallOf(comparison)?.test.difference).toBeCloseTo(100 * (2.5 / 6 - 1 / 6), 9);
    expect(overallOf(comparison)?.a).toMatchObject({ count: 2, mean: (50 + 100 / 3) / 2 });
    expect(comparison.assumptions).toContainEqual({ code: 'severalSeeds' });
  });

  it('is refused where other questions were asked, naming the first', () => {
    const b = side('B', [[yes, no, no, no, no, no]]);
    const other: Side = {
      ...b,
      runs: b.runs.map(({ run, questions }) => ({
        run,
        questions: questions.map((question, index) => (index === 3 ? { ...question, text: 'Else?' } : question)),
      })),
    };
    expect(() => compare(b, other)).toThrow(/question 4 is “Question 3\?” of “v1” and “Else\?”/);
    const short: Side = { ...b, runs: [{ ...(b.runs[0] as Side['runs'][0]), questions: asked([yes]) }] };
    expect(() => compare(b, short)).toThrow('6 and 1 of them');
    expect(() => compare(short, b)).toThrow('1 and 6 of them');
  });

  it('is told in Markdown with what it rests on', () => {
    const text = markdownComparison(
      compare(side('A', [[yes, yes, yes, yes, yes, yes]]), side('B', [[no, no, no, no, no, no]], 9)),
    );
    expect(text).toContain('| rmm.slots | 5 | 9 |');
    expect(text).toContain('| All · Overall | 100.0 | 0.0 | +100.0 | +100.0 to +100.0 | < 0.001 |');
    expect(text).toContain('- Videos are resampled with replacement, 10,000 times out of 3 (seed 1)');
    expect(text).toContain('not about training again with another seed');
  });
});

describe('a side read from disk', () => {
  let runs: string;
  const folders: string[] = [];
  beforeAll(async () => {
    runs = await mkdtemp(path.join(os.tmpdir(), 'studio-compare-'));
    for (const [seed, slots] of [
      [1, 5],
      [2, 5],
      [1, 9],
    ] as const) {
      const document = tinyPipeline({ rmm: { slots }, trainer: { seed } });
      const folder = await RunFolder.create(runs, document, seed);
      const { result } = measured(folder.id, seed, [50, 50, 50], { document });
      const steps = { epoch: 1, epochs: 1, step: 3, steps: 3, secondsPerStep: null, secondsLeft: 0 };
      const status = { run: folder.id, title: document.title, state: 'finished', message: 'Finished.', ...steps };
      await folder.writeJson('run.json', { ...status, result });
      await folder.writeJson('vocabulary.json', { vocabulary: ['how'], answers: ['yes'] });
      await folder.write('predictions.json', formatPredictions(asked([yes, no])));
      await folder.close();
      folders.push(folder.folder);
    }
  });
  afterAll(() => rm(runs, { recursive: true }));

  it('is one run, or with it all that differ in the seed alone', async () => {
    const [first = ''] = folders;
    expect((await readSide(first, false)).runs.map(({ run }) => run.folder)).toEqual([first]);
    const every = await readSide(first, true);
    expect(every.runs.map(({ run }) => run.folder)).toEqual(folders.slice(0, 2));
    expect(every.name).toBe('Tiny pipeline');
  });
});
