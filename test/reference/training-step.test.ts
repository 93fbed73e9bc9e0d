import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Losses } from '../../engine/api';
import { startBackend } from '../../engine/backend/backend';
import { compile } from '../../engine/compile/compile';
import { createOptimiser } from '../../engine/train/optimiser';
import { batchLoss, namedLosses } from '../../engine/train/step';
import type { BatchSpec } from '../../graph-nodes/shapes';
import { node as trainerNode } from '../../graph-nodes/trainer/node';
import type { NamedArray } from '../../engine/runs/safetensors';
import { tinyPipeline } from '../fixtures/graphs';
import { backendsToTest, expectClose, Fixture, handOut, largestOf, tensorOf } from './fixture';

const spec: BatchSpec = {
  seconds: 3,
  audioWidth: 16,
  height: 4,
  width: 4,
  visualWidth: 8,
  questionLength: 5,
  vocabulary: 11,
  answers: 42,
};
/** The paper's pipeline with the U-Net, at the widths of the fixture; all other parameters are the paper's. */
const document = tinyPipeline({ avr: { denoiser: 'U-Net', width: 8, steps: 3 } });
const learningRate = 1e-3;

describe.each(backendsToTest)('on $backend, a whole training step is PyTorch’s', ({ backend, tolerance }) => {
  beforeAll(async () => {
    await startBackend(backend);
  });

  it('three passes, all losses, their gradients, and Adam', async () => {
    const fixture = await Fixture.read('training-step');
    const weights = fixture.group('weights');
    const model = compile(document, { dataset: spec }, 1);
    expect([...model.variables.keys()].sort()).toEqual([...weights.keys()].sort());
    for (const [name, variable] of model.variables) variable.assign(tensorOf(weights.get(name) as NamedArray));

    const arrays = fixture.group('inputs');
    const input = (name: string, dtype: 'float32' | 'int32' = 'int32') =>
      tensorOf(arrays.get(name) as NamedArray, dtype);
    const labels = input('labels') as tf.Tensor1D;
    const batch = {
      spec,
      audio: { values: input('audio', 'float32'), state: 'real' as const },
      visual: { values: input('visual', 'float32'), state: 'real' as const },
      question: input('question') as tf.Tensor2D,
    };
    const {
      gradients,
      losses: row,
      names,
    } = batchLoss(
      model,
      {
        sources: { dataset: { batch, labels } },
        negativeFrames: input('negativeFrames') as tf.Tensor1D,
        draw: handOut(fixture),
      },
      labels,
      trainerNode.parameters.parse({}),
      'train/0',
    );

    const losses = namedLosses(names, row.dataSync());
    const expected = fixture.group('outputs');
    expect(Object.keys(losses).sort()).toEqual([...expected.keys()].sort());
    for (const [name, reference] of expected) {
      const value = reference.values[0] as number;
      const found = losses[name as keyof Losses] as number;
      expect(Math.abs(found - value) / value, `loss ${name}`).toBeLessThanOrEqual(tolerance.outputs);
    }

    const references = fixture.group('gradients/weights');
    const floor = 1e-3 * Math.max(...[...references.values()].map(largestOf));
    const gradientOf = (variable: tf.Variable) => gradients[variable.name] ?? tf.zerosLike(variable);
    for (const [name, variable] of model.variables) {
      const reference = references.get(name) as NamedArray;
      expectClose(`gradient of ${name}`, gradientOf(variable), reference, tolerance.gradients, floor);
    }

    createOptimiser(trainerNode.parameters.parse({}), [...model.variables.values()]).update(gradients, learningRate);
    const after = fixture.group('after');
    let compared = 0;
    for (const [name, variable] of model.variables) {
      const slopes = (references.get(name) as NamedArray).values;
      const goals = (after.get(name) as NamedArray).values;
      const values = variable.dataSync();
      values.forEach((value, index) => {
        // Adam's first step is the gradient's sign: where that is rounding, so is the step.
        if (Math.abs(slopes[index] as number) < tolerance.gradients * 10 * floor) return;
        compared += 1;
        const moved = Math.abs(value - (goals[index] as number)) / learningRate;
        if (moved > 0.01) expect.fail(`${name}, element ${index}: ${value}, the reference has ${goals[index]}`);
      });
    }
    expect(compared).toBeGreaterThan(0.5 * model.parameters);
  });
});
