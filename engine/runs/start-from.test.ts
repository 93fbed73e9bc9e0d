import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GraphDocument } from '../../graph-nodes/graph/document';
import { node as trainerNode } from '../../graph-nodes/nodes/trainer/node';
import { tinyPipeline } from '../../test/fixtures/graphs';
import { createLearner } from '../training/create-learner';
import { openDataset } from './open-dataset';
import { writeSafetensors } from '../files/safetensors';
import { fittingWeights, readWeights, weightsFile } from './start-from';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'studio-start-'));
});
afterAll(() => rm(folder, { recursive: true }));

const stageOne = tinyPipeline();
const stageTwo = tinyPipeline({ rmm: { slots: 9 } });
const learnerOf = async (document: GraphDocument, seed: number, backend: 'onnx' | 'cpu') => {
  const parameters = trainerNode.parameters.parse({ seed, batchSize: 8 });
  return (await createLearner(document, await openDataset(document), parameters, backend)).learner;
};
const refused = (part: string) =>
  expect.objectContaining({ code: 'refused', node: 'trainer', message: expect.stringContaining(part) });

describe('a second stage', () => {
  it.each(['onnx', 'cpu'] as const)(
    'starts on %s with the weights of the first stage’s run that match in node, name and shape, and reports their number',
    async (backend) => {
      const first = await (await learnerOf(stageOne, 1, 'cpu')).weights();
      const run = path.join(folder, backend);
      await mkdir(path.join(run, 'checkpoints'), { recursive: true });
      await writeFile(path.join(run, 'checkpoints', 'final.safetensors'), writeSafetensors(first));
      const second = await learnerOf(stageTwo, 2, backend);
      const own = await second.weights();
      const { arrays, startedFrom } = fittingWeights(own, await readWeights(run));
      await second.load(arrays);
      // All but the three slot banks, which have more slots in the second stage.
      expect(startedFrom).toMatchObject({ loaded: first.size - 3, of: own.size });
      const now = await second.weights();
      expect(now.get('head/answer/weight')).toEqual(first.get('head/answer/weight'));
      expect(now.get('head/answer/weight')).not.toEqual(own.get('head/answer/weight'));
      expect(now.get('rmm/audioSlots')).toEqual(own.get('rmm/audioSlots'));
    },
  );

  it('has its weights in the final checkpoint of a run, or in the named file', async () => {
    const run = path.join(folder, 'whole');
    await mkdir(run);
    expect(await weightsFile(run)).toBe(path.join(run, 'checkpoints', 'final.safetensors'));
    const file = path.join(folder, 'weights.safetensors');
    expect(await weightsFile(file)).toBe(file);
  });

  it('is refused in one sentence if the file is missing, broken, or of another graph', async () => {
    const own = await (await learnerOf(stageOne, 1, 'cpu')).weights();
    await expect(readWeights(path.join(folder, 'nowhere'), 'trainer')).rejects.toEqual(refused('neither'));
    const broken = path.join(folder, 'broken.safetensors');
    await writeFile(broken, writeSafetensors(own).subarray(0, 5000));
    await expect(readWeights(broken, 'trainer')).rejects.toEqual(refused('not a complete safetensors file'));
    const foreign = { file: 'foreign', arrays: new Map([['x', { shape: [1], values: Float32Array.of(1) }]]) };
    expect(() => fittingWeights(own, foreign, 'trainer')).toThrow(refused('none of the 1 arrays'));
  });
});
