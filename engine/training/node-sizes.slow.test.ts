import { describe, expect, it } from 'vitest';
import { freeze, tinyPipeline } from '../../test/fixtures/graphs';
import { firstBatches, trainingOf } from '../../test/fixtures/learners';
import { startBackend } from '../backends/backend';
import type { BatchArrays } from '../data/batches';
import { toTensors } from '../data/batches';
import type { NamedArray } from '../files/safetensors';
import { buildModel } from '../model/build';
import { batchLoss } from './step';

const documentOf = (optimiser: string) =>
  freeze(
    tinyPipeline({
      dataset: { scenes: 12 },
      rmm: { slots: 5 },
      trainer: { batchSize: 5, optimiser, clipNorm: 0, averageDecay: 0.9 },
    }),
    'audio',
  );

const norm = (values: Iterable<number>): number =>
  Math.sqrt([...values].reduce((sum, value) => sum + value * value, 0));

/** Values of a node's arrays, concatenated. */
const numbersOf = (arrays: ReadonlyMap<string, NamedArray>, id: string): number[] =>
  [...arrays].flatMap(([name, { values }]) => (name.startsWith(`${id}/`) ? [...values] : []));

describe('gradient and update of a node in a step', () => {
  it.each([
    ['wasm', 'sgd'],
    ['onnx', 'sgd'],
    ['onnx', 'adamw'],
  ] as const)(
    'equal those of a direct computation, and are 0 for a frozen node, on %s with %s',
    async (backend, optimiser) => {
      const document = documentOf(optimiser);
      const training = await trainingOf(document);
      const [arrays] = (await firstBatches(training, 1)) as [BatchArrays];
      const { learner } = await training.create(backend);
      expect(await learner.nodeSizes()).toBeUndefined();
      const before = await learner.weights();
      await learner.step(arrays, 'train/0', 0.01, true);
      const after = await learner.weights();
      const sizes = (await learner.nodeSizes()) ?? {};
      await learner.dispose();

      await startBackend('wasm');
      const { opened, parameters } = training;
      const { spec } = opened.dataset;
      const model = buildModel(document, { [opened.node]: spec }, parameters.seed);
      const { batch, labels } = toTensors(arrays, spec);
      const input = { sources: { [opened.node]: { batch, labels } } };
      const { gradients } = batchLoss(model, input, labels, parameters, 'train/0');
      const gradientOf = (id: string) =>
        [...model.variables].flatMap(([name, variable]) =>
          name.startsWith(`${id}/`) ? [...(gradients[variable.name]?.dataSync() ?? [])] : [],
        );

      expect(sizes['audio']).toEqual({ gradient: 0, update: 0, weights: null });
      const trained = Object.keys(sizes).filter((id) => id !== 'audio');
      expect(trained.sort()).toEqual(['avr', 'head', 'question', 'rmm']);
      for (const id of trained) {
        const { gradient = NaN, update = NaN, weights } = sizes[id] ?? {};
        const [old, now] = [numbersOf(before, id), numbersOf(after, id)];
        const own = norm(now.map((value, index) => value - (old[index] ?? 0)));
        expect(own, id).toBeGreaterThan(0);
        expect(update / own, id).toBeCloseTo(1, 3);
        expect((weights ?? NaN) / norm(old), id).toBeCloseTo(1, 4);
        expect(gradient / norm(gradientOf(id)), id).toBeCloseTo(1, 3);
      }
      model.dispose();
    },
  );
});
