import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tinyPipeline } from '../../test/fixtures/graphs';
import { startBackend } from '../backend/backend';
import { compile } from '../compile/compile';
import { writeSafetensors } from './safetensors';
import { loadWeights, readWeights } from './start-from';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'studio-start-'));
  await startBackend('cpu');
});
afterAll(() => rm(folder, { recursive: true }));

const stageOne = tinyPipeline();
const stageTwo = tinyPipeline({ rmm: { slots: 9 } });
const weightsOf = (model: ReturnType<typeof compile>) =>
  new Map(
    [...model.variables].map(([name, variable]) => [
      name,
      { shape: variable.shape, values: variable.dataSync().slice() as Float32Array },
    ]),
  );
const refused = (part: string) =>
  expect.objectContaining({ code: 'refused', node: 'trainer', message: expect.stringContaining(part) });

describe('a second stage', () => {
  it('starts from the first stage’s run where node, name and shape agree, and says how much that was', async () => {
    const first = compile(stageOne, {}, 1);
    const run = path.join(folder, 'run');
    await mkdir(path.join(run, 'checkpoints'), { recursive: true });
    await writeFile(path.join(run, 'checkpoints', 'final.safetensors'), writeSafetensors(weightsOf(first)));
    const second = compile(stageTwo, {}, 2);
    const own = weightsOf(second);
    const { loaded, of } = loadWeights(second, await readWeights(run));
    // All but the three slot banks, of which the second stage has more.
    expect({ loaded, of }).toEqual({ loaded: first.variables.size - 3, of: second.variables.size });
    const now = weightsOf(second);
    expect(now.get('head/answer/weight')).toEqual(weightsOf(first).get('head/answer/weight'));
    expect(now.get('rmm/audioSlots')).toEqual(own.get('rmm/audioSlots'));
  });

  it('is refused in one sentence where the file is missing, broken, or of another graph', async () => {
    await expect(readWeights(path.join(folder, 'nowhere'), 'trainer')).rejects.toEqual(refused('neither'));
    const broken = path.join(folder, 'broken.safetensors');
    await writeFile(broken, writeSafetensors(weightsOf(compile(stageOne, {}, 1))).subarray(0, 5000));
    await expect(readWeights(broken, 'trainer')).rejects.toEqual(refused('not a whole safetensors file'));
    const foreign = { file: 'foreign', arrays: new Map([['x', { shape: [1], values: Float32Array.of(1) }]]) };
    expect(() => loadWeights(compile(stageOne, {}, 1), foreign, 'trainer')).toThrow(refused('none of the 1 arrays'));
  });
});
