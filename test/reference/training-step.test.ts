import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import type { Losses } from '../../engine/contract/metrics';
import { buildModel } from '../../engine/model/build';
import { createOptimizer } from '../../engine/training/optimizer';
import { batchLoss, namedLosses } from '../../engine/training/step';
import type { LossName } from '../../graph-nodes/graph/kind';
import type { BatchSpec } from '../../graph-nodes/graph/shapes';
import { node as trainerNode } from '../../graph-nodes/nodes/trainer/node';
import type { NamedArray } from '../../engine/files/safetensors';
import { tinyPipeline } from '../fixtures/graphs';
import { backendsToTest, compute, expectClose, Fixture, handOut, largestOf } from './fixture';

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
  it('three passes, all losses, their gradients, and Adam', async () => {
    const fixture = await Fixture.read('training-step');
    const [weights, arrays] = [fixture.group('weights'), fixture.group('inputs')];
    const parameters = trainerNode.parameters.parse({});
    const wholes = ['labels', 'question', 'negativeFrames'];
    let names: readonly LossName[] = [];
    let count = 0;
    const found = await compute(
      backend,
      {
        floats: new Map([...weights, ...arrays].filter(([name]) => !wholes.includes(name))),
        integers: new Map([...arrays].filter(([name]) => wholes.includes(name))),
      },
      (given) => {
        const model = buildModel(document, { dataset: spec }, 1);
        expect([...model.variables.keys()].sort()).toEqual([...weights.keys()].sort());
        for (const [name, variable] of model.variables) variable.assign(given(name));
        const labels = given('labels') as tf.Tensor1D;
        const batch = {
          spec,
          audio: { values: given('audio'), state: 'real' as const },
          visual: { values: given('visual'), state: 'real' as const },
          question: given('question') as tf.Tensor2D,
        };
        const input = {
          sources: { dataset: { batch, labels } },
          negativeFrames: given('negativeFrames') as tf.Tensor1D,
          draw: handOut(fixture),
        };
        const loss = batchLoss(model, input, labels, parameters, 'train/0');
        names = loss.names;
        count = model.parameters;
        createOptimizer(parameters, [...model.variables.values()]).update(loss.gradients, learningRate);
        return new Map<string, tf.Tensor>([
          ['losses', loss.losses],
          ...[...model.variables].flatMap(([name, variable]): [string, tf.Tensor][] => [
            [`gradient of ${name}`, loss.gradients[variable.name] ?? tf.zerosLike(variable)],
            [`after ${name}`, variable],
          ]),
        ]);
      },
    );

    const losses = namedLosses(names, (found.get('losses') as NamedArray).values);
    const expected = fixture.group('outputs');
    expect(Object.keys(losses).sort()).toEqual([...expected.keys()].sort());
    for (const [name, reference] of expected) {
      const value = reference.values[0] as number;
      const loss = losses[name as keyof Losses] as number;
      expect(Math.abs(loss - value) / value, `loss ${name}`).toBeLessThanOrEqual(tolerance.outputs);
    }

    const references = fixture.group('gradients/weights');
    const floor = 1e-3 * Math.max(...[...references.values()].map(largestOf));
    for (const [name, reference] of references) {
      const gradient = found.get(`gradient of ${name}`);
      expectClose(`gradient of ${name}`, gradient, reference, tolerance.gradients, floor);
    }

    let compared = 0;
    for (const [name, goal] of fixture.group('after')) {
      const slopes = (references.get(name) as NamedArray).values;
      const values = (found.get(`after ${name}`) as NamedArray).values;
      goal.values.forEach((aim, index) => {
        // Adam's first step is the gradient's sign: where that is rounding, so is the step.
        if (Math.abs(slopes[index] as number) < tolerance.gradients * 10 * floor) return;
        compared += 1;
        const moved = Math.abs((values[index] as number) - aim) / learningRate;
        if (moved > 0.01) expect.fail(`${name}, element ${index}: ${values[index]}, the reference has ${aim}`);
      });
    }
    expect(compared).toBeGreaterThan(0.5 * count);
  });
});
