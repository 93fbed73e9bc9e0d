import type * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { analyse } from '../../graph-nodes/graph/analyse';
import type { GraphDocument } from '../../graph-nodes/graph/document';
import { catalogue } from '../../graph-nodes/nodes/catalogue';
import { trainerParametersOf } from '../../graph-nodes/nodes/trainer/trainer-of';
import { randomBatch } from '../../test/fixtures/batch';
import { bypass, freeze, tinyPipeline, withParameters } from '../../test/fixtures/graphs';
import { firstBatches, lossesOf, trainingOf, withoutZeros } from '../../test/fixtures/learners';
import { apart } from '../../test/fixtures/losses';
import { isTrainable, randomGraphs } from '../../test/fixtures/random-graph';
import { startBackend } from '../backends/backend';
import { withRecorder } from '../backends/onnx-runtime';
import { RequestError } from '../contract/errors';
import type { Losses } from '../contract/metrics';
import type { BatchArrays } from '../data/batches';
import type { NamedArray } from '../files/safetensors';
import { buildModel } from '../model/build';
import { recordTrainingStep } from './learner-graphs';
import { optimizerAlgorithm } from './optimizer-algorithms';
import { batchLoss } from './step';

beforeAll(async () => {
  await startBackend('wasm');
});

/** The tiny pipeline with a bank of training features as its generator. */
const replacedByRetrieval: GraphDocument = (() => {
  const document = bypass(tinyPipeline(), 'avr');
  return {
    ...document,
    nodes: document.nodes.map((node) =>
      node.id === 'rmm' ? { ...node, kind: 'retrieval', parameters: { bank: 8 } } : node,
    ),
    edges: document.edges.filter(({ to }) => to.node !== 'rmm' || to.socket !== 'question'),
  };
})();

type Arrays = ReadonlyMap<string, NamedArray>;

const nodeOf = (name: string) => name.split('/')[0] ?? '';
const isFrozen = (document: GraphDocument, name: string) =>
  document.nodes.some(({ id, frozen }) => id === nodeOf(name) && frozen === true);

/** Names of the arrays that differ in a bit. */
const changed = (before: Arrays, after: Arrays): string[] =>
  [...before]
    .filter(([name, { values }]) => !values.every((value, at) => Object.is(value, after.get(name)?.values[at])))
    .map(([name]) => name);

const specOf = (document: GraphDocument) => {
  const batch = analyse(document, catalogue).nodes.get('dataset')?.inference.outputs['batch']?.batch;
  if (!batch) throw new Error('The graph has no dataset.');
  return batch;
};

describe('a frozen node', () => {
  it.each(['wasm', 'onnx'] as const)(
    'keeps every variable and state equal to the bit over ten steps on %s',
    async (backend) => {
      await fc.assert(
        fc.asyncProperty(randomGraphs, async (document) => {
          fc.pre(isTrainable(document));
          const training = await trainingOf(document);
          const list = await firstBatches(training, 4);
          try {
            const { learner, note } = await training.create(backend);
            expect(note).toBeUndefined();
            const before = (await learner.snapshot()).arrays;
            const ten = Array.from({ length: 10 }, (_, step) => list[step % list.length] as BatchArrays);
            await lossesOf(learner, ten, 0.01);
            const found = changed(before, (await learner.snapshot()).arrays);
            const used = changed(before, await learner.weights());
            await learner.dispose();
            expect([...found, ...used].filter((name) => isFrozen(document, name))).toEqual([]);
            expect(found.filter((name) => name.includes('/')).length).toBeGreaterThan(0);
          } catch (error) {
            // Weights of 0 can leave no loss that depends on trained variables.
            if (!(error instanceof RequestError && error.reason.code === 'noLossReaches')) throw error;
          }
        }),
        { numRuns: 6 },
      );
    },
  );

  it.each([['head'], ['avr'], ['rmm'], ['rmm', 'avr', 'head']])(
    'passes gradients to trained nodes before it: %s',
    (...ids) => {
      const document = tinyPipeline({
        head: { heads: 2, dropout: 0 },
        avr: { steps: 2, width: 4, denoiser: 'light', memory: 'recompute' },
      });
      const { input, labels } = randomBatch(specOf(document), 3, 1);
      const gradients = [document, freeze(document, ...ids)].map((each) => {
        const model = buildModel(each, {}, 1);
        const { gradients: byName } = batchLoss(model, input, labels, trainerParametersOf(each), 'train/0');
        return new Map(
          [...model.variables].flatMap(([name, variable]) => {
            const gradient = byName[variable.name];
            return gradient ? [[name, gradient.dataSync()] as const] : [];
          }),
        );
      });
      const [all, found] = gradients as [
        Map<string, tf.DataTypeMap['float32']>,
        Map<string, tf.DataTypeMap['float32']>,
      ];
      expect([...found.keys()]).toEqual([...all.keys()].filter((name) => !ids.includes(nodeOf(name))));
      expect(ids).toHaveLength(new Set([...all.keys()].map(nodeOf).filter((id) => ids.includes(id))).size);
      for (const [name, values] of found) expect(values, name).toEqual(all.get(name));
    },
  );

  it('costs a step only its forward pass if all nodes before it are frozen, and otherwise no weight gradients', () => {
    const operations = (document: GraphDocument) => {
      const spec = specOf(document);
      const parameters = trainerParametersOf(document);
      const model = withRecorder(() => buildModel(document, {}, 1));
      const { graph } = recordTrainingStep(
        { model, spec, datasetNode: 'dataset', parameters, algorithm: optimizerAlgorithm(parameters) },
        { size: 4, audio: true, visual: true, negative: true },
      );
      model.dispose();
      const flat = new Map(graph.inputs.map(({ name, shape }) => [name, shape[0]]));
      return {
        byNode: new Map(graph.work.map(({ part, operations: count }) => [part, count])),
        flat,
        outputs: graph.outputs.map(({ name }) => name),
      };
    };
    const document = tinyPipeline({ audio: { width: 8 }, missing: { fill: 'mean' } });
    const trained = operations(document);
    const frozen = operations(freeze(document, 'missing', 'audio', 'question', 'head'));
    const share = (id: string) => (frozen.byNode.get(id) ?? NaN) / (trained.byNode.get(id) ?? NaN);
    // Forward pass and weight gradient are one product each; the input gradient is a third one if it is needed.
    expect(share('audio')).toBeLessThan(0.51);
    expect(share('question')).toBeLessThan(0.4);
    expect(share('head')).toBeGreaterThan(0.5);
    expect(share('head')).toBeLessThan(0.75);
    const size = (of: typeof trained, name: string) => Number(of.flat.get(name) ?? 0);
    const means = 128 + 8;
    expect(size(frozen, 'weights') + size(frozen, 'frozen')).toBe(size(trained, 'weights') + means);
    expect(size(frozen, 'moment0')).toBe(size(frozen, 'weights'));
    expect(trained.flat.has('frozen')).toBe(false);
    expect(frozen.outputs).toEqual(['losses', 'weightsNext', 'moment0Next', 'moment1Next']);
    expect(trained.outputs).toHaveLength(6);
  });
});

describe('learners of a graph with frozen nodes', () => {
  const document = freeze(
    withParameters(tinyPipeline({ missing: { fill: 'mean' }, rmm: { slots: 5, start: 'training features' } }), {
      dataset: { scenes: 12 },
      trainer: { batchSize: 5, optimiser: 'sgd', averageDecay: 0.9 },
    }),
    'missing',
    'rmm',
    'head',
  );

  it('have the same losses and weights, load the same weights and continue from each other', async () => {
    const training = await trainingOf(document);
    const [eager, recorded] = [await training.create('wasm'), await training.create('onnx')].map(
      ({ learner }) => learner,
    ) as [
      Awaited<ReturnType<typeof training.create>>['learner'],
      Awaited<ReturnType<typeof training.create>>['learner'],
    ];
    const list = await firstBatches(training, 4);
    const start = withoutZeros(await eager.weights());
    expect([...start.keys()]).toEqual([...(await recorded.weights()).keys()]);
    for (const learner of [eager, recorded]) {
      await learner.load(start);
      expect(changed(start, await learner.weights())).toEqual([]);
    }
    const expected = await lossesOf(eager, list.slice(0, 3), 0.1);
    const found = await lossesOf(recorded, list.slice(0, 3), 0.1);
    found.forEach((losses, step) => expect(apart(losses, expected[step] as Losses).difference).toBeLessThan(1e-4));
    const [goal, snapshot] = [await eager.snapshot(), await recorded.snapshot()];
    expect([...snapshot.arrays.keys()]).toEqual([...goal.arrays.keys()]);
    for (const { arrays } of [goal, snapshot]) {
      expect(changed(start, arrays).every((name) => !isFrozen(document, name))).toBe(true);
    }
    const trained = [...start].filter(([name]) => !isFrozen(document, name) && !/Mean$/.test(name));
    expect(snapshot.arrays.get('optimiser:0')?.values).toHaveLength(
      trained.reduce((sum, [, { values }]) => sum + values.length, 0),
    );

    const { learner: resumed } = await training.create('onnx');
    await resumed.restore(snapshot);
    expect(changed(snapshot.arrays, (await resumed.snapshot()).arrays)).toEqual([]);
    expect(changed(await recorded.weights(), await resumed.weights())).toEqual([]);
    const last = list.slice(3);
    expect(await lossesOf(resumed, last, 0.1)).toEqual(await lossesOf(recorded, last, 0.1));
    expect(changed((await recorded.snapshot()).arrays, (await resumed.snapshot()).arrays)).toEqual([]);
    for (const learner of [eager, recorded, resumed]) await learner.dispose();
  });
});

describe('a graph that trains a state only', () => {
  it('fills its bank equally on both learners, keeps no moments and resumes', async () => {
    const document = freeze(
      withParameters(replacedByRetrieval, { dataset: { scenes: 12 }, trainer: { batchSize: 5, averageDecay: 0.9 } }),
      'audio',
      'question',
      'head',
    );
    const training = await trainingOf(document);
    const list = await firstBatches(training, 3);
    const { learner: eager } = await training.create('wasm');
    const { learner: recorded, note } = await training.create('onnx');
    expect(note).toBeUndefined();
    const before = (await recorded.snapshot()).arrays;
    for (const learner of [eager, recorded]) {
      const losses = await lossesOf(learner, list.slice(0, 2), 0.1);
      expect(losses.every(({ total }) => Number.isFinite(total))).toBe(true);
    }
    const snapshot = await recorded.snapshot();
    expect([...snapshot.arrays.keys()]).toEqual([...before.keys()]);
    expect([...snapshot.arrays.keys()]).toEqual([...(await eager.snapshot()).arrays.keys()]);
    expect(changed(before, snapshot.arrays)).toEqual(['rmm/audioBank', 'rmm/visualBank', 'rmm/written']);
    for (const [name, { values }] of (await eager.snapshot()).arrays) {
      const found = snapshot.arrays.get(name)?.values ?? [];
      values.forEach((value, at) => expect(found[at], name).toBeCloseTo(value, 4));
    }
    const { learner: resumed } = await training.create('onnx');
    await resumed.restore(snapshot);
    for (const learner of [recorded, resumed]) await lossesOf(learner, list.slice(2), 0.1);
    expect(changed((await recorded.snapshot()).arrays, (await resumed.snapshot()).arrays)).toEqual([]);
    for (const learner of [eager, recorded, resumed]) await learner.dispose();
  });
});

describe('a step whose losses depend on no trained variable', () => {
  it.each(['wasm', 'onnx'] as const)('is refused on %s', async (backend) => {
    const ids = ['audio', 'question', 'avr', 'head'];
    const document = withParameters(freeze(tinyPipeline({ rmm: { slots: 5 } }), ...ids), {
      dataset: { scenes: 12 },
      trainer: { audioMissing: 0, visualMissing: 0, rmmr: 0, batchSize: 5 },
    });
    const training = await trainingOf(document);
    const attempt = async () =>
      lossesOf((await training.create(backend)).learner, await firstBatches(training, 1), 0.1);
    await expect(attempt()).rejects.toMatchObject({ code: 'refused', reason: { code: 'noLossReaches' } });
  });
});
