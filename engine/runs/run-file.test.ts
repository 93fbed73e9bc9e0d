import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runResult } from '../../test/fixtures/run-result';
import type { RunStatus } from '../contract/runs';
import { readFormat } from '../files/file-format';
import { metricLineFormat, toMetricLine, toRunFile } from './run-file';
import { readRunState } from './run-state';

const status: RunStatus = {
  run: 'tiny-seed1-1',
  title: 'Tiny',
  state: 'stopped',
  message: { code: 'runFolderTaken', folder: 'tiny-seed1-1' },
  epoch: 1,
  epochs: 2,
  step: 3,
  steps: 6,
  secondsPerStep: null,
  secondsLeft: null,
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'studio-run-file-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** The state of a folder whose `run.json` has this value. */
async function stateOf(file: object) {
  await writeFile(path.join(folder, 'run.json'), JSON.stringify(file));
  return readRunState(folder);
}

describe('run.json', () => {
  it('contains the message as an English sentence, and as a code that is read back', async () => {
    const origin = { builds: ['0.1.0+1'], questions: 'aa', files: 'bb' };
    const process = { host: 'a-machine', id: 1 };
    const state = { ...status, process, threads: 2, origin, started: 1_700_000_000_000, seconds: 12.5 };
    const file = toRunFile(state);
    expect(file).toMatchObject({ version: 5, message: expect.stringContaining('tiny-seed1-1') as string });
    expect(await stateOf(file)).toEqual(state);
  });

  it('contains the current stage and the results of the stages', async () => {
    const { accuracy } = runResult();
    const stages = [
      { name: 'a', epochs: 1, steps: 3, losses: { total: 2 }, accuracy, weights: 'checkpoints/stage-1.safetensors' },
    ];
    const state = { ...status, stage: { index: 2, count: 2, name: 'b' }, result: runResult({ stages }) };
    expect(await stateOf(toRunFile(state))).toEqual(state);
  });

  it.each([
    ['version 1, which has no code', { version: 1, message: 'Stopped here.' }],
    ['version 2, which has no stages', { version: 2, message: 'Stopped here.' }],
    ['version 3, which has no origin', { version: 3, message: 'Stopped here.' }],
    ['a studio before there were versions', { message: 'Stopped here.' }],
    ['a studio whose code is unknown here', { version: 2, message: 'Stopped here.', reason: { code: 'later', of: 1 } }],
  ])('of %s keeps its sentence', async (_, changes) => {
    const { message } = await stateOf({ ...status, ...changes });
    expect(message).toEqual({ code: 'text', text: 'Stopped here.' });
  });

  it.each([
    ['a newer version', { version: 6 }, 'newerFile'],
    ['a state that is unknown', { version: 2, state: 'dreaming' }, 'wrongContent'],
    ['a loss that is unknown', { version: 2, result: { losses: { later: 1 } } }, 'wrongContent'],
  ])('with %s is refused, and stays unchanged', async (_, changes, code) => {
    const file = { ...toRunFile(status), ...changes };
    await expect(stateOf(file)).rejects.toMatchObject({ reason: { code } });
    expect(JSON.parse(await readFile(path.join(folder, 'run.json'), 'utf8'))).toEqual(file);
  });
});

describe('a line of metrics.jsonl', () => {
  it('states a version only with a stage or the use of slots, and is read with and without them', () => {
    const record = { step: 3, epoch: 1, losses: { total: 2 } };
    const lines = [record, { ...record, stage: 2 }].map((one) => JSON.stringify(toMetricLine('step', one)));
    expect(lines[0]).toBe('{"type":"step","step":3,"epoch":1,"losses":{"total":2}}');
    expect(lines[1]).toBe('{"type":"step","version":2,"step":3,"epoch":1,"losses":{"total":2},"stage":2}');
    expect(lines.map((line) => readFormat(metricLineFormat, line, folder))).toEqual([
      { type: 'step', ...record },
      { type: 'step', ...record, stage: 2 },
    ]);
    const { accuracy } = runResult();
    const epoch = {
      epoch: 1,
      step: 3,
      accuracy,
      usage: [{ node: 'rmm', name: 'audio weights', shares: [0.25, 0.75] }],
    };
    const line = JSON.stringify(toMetricLine('epoch', epoch));
    expect(line).toMatch(/^\{"type":"epoch","version":3,"epoch":1/);
    expect(readFormat(metricLineFormat, line, folder)).toEqual({ type: 'epoch', ...epoch });
  });
});
