import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { testScenarios } from '../../graph-nodes/datasets/dataset';
import { parseDocument, type GraphDocument } from '../../graph-nodes/graph/document';
import { modalities } from '../../graph-nodes/graph/roles';
import type { BatchSignal, CreateLayer } from '../../graph-nodes/layers/layer';
import { ablations, tinyPipeline, unetGraph } from '../../test/fixtures/graphs';
import {
  firstBatches,
  lossesOf,
  ratesOf,
  trainingOf,
  withoutZeros,
  withParameters,
} from '../../test/fixtures/learners';
import { expectSameFirstLosses } from '../../test/fixtures/first-losses';
import { apart } from '../../test/fixtures/losses';
import { tensorflowIsThere } from '../../test/fixtures/tensorflow';
import type { BackendName } from '../contract/backends';
import { inEnglish } from '../contract/messages';
import type { Losses } from '../contract/metrics';
import { startBackend } from '../backends/backend';
import { findBackends } from '../backends/find-backends';
import * as layers from '../model/layers';
import type { BatchArrays } from '../data/batches';
import type { CreatedLearner } from './create-learner';
import type { Answers } from './learner';
import type { RecallStatistics } from './recall';

/** A graph's training, a recorded learner, and one that computes kernel by kernel. */
async function learnersOf(document: GraphDocument, device: BackendName = 'onnx') {
  const training = await trainingOf(document);
  const recorded = await training.create(device);
  return { ...training, recorded, eager: await training.create('wasm') };
}

/** Backends that run recorded steps: ONNX Runtime on every machine, and TensorFlow if it is installed. */
const recording: readonly BackendName[] = tensorflowIsThere ? ['onnx', 'tensorflow'] : ['onnx'];

/** A pass for every scenario, one of them with another noise strength. */
const passes = testScenarios.map((scenario) => ({ scenario, ...(scenario === 'bothNoisy' && { noise: 0.1 }) }));

/** Largest difference between the values of two arrays; NaN if the second is shorter. */
const largest = (a: Float32Array, b: Float32Array) =>
  a.reduce((most, value, place) => Math.max(most, Math.abs(value - (b[place] ?? NaN))), 0);

beforeAll(async () => {
  await startBackend('wasm');
});

describe.each(Object.entries(ablations))('a recorded step of %s', (_, document) => {
  it('has the losses, the new weights and the predictions of an eager step', async () => {
    // With plain gradient descent, whose step is the gradient: Adam takes a full step even if a gradient is only
    // rounding. Without clipping, a U-Net with a random last layer has gradients that are too large for plain descent.
    const stable = document === ablations[unetGraph] ? withParameters(document, 'avr', { zeroStart: true }) : document;
    const small = withParameters(
      withParameters(stable, 'dataset', { scenes: 12, visualWidth: 8, seconds: 3 }),
      'trainer',
      { batchSize: 5, optimiser: 'sgd' },
    );
    const training = await trainingOf(small);
    const recorded: CreatedLearner[] = [];
    for (const backend of recording) recorded.push(await training.create(backend));
    expect(recorded.map(({ backend, note }) => [backend, note])).toEqual(recording.map((name) => [name, undefined]));
    const eager = await training.create('wasm');
    const start = withoutZeros(await eager.learner.weights());
    await Promise.all([eager, ...recorded].map(({ learner }) => learner.load(start)));
    const [first, second, ...rest] = await firstBatches(training, 4);
    if (!first || !second) throw new Error('no batches');
    for (const [index, arrays] of [first, second].entries()) {
      const [expected] = await lossesOf(eager.learner, [arrays], 1e-2);
      if (!expected) throw new Error('no losses');
      const goal = await eager.learner.weights();
      for (const { backend, learner } of recorded) {
        const [found] = await lossesOf(learner, [arrays], 1e-2);
        const { difference, where } = apart(found as Losses, expected);
        expect(difference, `${backend}, step ${index}, ${where}`).toBeLessThan(1e-4);
        const weights = await learner.weights();
        for (const [name, { values }] of goal) {
          const worst = largest(values, weights.get(name)?.values ?? new Float32Array());
          expect(worst, `${backend}, step ${index}, ${name}`).toBeLessThan(1e-4);
        }
      }
    }
    for (const arrays of rest) {
      const expected = await eager.learner.answer(arrays, 'evaluate', passes);
      for (const { backend, learner } of recorded) {
        const found = await learner.answer(arrays, 'evaluate', passes);
        const classes = (answers: readonly Answers[]) => answers.map((ofScenario) => [...ofScenario.classes]);
        expect(classes(found), backend).toEqual(classes(expected));
        found.forEach(({ losses }, scenario) =>
          losses.forEach((loss, row) => expect(loss, backend).toBeCloseTo(expected[scenario]?.losses[row] ?? NaN, 4)),
        );
      }
    }
    const [arrays] = rest;
    if (!arrays) throw new Error('no batch');
    // The recall of the same weights: errors are sums of squares, so rounding differences of two steps would be
    // squared.
    const trained = await eager.learner.weights();
    const expected = await eager.learner.recall(arrays, 'evaluate');
    for (const { backend, learner } of recorded) {
      await learner.load(trained);
      const found = await learner.recall(arrays, 'evaluate');
      expect(Object.keys(found), backend).toEqual(Object.keys(expected));
      for (const modality of modalities) {
        for (const [name, values] of Object.entries(expected[modality] ?? {})) {
          const own = found[modality]?.[name as keyof RecallStatistics] ?? new Float32Array();
          const size = Math.max(1, ...values);
          expect(largest(values, own) / size, `${backend}, ${modality}, ${name}`).toBeLessThan(1e-4);
        }
      }
    }
    for (const { learner } of [...recorded, eager]) await learner.dispose();
  });
});

describe.each(recording)('a step recorded for %s, with weight decay, clipping and averaging,', (backend) => {
  const settings = { clipNorm: 0.5, averageDecay: 0.9, batchSize: 5 };

  it('has the losses, the weights and their average of an eager step, and continues from its state', async () => {
    const small = withParameters(withParameters(tinyPipeline(), 'dataset', { scenes: 12 }), 'trainer', {
      ...settings,
      optimiser: 'sgd',
    });
    const learners = await learnersOf(small, backend);
    const [recorded, eager] = [learners.recorded.learner, learners.eager.learner];
    const list = await firstBatches(learners, 5);
    const expected = await lossesOf(eager, list.slice(0, 4), 0.1);
    (await lossesOf(recorded, list.slice(0, 4), 0.1)).forEach((losses, step) =>
      expect(apart(losses, expected[step] as Losses).difference).toBeLessThan(1e-4),
    );
    const [found, goal] = [await recorded.snapshot(), await eager.snapshot()];
    expect([found.steps, [...found.arrays.keys()]]).toEqual([4, [...goal.arrays.keys()]]);
    for (const [name, { values }] of goal.arrays) {
      expect(largest(values, found.arrays.get(name)?.values ?? new Float32Array()), name).toBeLessThan(1e-4);
    }
    const average = await recorded.weights();
    for (const [name, { values }] of await eager.weights()) {
      expect(largest(values, average.get(name)?.values ?? new Float32Array()), name).toBeLessThan(1e-4);
    }
    const [[name = '', { values: trained } = { values: new Float32Array() }] = []] = found.arrays;
    expect(largest(trained, average.get(name)?.values ?? trained), name).toBeGreaterThan(1e-4);

    const last = list[4] as BatchArrays;
    await recorded.restore(goal);
    const [other] = await lossesOf(recorded, [last], 0.1);
    const [own] = await lossesOf(eager, [last], 0.1);
    expect(apart(other as Losses, own as Losses).difference).toBeLessThan(1e-5);
    await recorded.dispose();
    await eager.dispose();
  });

  it('of AdamW has the losses of eager steps', async () => {
    const small = withParameters(withParameters(tinyPipeline(), 'dataset', { scenes: 12 }), 'trainer', {
      ...settings,
      optimiser: 'adamw',
      weightDecay: 0.1,
    });
    const learners = await learnersOf(small, backend);
    const list = await firstBatches(learners, 5);
    const expected = await lossesOf(learners.eager.learner, list, 1e-3);
    (await lossesOf(learners.recorded.learner, list, 1e-3)).forEach((losses, step) =>
      expect(apart(losses, expected[step] as Losses).difference).toBeLessThan(1e-3),
    );
    await learners.recorded.learner.dispose();
    await learners.eager.learner.dispose();
  });
});

/**
 * A preset with few scenes of Orchestra and small batches. Those of MUSIC-AVQA are also narrower, since one step of the
 * paper's takes a minute and an eager one does not fit into WebAssembly. `npm run full-size` compares them unchanged if
 * TensorFlow's library is installed.
 */
function smaller(preset: GraphDocument): GraphDocument {
  const narrow: Record<string, GraphDocument['nodes'][0]['parameters']> = {
    'audio-encoder': { width: 16 },
    'question-encoder': { width: 16 },
    'feed-forward-imputer': { width: 16 },
    'residual-autoencoder': { width: 8 },
    retrieval: { bank: 32 },
    shaspec: { width: 16 },
    'action-mae': { heads: 2, headWidth: 8 },
    r2scp: { bank: 32, width: 8 },
    // The release's initialisation of the U-Net amplifies rounding within a few steps.
    'avr-diffusion': { width: 8, steps: 2, zeroStart: true },
  };
  const published = preset.nodes.some(({ kind }) => kind === 'music-avqa');
  return {
    ...preset,
    nodes: preset.nodes.map((node) => {
      if (node.kind === 'orchestra') return { ...node, parameters: { ...node.parameters, scenes: 200 } };
      if (node.kind === 'trainer') return { ...node, parameters: { ...node.parameters, batchSize: published ? 4 : 8 } };
      if (node.kind === 'music-avqa') {
        return { ...node, kind: 'orchestra', parameters: { scenes: 60, seconds: 3, visualWidth: 16 } };
      }
      return published ? { ...node, parameters: { ...node.parameters, ...narrow[node.kind] } } : node;
    }),
  };
}

/**
 * Number of compared steps: 50 for presets with all parts of the paper's model; 10 for the others, to keep the test
 * short.
 */
const whole: readonly string[] = ['orchestra-rmm-avr.json', 'music-avqa-paper.json'];
const stepsOf = (name: string) => (whole.includes(name) ? 50 : 10);

describe.each(readdirSync('presets').filter((name) => name.endsWith('.json')))('the preset %s', (name) => {
  const preset = parseDocument(readFileSync(path.join('presets', name), 'utf8'));

  it(`has the same losses recorded and eager over its first ${stepsOf(name)} steps, at its own learning rates`, async () => {
    const training = await trainingOf(smaller(preset));
    const list = await firstBatches(training, stepsOf(name));
    // Total steps of the Orchestra presets with all scenes.
    const steps = 1266;
    const rate = ratesOf(training, steps);
    const trained = async (backend: BackendName): Promise<Losses[]> => {
      const { learner, backend: taken } = await training.create(backend);
      expect(taken).toBe(backend);
      const losses = await lossesOf(learner, list, rate);
      await learner.dispose();
      return losses;
    };
    const expected = await trained('wasm');
    for (const backend of recording) {
      (await trained(backend)).forEach((losses, step) => {
        const { difference, where } = apart(losses, expected[step] as Losses);
        expect(difference, `${backend}, step ${step}, ${where}`).toBeLessThan(1e-3);
      });
    }
  }, 300_000);
});

const onWasm = (await findBackends())
  .filter(({ name, available }) => available && name === 'onnx-wasm')
  .map(({ name }) => name);

describe.skipIf(onWasm.length === 0)('a step on another device', () => {
  it.each(onWasm)(
    'of %s has the same losses as kernel by kernel on wasm, over the first steps',
    (name) => expectSameFirstLosses(name),
    300_000,
  );
});

describe.each(recording)('a step that cannot be recorded for %s', (backend) => {
  it.each([
    [
      'a kernel that is not covered',
      (x: tf.Tensor) => tf.atan2(x, tf.onesLike(x)),
      'the kernel Atan2 is not supported',
    ],
    [
      'a layer that reads values',
      (x: tf.Tensor) => ((x.dataSync()[0] ?? 0) > 1e9 ? tf.neg(x) : x),
      'the values of a tensor are read',
    ],
  ])('for %s is computed kernel by kernel, and the reason names its node', async (_, compute, reason) => {
    const original = layers.layerOf;
    const odd: CreateLayer = () => (inputs) => {
      const { visual } = inputs['batch'] as BatchSignal;
      return { visual: { ...visual, values: compute(visual.values) } };
    };
    const spy = vi
      .spyOn(layers, 'layerOf')
      .mockImplementation((kind) => (kind === 'visual-encoder' ? odd : original(kind)));
    const training = await trainingOf(withParameters(tinyPipeline(), 'dataset', { scenes: 12 }));
    const created = await training.create(backend);
    spy.mockRestore();
    const slower = backend === 'onnx' ? 'wasm' : backend;
    expect(created).toMatchObject({ backend: slower });
    const note = created.note && inEnglish(created.note);
    expect(note).toContain(`Computed eagerly on ${slower}`);
    expect(note).toContain(`node “Visual encoder”: ${reason}`);
    const [arrays] = await firstBatches(training, 1);
    if (!arrays) throw new Error('no batch');
    expect((await created.learner.step(arrays, 'train/0', 0.01)).total).toBeGreaterThan(0);
    await created.learner.dispose();
  });
});

describe.each(recording)('a learner recorded for %s', (backend) => {
  it('gives the same numbers twice, to the last bit', async () => {
    const losses = [];
    for (let run = 0; run < 2; run += 1) {
      const training = await trainingOf(withParameters(tinyPipeline(), 'dataset', { scenes: 12 }));
      const { learner } = await training.create(backend);
      losses.push(await lossesOf(learner, await firstBatches(training, 5), 0.01));
      await learner.dispose();
    }
    expect(losses[0]).toEqual(losses[1]);
  });
});
