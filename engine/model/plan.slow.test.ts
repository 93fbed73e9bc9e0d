import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { analyse } from '../../graph-nodes/graph/analyse';
import { catalogue } from '../../graph-nodes/nodes/catalogue';
import type { GraphDocument } from '../../graph-nodes/graph/document';
import { node as trainerNode } from '../../graph-nodes/nodes/trainer/node';
import { randomBatch } from '../../test/fixtures/batch';
import { tinyPipeline } from '../../test/fixtures/graphs';
import { startBackend } from '../backends/backend';
import { createOptimizer } from '../training/optimizer';
import { batchLoss } from '../training/step';
import { buildModel } from './build';
import { planTraining } from './plan';

beforeAll(async () => {
  await startBackend('wasm');
});

const batchSize = 2;
const pipeline = (avr: Parameters<typeof tinyPipeline>[0] = {}, replaced?: string): GraphDocument => {
  const document = tinyPipeline({
    dataset: { visualWidth: 32, seconds: 3, height: 8, width: 8 },
    audio: { width: 32 },
    question: { width: 32 },
    trainer: { batchSize },
    ...avr,
  });
  const nodes = document.nodes.map((node) => {
    if (node.id === 'rmm' && replaced) return { ...node, kind: replaced, parameters: {} };
    return node.id === 'avr' && !avr['avr'] ? { ...node, bypassed: true } : node;
  });
  const edges = document.edges.filter(({ to }) => !(replaced && to.node === 'rmm' && to.socket === 'question'));
  return { ...document, nodes, edges };
};

/** Peak memory of a training step in tfjs, including the weights and the optimizer. */
async function measure(document: GraphDocument): Promise<number> {
  const before = tf.memory().numBytes;
  const model = buildModel(document, {}, 1);
  const spec = analyse(document, catalogue).nodes.get('dataset')?.inference.outputs['batch']?.batch;
  if (!spec) throw new Error('no dataset');
  const { input, labels } = randomBatch(spec, batchSize, 1);
  const parameters = trainerNode.parameters.parse({});
  const optimizer = createOptimizer(
    parameters,
    [...model.variables.values()].filter(({ trainable }) => trainable),
  );
  const { peakBytes } = await tf.profile(async () => {
    const { gradients } = await batchLoss(model, input, labels, parameters, 'train/0');
    optimizer.update(gradients, 1e-3);
    tf.dispose(gradients);
    return labels;
  });
  optimizer.dispose();
  model.dispose();
  return (peakBytes - before) / 2 ** 20;
}

describe('the memory in a plan', () => {
  it.each([
    ['the generator alone', pipeline()],
    ['the light denoiser', pipeline({ avr: { denoiser: 'light', width: 32, steps: 3 } })],
    ['a narrow U-Net', pipeline({ avr: { denoiser: 'U-Net', width: 16, steps: 2 } })],
    ['a wide U-Net with few steps', pipeline({ avr: { denoiser: 'U-Net', width: 48, steps: 1 } })],
    [
      'a gradient through the last of many steps',
      pipeline({ avr: { denoiser: 'U-Net', width: 16, steps: 4, trainSteps: 'last' } }),
    ],
    ['a feed-forward imputer', pipeline({}, 'feed-forward-imputer')],
    ['a residual autoencoder', pipeline({}, 'residual-autoencoder')],
    ['retrieval', pipeline({}, 'retrieval')],
  ])('is within a factor of 1.6 of that of a step: %s', async (_, document) => {
    const ratio = planTraining(document).memoryMiB / (await measure(document));
    expect(ratio).toBeGreaterThan(1 / 1.6);
    expect(ratio).toBeLessThan(1.6);
  });
});
