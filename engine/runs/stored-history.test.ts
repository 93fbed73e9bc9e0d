import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tinyPipeline } from '../../test/fixtures/graphs';
import { formatDocument } from '../../graph-nodes/graph/document';
import { lockFolder } from './lock';
import { readHistory, readStoredPredictions } from './stored-history';
import { formatPredictions } from './stored-predictions';

let folder: string;
const document = tinyPipeline();
const status = { run: 'a', title: 'Tiny', epoch: 1, epochs: 2, step: 3, steps: 6, secondsPerStep: 0.5, secondsLeft: 9 };
const write = (name: string, content: object | string) =>
  writeFile(path.join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
const writeState = (state: string) => write('run.json', { version: 4, ...status, state, message: 'So it stands.' });

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'studio-history-'));
  await write('graph.json', formatDocument(document));
  await write('vocabulary.json', { vocabulary: ['how'], answers: ['no', 'yes'] });
  await write('metrics.jsonl', '{"type":"step","step":3,"epoch":1,"losses":{"total":2}}\n{"type":"st');
});
afterAll(() => rm(folder, { recursive: true }));

describe('a stored run', () => {
  it('has its graph and curves, under a name for the window', async () => {
    await writeState('finished');
    const history = await readHistory(folder, 'studies/s/runs/a');
    expect(history).toMatchObject({
      status: { run: 'studies/s/runs/a', state: 'finished', secondsPerStep: 0.5 },
      steps: [{ step: 3, epoch: 1, losses: { total: 2 } }],
      epochs: [],
    });
    expect(history.graph).toEqual(document);
  });

  it('is shown as failed if its process has ended, and refused while a studio uses it', async () => {
    await writeState('training');
    expect((await readHistory(folder, 'a')).status).toMatchObject({
      state: 'failed',
      message: { code: 'processEnded' },
      secondsLeft: null,
    });
    const lock = await lockFolder(folder);
    await expect(readHistory(folder, 'a')).rejects.toThrow('is using the run folder');
    await lock.release();
  });

  it('has its predictions by question, and the confusion counts', async () => {
    const question = (video: string, answer: number, complete: number) => ({
      video,
      type: 'audioCounting' as const,
      text: 'How many?',
      answer,
      predicted: { complete, audioMissing: 0, visualMissing: 1 },
    });
    await write(
      'predictions.json',
      formatPredictions([question('v1', 1, 1), question('v2', 1, 0), question('v3', 0, 0)]),
    );
    const { answers, confusion, examples } = await readStoredPredictions(folder);
    expect(answers).toEqual(['no', 'yes']);
    expect(confusion).toEqual({
      complete: [
        [1, 0],
        [1, 1],
      ],
      audioMissing: [
        [1, 0],
        [2, 0],
      ],
      visualMissing: [
        [0, 1],
        [0, 2],
      ],
    });
    expect(examples).toHaveLength(3);
    expect(examples[1]).toMatchObject({
      video: 'v2',
      answer: 'yes',
      predicted: { complete: 'no', audioMissing: 'no', visualMissing: 'yes' },
      scene: null,
    });
  });
});
