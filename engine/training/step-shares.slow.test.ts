import { describe, expect, it } from 'vitest';
import type { GraphDocument } from '../../graph-nodes/graph/document';
import { trainerParametersOf } from '../../graph-nodes/nodes/trainer/trainer-of';
import { tinyPipeline } from '../../test/fixtures/graphs';
import type { StepShares } from '../contract/runs';
import { batches } from '../data/batches';
import { openDataset } from '../runs/open-dataset';
import { createLearner } from './create-learner';
import { negativesOf } from './negatives';

async function sharesOf(document: GraphDocument, backend: 'onnx' | 'wasm'): Promise<StepShares | undefined> {
  const opened = await openDataset(document);
  const { learner } = await createLearner(document, opened, trainerParametersOf(document), backend);
  for (let epoch = 0; epoch < 3; epoch += 1) {
    const negatives = negativesOf(learner.needsNegatives, trainerParametersOf(document), epoch);
    for await (const arrays of batches(opened.dataset, 'train', 16, { negatives }))
      await learner.step(arrays, 'train', 1e-3);
  }
  const shares = learner.stepShares();
  await learner.dispose();
  return shares;
}

describe.each([
  ['onnx', true],
  ['wasm', false],
] as const)('the shares of a step on %s', (backend, estimated) => {
  it('are known for every node with a computation, and sum to one', async () => {
    const shares = await sharesOf(tinyPipeline(), backend);
    expect(shares?.estimated).toBe(estimated);
    const byNode = shares?.byNode ?? {};
    for (const node of ['audio', 'question', 'rmm', 'avr', 'head', 'trainer']) expect(byNode[node]).toBeGreaterThan(0);
    expect(Object.values(byNode).reduce((a, b) => a + b)).toBeCloseTo(1);
    expect(tinyPipeline().nodes.map(({ id }) => id)).toEqual(expect.arrayContaining(Object.keys(byNode)));
  });
});

describe('the estimate of a recorded step', () => {
  it('grows with the computations of a node, including gradients, and has none for a bypassed node', async () => {
    const slots = async (count: number) => (await sharesOf(tinyPipeline({ rmm: { slots: count } }), 'onnx'))?.byNode;
    const [few, many] = [(await slots(5))?.['rmm'] ?? 1, (await slots(500))?.['rmm'] ?? 0];
    expect(many).toBeGreaterThan(2 * few);
    const pipeline = tinyPipeline();
    const nodes = pipeline.nodes.map((node) => (node.id === 'avr' ? { ...node, bypassed: true } : node));
    expect((await sharesOf({ ...pipeline, nodes }, 'onnx'))?.byNode).not.toHaveProperty('avr');
  });
});
