import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunStatus } from '../contract/runs';
import { toRunFile } from './run-file';
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
  it('holds the message as an English sentence, and as a code that is read back', async () => {
    const state = { ...status, process: { host: 'a-machine', id: 1 }, threads: 2 };
    const file = toRunFile(state);
    expect(file).toMatchObject({ version: 2, message: expect.stringContaining('tiny-seed1-1') as string });
    expect(await stateOf(file)).toEqual(state);
  });

  it.each([
    ['version 1, which has no code', { version: 1, message: 'Stopped here.' }],
    ['a studio before there were versions', { message: 'Stopped here.' }],
    ['a studio whose code is unknown here', { version: 2, message: 'Stopped here.', reason: { code: 'later', of: 1 } }],
  ])('of %s keeps its sentence', async (_, changes) => {
    const { message } = await stateOf({ ...status, ...changes });
    expect(message).toEqual({ code: 'text', text: 'Stopped here.' });
  });

  it.each([
    ['a newer version', { version: 3 }, 'newerFile'],
    ['a state that is unknown', { version: 2, state: 'dreaming' }, 'wrongContent'],
    ['a loss that is unknown', { version: 2, result: { losses: { later: 1 } } }, 'wrongContent'],
  ])('with %s is refused, and stays as it is', async (_, changes, code) => {
    const file = { ...toRunFile(status), ...changes };
    await expect(stateOf(file)).rejects.toMatchObject({ reason: { code } });
    expect(JSON.parse(await readFile(path.join(folder, 'run.json'), 'utf8'))).toEqual(file);
  });
});
