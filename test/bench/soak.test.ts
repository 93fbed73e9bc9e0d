import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { backendNameSchema } from '../../engine/contract/backends';
import { batches, type BatchArrays } from '../../engine/data/batches';
import { Random } from '../../graph-nodes/graph/random';
import { tinyPipeline } from '../fixtures/graphs';
import { trainingOf } from '../fixtures/learners';
import { slopeOf } from './slope';

// STUDIO_SOAK=tensorflow,onnx names the backends; STUDIO_SOAK_STEPS the steps.
const backends = (process.env['STUDIO_SOAK'] ?? 'onnx,wasm').split(',').map((name) => backendNameSchema.parse(name));
const steps = Number(process.env['STUDIO_SOAK_STEPS'] ?? 10_000);
/** The share of the steps after which memory should have come to rest, and how often it is looked at from then on. */
const [rest, looks] = [0.3, 20];
/**
 * How much the process may grow by a step, in bytes. What the allocator holds comes and goes by some ten MiB, which is less
 * than this over 10,000 steps and more than it over few; a tensor that is kept shows in their count.
 */
const mostGrowth = 4096;

describe.each(backends)(`${steps} steps on %s`, (backend) => {
  it('take no more memory at their end than soon after their beginning', async () => {
    const document = tinyPipeline({ dataset: { scenes: 30 }, trainer: { batchSize: 8 } });
    const training = await trainingOf(document);
    const { learner, backend: taken } = await training.create(backend);
    expect(taken).toBe(backend);
    const list: BatchArrays[] = [];
    const order = { random: new Random(1, 'order/0'), fill: true, negatives: { seed: 1, stream: 'negatives/0' } };
    for await (const one of batches(training.opened.dataset, 'train', training.parameters.batchSize, order)) {
      list.push(one);
    }
    const memory: [step: number, bytes: number][] = [];
    const tensors = new Set<string>();
    const every = Math.floor((steps * (1 - rest)) / looks);
    for (let step = 1; step <= steps; step += 1) {
      await learner.step(list[step % list.length] as BatchArrays, `train/${step}`, 1e-3);
      if (step < steps * rest || step % every !== 0) continue;
      global.gc?.();
      memory.push([step, process.memoryUsage().rss]);
      const { numTensors, numDataBuffers } = tf.memory();
      tensors.add(`${numTensors} tensors, ${numDataBuffers} buffers`);
    }
    await learner.dispose();
    const { slope: growth } = slopeOf(memory);
    console.log(`${backend}: ${growth.toFixed(0)} bytes a step, ${[...tensors].join(' / ')}`);
    expect([...tensors]).toHaveLength(1);
    expect(growth).toBeLessThan(mostGrowth);
  });
});
