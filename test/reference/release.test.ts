import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import type { Losses } from '../../engine/contract/metrics';
import type { NamedArray } from '../../engine/files/safetensors';
import { buildModel } from '../../engine/model/build';
import { createOptimizer } from '../../engine/training/optimizer';
import { batchLoss, namedLosses } from '../../engine/training/step';
import type { LossName } from '../../graph-nodes/graph/kind';
import type { BatchSpec } from '../../graph-nodes/graph/shapes';
import { unet } from '../../graph-nodes/layers/unet';
import { joinMap } from '../../graph-nodes/nodes/avr-diffusion/denoiser';
import { makeSchedule } from '../../graph-nodes/nodes/avr-diffusion/schedule';
import { matching, spatialGrounding, temporalGrounding } from '../../graph-nodes/nodes/avst-head/parts';
import { node as trainerNode } from '../../graph-nodes/nodes/trainer/node';
import { tinyPipeline } from '../fixtures/graphs';
import {
  backendsToTest,
  compute,
  expectClose,
  Fixture,
  handOut,
  holdAgainst,
  largestOf,
  releaseWidth,
  type Bench,
} from './fixture';
import { batchOf, enhanceGuess, holdNode, real, recallBoth, valuesAt, type NodeCase, type Tensors } from './node-bench';
import { fromRelease } from './release-weights';

const sizes = { audio: releaseWidth, visual: releaseWidth, question: releaseWidth };
const data = { ...sizes, audio: 16 };

describe.each(backendsToTest)('on $backend, parts equal the release’s', ({ backend, tolerance }) => {
  const hold = (one: NodeCase) => holdNode(backend, tolerance, one);
  const holdPart = (
    name: string,
    node: string,
    part: (bench: Bench) => (inputs: Tensors) => Tensors,
    integers: readonly string[] = [],
  ) => holdAgainst(name, backend, tolerance, part, { node, integers });
  const rows = (x: tf.Tensor | undefined, ...rest: number[]) => tf.reshape(x as tf.Tensor, [-1, ...rest, releaseWidth]);

  it('audio encoder', () =>
    hold({
      fixture: 'release-audio-encoder',
      kind: 'audio-encoder',
      node: 'audio',
      parameters: { width: releaseWidth },
      sizes: data,
      run: (apply, inputs) => ({ audio: valuesAt(apply(batchOf(inputs, data)), 'audio') }),
    }));

  it('question encoder', () =>
    hold({
      fixture: 'release-question-encoder',
      kind: 'question-encoder',
      node: 'question',
      parameters: { width: releaseWidth },
      sizes: data,
      vocabulary: 11,
      integers: ['question'],
      run: (apply, inputs) => ({ question: apply(batchOf(inputs, data))['question'] as tf.Tensor }),
    }));

  it.each([
    ['release-rmm', 'aligned'],
    ['release-rmm-scrambled', 'scrambled'],
  ])('%s: both recalls and their loss', (fixture, questionOrder) =>
    hold({
      fixture,
      kind: 'rmm-generator',
      node: 'rmm',
      parameters: { slots: 5, questionOrder },
      sizes,
      losses: ['rmmr'],
      run: recallBoth,
    }),
  );

  it.each(['release-unet', 'release-unet-odd'])('%s', (fixture) =>
    holdPart(
      fixture,
      'avr',
      ({ setup }) => {
        const denoise = unet(setup, 'denoiser', 5, releaseWidth, 8);
        return ({ x, steps }) => ({ y: denoise(x as tf.Tensor4D, steps as tf.Tensor1D) });
      },
      ['steps'],
    ),
  );

  it('joint map', () =>
    holdPart('release-joint-map', 'avr', ({ setup }) => {
      const join = joinMap(setup, releaseWidth);
      return ({ audio, visual }) => ({ map: join(rows(audio), rows(visual, 6)) });
    }));

  // ONNX Runtime needs ten seconds to prepare this graph, on WebAssembly too. There, the whole step below has a shorter process.
  it.skipIf(backend === 'onnx-wasm')('diffusion loss, reverse process of ten steps, AVE loss', () =>
    hold({
      fixture: 'release-avr',
      kind: 'avr-diffusion',
      node: 'avr',
      parameters: { width: 8 },
      sizes: { ...sizes, grid: [4, 4] },
      losses: ['diffusion', 'ave'],
      run: enhanceGuess,
    }),
  );

  it('spatial grounding', () =>
    holdPart('release-grounding', 'head', ({ setup }) => {
      const ground = spatialGrounding(setup, releaseWidth);
      return ({ audio, visual }) => ({ grounded: ground(rows(audio), rows(visual, 6) as tf.Tensor3D) });
    }));

  it('matching', () =>
    holdPart('release-matching', 'head', ({ setup }) => {
      const match = matching(setup, releaseWidth);
      return ({ audio, grounded }) => ({ logits: match(rows(audio), grounded as tf.Tensor) });
    }));

  it.each([
    ['release-temporal', 0],
    ['release-temporal-dropout', 0.25],
  ])('%s', (fixture, dropout) =>
    holdPart(fixture, 'head', ({ setup, pass }) => {
      const attend = temporalGrounding(setup, 'temporalAudio', releaseWidth, { heads: 2, dropout });
      return ({ question, audio }) => ({ attended: attend(question as tf.Tensor, audio as tf.Tensor, pass()) });
    }),
  );

  it.each([
    ['release-head', 0],
    ['release-head-dropout', 0.25],
  ])('%s: fusion, answer and matching loss', (fixture, dropout) =>
    hold({
      fixture,
      kind: 'avst-head',
      node: 'head',
      parameters: { answers: 42, heads: 2, dropout },
      sizes,
      losses: ['match'],
      run: (apply, { audio, visual, negative, question }) => {
        const picture = { ...real(visual), negative: negative as tf.Tensor };
        const outputs = apply({ audio: real(audio), visual: picture, question: question as tf.Tensor });
        return { logits: outputs['logits'] as tf.Tensor };
      },
    }),
  );
});

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

describe.each(backendsToTest)('on $backend, a whole training step equals the release’s', ({ backend, tolerance }) => {
  it('three passes, all losses, their gradients, and Adam', async () => {
    const fixture = await Fixture.read('release-step');
    const [weights, arrays] = [fixture.group('weights'), fixture.group('inputs')];
    const parameters = trainerNode.parameters.parse({});
    const wholes = ['labels', 'question'];
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
          visual: { values: given('visual'), state: 'real' as const, negative: given('negative') },
          question: given('question') as tf.Tensor2D,
        };
        const input = {
          sources: { dataset: { batch, labels } },
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
        // Adam's first step is the gradient's sign: if the gradient is only rounding, so is the step.
        if (Math.abs(slopes[index] as number) < tolerance.gradients * 10 * floor) return;
        compared += 1;
        const moved = Math.abs((values[index] as number) - aim) / learningRate;
        if (moved > 0.01) expect.fail(`${name}, element ${index}: ${values[index]}, the reference has ${aim}`);
      });
    }
    expect(compared).toBeGreaterThan(0.5 * count);
  });
});

describe('a state_dict of the release', () => {
  it('has every variable of the graph with its shape, with or without the prefix of parallel training', async () => {
    const fixture = await Fixture.read('release-step');
    const model = buildModel(document, { dataset: spec }, 1);
    const shapes = [...model.variables].map(([name, { shape }]) => [name, shape]).sort();
    model.dispose();
    const weights = [...fixture.group('weights')].map(([name, { shape }]) => [name, shape]).sort();
    expect(weights).toEqual(shapes);

    const bias: NamedArray = { shape: [8], values: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8) };
    const stored = new Map([
      ['module.fc_a1.bias', bias],
      ['module.visual_net.conv1.weight', bias],
      ...fixture.group('buffers'),
    ]);
    expect([...fromRelease(stored, releaseWidth)]).toEqual([['audio/first/bias', bias]]);
  });

  it('has the numbers of the diffusion as buffers', async () => {
    const buffers = (await Fixture.read('release-step')).group('buffers');
    const { signal, posterior } = makeSchedule('sigmoid', 3);
    const expected = {
      alphas_cumprod: signal,
      posterior_mean_coef1: posterior.map(({ ofClean }) => ofClean),
      posterior_mean_coef2: posterior.map(({ ofNoisy }) => ofNoisy),
      posterior_variance: posterior.map(({ deviation }) => deviation ** 2),
    };
    for (const [name, values] of Object.entries(expected)) {
      const found = buffers.get(`diffusion.${name}`)?.values;
      values.forEach((value, step) => expect(found?.[step], `${name} at ${step}`).toBeCloseTo(value, 6));
    }
  });
});
