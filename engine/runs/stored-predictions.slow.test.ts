import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Question } from '../../graph-nodes/datasets/dataset';
import { tinyPipeline } from '../../test/fixtures/graphs';
import { Engine } from '../service/engine';
import { AnswerLog, formatPredictions, readPredictions, type StoredQuestion } from './stored-predictions';

const question = (video: string, text: string, answer: number): Question => ({
  video,
  type: 'audioCounting',
  text,
  tokens: new Int32Array(1),
  answer,
});

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'studio-answers-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('the predictions of a run', () => {
  it('are stored by question, even if two questions are equal', async () => {
    const log = new AnswerLog();
    const [first, second] = [question('v', 'How many?', 2), question('v', 'How many?', 2)];
    for (const scenario of ['complete', 'audioMissing', 'visualMissing'] as const) {
      log.add(scenario, first, 2);
      log.add(scenario, second, scenario === 'complete' ? 2 : 5);
    }
    await writeFile(path.join(folder, 'predictions.json'), formatPredictions(log.questions()));
    const same = { video: 'v', type: 'audioCounting', text: 'How many?', answer: 2 };
    expect(await readPredictions(folder)).toEqual([
      { ...same, predicted: { complete: 2, audioMissing: 2, visualMissing: 2 } },
      { ...same, predicted: { complete: 2, audioMissing: 5, visualMissing: 5 } },
    ]);
  });

  it('are written by a run, and give its accuracies', async () => {
    const engine = new Engine({ runsFolder: folder });
    const ended = new Promise<void>((resolve) => {
      engine.onEvent((event) => {
        if (event.event === 'status' && event.status.state === 'finished') resolve();
      });
    });
    const graph = tinyPipeline({ dataset: { scenes: 30, visualWidth: 8, seconds: 3 } });
    const { run } = await engine.request('train', { graph, backend: 'wasm' });
    await ended;
    const { runs } = await engine.request('runs', {});
    await engine.close();
    const result = runs.find((status) => status.run === run)?.result;
    const questions = await readPredictions(path.join(folder, run));
    expect(questions).toHaveLength(result?.questions.test ?? NaN);
    const percent = (of: readonly StoredQuestion[], scenario: keyof StoredQuestion['predicted']) =>
      (100 * of.filter(({ answer, predicted }) => predicted[scenario] === answer).length) / of.length;
    expect(percent(questions, 'audioMissing')).toBeCloseTo(result?.accuracy.audioMissing.overall ?? NaN, 9);
    const visual = questions.filter(({ type }) => type === 'visualCounting');
    expect(percent(visual, 'complete')).toBeCloseTo(result?.accuracy.complete.visualCounting ?? NaN, 9);
    // One question per line.
    const lines = (await readFile(path.join(folder, run, 'predictions.json'), 'utf8')).trim().split('\n');
    expect(lines).toHaveLength(questions.length + 2);
  });

  it.each([
    ['cut short', formatPredictions([]).slice(0, 30), 'cannot be read'],
    ['of a newer studio', formatPredictions([]).replace('"version": 1', '"version": 9'), 'newer'],
    ['of something else', '{"questions": [{"video": 3}]}', 'format'],
  ])('that are %s are refused in one sentence', async (_, content, part) => {
    await writeFile(path.join(folder, 'predictions.json'), content);
    await expect(readPredictions(folder)).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining(part),
    });
  });

  it('that are missing are refused with the reason', async () => {
    await expect(readPredictions(path.join(folder, 'nowhere'))).rejects.toThrow('is missing');
  });
});
