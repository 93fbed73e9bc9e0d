import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseDocument } from '../../graph-nodes/document';
import { Random } from '../../graph-nodes/random';
import { node as trainerNode } from '../../graph-nodes/trainer/node';
import { apart } from '../../test/fixtures/losses';
import type { BackendName, Losses } from '../api';
import { probeBackends } from '../backend/backend';
import { batches } from '../data/batches';
import { packageRoot } from '../host/package-root';
import { openDataset } from '../runs/run';
import { createLearner } from './create-learner';

const steps = 4;

/** The losses of the first steps of a preset, of small batches so that plain JavaScript is done in time. */
async function firstLosses(backend: BackendName): Promise<Losses[]> {
  const preset = parseDocument(await readFile(path.join(packageRoot, 'presets/orchestra-rmm.json'), 'utf8'));
  const document = {
    ...preset,
    nodes: preset.nodes.map((node) =>
      node.id === 'trainer' ? { ...node, parameters: { ...node.parameters, batchSize: 4 } } : node,
    ),
  };
  const opened = await openDataset(document);
  const parameters = trainerNode.parameters.parse(document.nodes.find(({ id }) => id === 'trainer')?.parameters);
  const { learner, backend: taken } = await createLearner(document, opened, parameters, backend);
  expect(taken).toBe(backend);
  const losses: Losses[] = [];
  for await (const arrays of batches(opened.dataset, 'train', 4, { random: new Random(1, 'order/0') })) {
    losses.push(await learner.step(arrays, `train/${losses.length}`, parameters.learningRate));
    if (losses.length === steps) break;
  }
  await learner.dispose();
  return losses;
}

const there = (await probeBackends()).filter(({ available }) => available).map(({ name }) => name);
const reference = firstLosses('cpu');

describe.each(there.filter((name) => name !== 'cpu'))('the first steps of a preset on %s', (backend) => {
  it('have the losses that plain JavaScript comes to, and twice the same to the last bit', async () => {
    const expected = await reference;
    const found = await firstLosses(backend);
    expect(found).toHaveLength(steps);
    found.forEach((losses, step) => {
      const { difference, where } = apart(losses, expected[step] as Losses);
      expect(difference, `step ${step}, ${where}`).toBeLessThan(1e-3);
    });
    expect(await firstLosses(backend)).toEqual(found);
  });
});
