import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseDocument } from '../../graph-nodes/graph/document';
import { firstBatches, lossesOf, ratesOf, trainingOf, withParameters } from '../../test/fixtures/learners';
import { apart } from '../../test/fixtures/losses';
import type { BackendName } from '../contract/backends';
import type { Losses } from '../contract/metrics';
import { findBackends } from '../backends/find-backends';
import { packageRoot } from '../platform/package-root';

const steps = 50;
/** Number of steps of the preset's whole training. */
const stepsOfPreset = 1266;

const preset = parseDocument(await readFile(path.join(packageRoot, 'presets/orchestra-rmm.json'), 'utf8'));
/** Few scenes, few slots and small batches, so that plain JavaScript is fast enough. */
const smaller = [
  ['dataset', { scenes: 200 }],
  ['rmm', { slots: 64 }],
  ['trainer', { batchSize: 2 }],
] as const;
const training = await trainingOf(
  smaller.reduce((document, [node, parameters]) => withParameters(document, node, parameters), preset),
);
const list = await firstBatches(training, steps);

/** Losses of the first steps of the preset. */
async function firstLosses(backend: BackendName): Promise<Losses[]> {
  const { learner, backend: taken } = await training.create(backend);
  expect(taken).toBe(backend);
  const losses = await lossesOf(learner, list, ratesOf(training, stepsOfPreset));
  await learner.dispose();
  return losses;
}

const there = (await findBackends()).filter(({ available }) => available).map(({ name }) => name);
const reference = firstLosses('cpu');

describe.each(there.filter((name) => name !== 'cpu'))('the first steps of a preset on %s', (backend) => {
  it('have the losses of plain JavaScript, and twice the same to the last bit', async () => {
    const expected = await reference;
    const found = await firstLosses(backend);
    expect(found).toHaveLength(steps);
    found.forEach((losses, step) => {
      const { difference, where } = apart(losses, expected[step] as Losses);
      expect(difference, `step ${step}, ${where}`).toBeLessThan(1e-3);
    });
    expect(await firstLosses(backend)).toEqual(found);
  }, 600_000);
});
