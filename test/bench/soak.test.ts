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
/** Share of the steps after which memory should be constant, and number of later measurements. */
const [rest, looks] = [0.3, 20];
/**
 * Maximum growth of the process per step, in bytes. The allocator's memory varies by some ten MiB, which is less than
 * this over 10,000 steps and more than it over few. A leaked tensor is visible in their number.
 */
const mostGrowth = 4096;

describe.each(backends)(`${steps} steps on %s`, (backend) => {
  it('do not increase the memory after its first steps', async () => {
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
