import { cp, mkdtemp, readFile, rm, unlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tinyPipeline } from '../../test/fixtures/graphs';
import { runResult } from '../../test/fixtures/run-result';
import { inEnglish, verbatim } from '../contract/messages';
import type { RunStatus } from '../contract/runs';
import { RunFolder } from './run-folder';
import { keptCheckpoints, readRun } from './stored-run';

const document = tinyPipeline();
const words = { vocabulary: ['<pad>', '<unk>', 'how'], answers: ['yes', 'no'] };
const weights = new Map([['head/answer/bias', { shape: [2], values: Float32Array.of(0.25, -1) }]]);
const status: RunStatus = {
  run: 'tiny-pipeline-seed1-1',
  title: 'Tiny pipeline',
  state: 'finished',
  message: verbatim('Finished.'),
  epoch: 1,
  epochs: 1,
  step: 3,
  steps: 3,
  secondsPerStep: null,
  secondsLeft: 0,
};

const checkpoint = path.join('checkpoints', 'final.safetensors');
let runs: string;
let whole: string;
beforeAll(async () => {
  runs = await mkdtemp(path.join(os.tmpdir(), 'studio-stored-'));
  const folder = await RunFolder.create(runs, document, 1);
  await folder.writeJson('vocabulary.json', words);
  await folder.writeJson('run.json', { ...status, message: inEnglish(status.message) });
  await folder.writeCheckpoint('final', weights);
  whole = folder.folder;
});
afterAll(() => rm(runs, { recursive: true }));

describe('a run folder', () => {
  it('is read as written', async () => {
    expect(await readRun(whole)).toEqual({ folder: whole, status, document, ...words, weights });
  });

  const replace =
    (name: string, change: (text: string) => string | Uint8Array) =>
    async (folder: string): Promise<void> => {
      const file = path.join(folder, name);
      await writeFile(file, change(await readFile(file, 'utf8')));
    };
  const cases: readonly [name: string, spoil: (folder: string) => Promise<void>, parts: readonly string[]][] = [
    ['is not there', (folder) => rm(folder, { recursive: true }), ['There is no run folder', 'spoiled-']],
    [
      'has not begun',
      (folder) => unlink(path.join(folder, 'run.json')),
      ['run.json', 'ended before the training began'],
    ],
    [
      'is of a run that failed',
      replace('run.json', () => JSON.stringify({ ...status, state: 'failed', message: 'The loss is not finite.' })),
      ['failed', 'The loss is not finite.'],
    ],
    ['has a run.json cut short', replace('run.json', (text) => text.slice(0, 40)), ['run.json', 'cannot be read']],
    [
      'is of a newer studio',
      replace('graph.json', (text) => text.replace(/"version": \d+/, '"version": 99')),
      ['graph.json', 'version 99', 'newer'],
    ],
    ['has no words', (folder) => unlink(path.join(folder, 'vocabulary.json')), ['vocabulary.json', 'is missing']],
    [
      'has words that are none',
      replace('vocabulary.json', () => '{"vocabulary": ["how"], "answers": [1]}'),
      ['vocabulary.json', 'answers.0'],
    ],
    ['has no weights', (folder) => unlink(path.join(folder, checkpoint)), ['final.safetensors', 'is missing']],
    [
      'has weights cut short',
      replace(checkpoint, () => new Uint8Array(20)),
      ['final.safetensors', 'not a complete safetensors file'],
    ],
  ];

  it.each(cases)('that %s is refused in one sentence', async (name, spoil, parts) => {
    const folder = path.join(runs, `spoiled-${name.replaceAll(' ', '-')}`);
    await cp(whole, folder, { recursive: true });
    await spoil(folder);
    const error: unknown = await readRun(folder).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'RequestError', code: 'refused' });
    for (const part of parts) expect((error as Error).message).toContain(part);
    expect((error as Error).message).not.toContain('\n');
  });
});

describe('kept checkpoints', () => {
  it('are the ends of the stages before the last, and the final weights at their epoch', async () => {
    const stage = (name: string, epochs: number, weights?: string) => ({
      ...{ name, epochs, steps: 1, losses: null, accuracy: runResult().accuracy },
      ...(weights !== undefined && { weights }),
    });
    const stages = [
      stage('backbone', 3, 'checkpoints/stage-1.safetensors'),
      stage('generator', 2, 'checkpoints/stage-2.safetensors'),
      stage('all', 4, 'checkpoints/stage-3.safetensors'),
    ];
    const ended: RunStatus = { ...status, epoch: 9, result: runResult({ stages }) };
    const kept = (of: RunStatus) => keptCheckpoints({ folder: whole, status: of });
    expect(await kept(ended)).toEqual([
      { name: 'stage-1', epoch: 3 },
      { name: 'stage-2', epoch: 5 },
      { name: 'final', epoch: 9 },
    ]);
    expect(await kept(status)).toEqual([{ name: 'final', epoch: 1 }]);
    expect(await kept({ ...ended, result: runResult({ bestEpoch: 7 }) })).toEqual([{ name: 'final', epoch: 7 }]);

    const folder = path.join(runs, 'with-epochs');
    await cp(whole, folder, { recursive: true });
    for (const epoch of [10, 2, 3, 5, 8, 9])
      await cp(path.join(folder, checkpoint), path.join(folder, 'checkpoints', `epoch-${epoch}.safetensors`));
    expect(await keptCheckpoints({ folder, status: ended })).toEqual([
      { name: 'epoch-2', epoch: 2 },
      { name: 'stage-1', epoch: 3 },
      { name: 'stage-2', epoch: 5 },
      { name: 'epoch-8', epoch: 8 },
      { name: 'final', epoch: 9 },
    ]);
  });
});
