import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { analyse } from '../../graph-nodes/graph/analyse';
import type { GraphDocument } from '../../graph-nodes/graph/document';
import { catalogue } from '../../graph-nodes/nodes/catalogue';
import { trainerParametersOf } from '../../graph-nodes/nodes/trainer/trainer-of';
import { freeze, tinyPipeline, withParameters } from '../../test/fixtures/graphs';
import { firstBatches, lossesOf, trainingOf, withoutZeros } from '../../test/fixtures/learners';
import { apart } from '../../test/fixtures/losses';
import { isTrainable, randomGraphs } from '../../test/fixtures/random-graph';
import { startBackend } from '../backends/backend';
import { withRecorder } from '../backends/onnx-runtime';
import { RequestError } from '../contract/errors';
import type { Losses } from '../contract/metrics';
import { buildModel } from '../model/build';
import { KeptFeatures } from './kept-features';
import { recordFeatures, recordTrainingStep } from './learner-graphs';
import { needsNegatives } from './negatives';
import { optimizerAlgorithm } from './optimizer-algorithms';

beforeAll(async () => {
  await startBackend('onnx');
});

/** The kept features of a graph, and its training step with and without them. */
function recordingsOf(document: GraphDocument) {
  const spec = analyse(document, catalogue).nodes.get('dataset')?.inference.outputs['batch']?.batch;
  if (!spec) throw new Error('The graph has no dataset.');
  const parameters = trainerParametersOf(document);
  const model = withRecorder(() => buildModel(document, {}, 1));
  const recorded = { model, spec, datasetNode: 'dataset', parameters, algorithm: optimizerAlgorithm(parameters) };
  const form = { size: 4, audio: true, visual: true, negative: needsNegatives(document, parameters) };
  const { plan, randomInputs } = recordFeatures(recorded, form);
  const steps = [undefined, plan].map((kept) => recordTrainingStep(recorded, form, kept).graph);
  model.dispose();
  const nodes = [...new Set([...plan.outputs.values()].flatMap((outputs) => Object.keys(outputs)))];
  return { plan, randomInputs, nodes, computed: steps.map(({ work }) => work.map(({ part }) => part)) };
}

const repair = { complete: 0, audioMissing: 1, visualMissing: 1, match: 0, qa: 0, rmmr: 1 };
const repaired = (changes: Parameters<typeof withParameters>[1] = {}, ...frozen: string[]) =>
  freeze(
    withParameters(tinyPipeline({ dataset: { scenes: 12, visualWidth: 8, seconds: 3 } }), {
      trainer: { ...repair, batchSize: 5 },
      ...changes,
    }),
    ...frozen,
  );

describe('the features of frozen nodes', () => {
  it('are kept if all earlier nodes are frozen or have no variables, and the step does not compute them', () => {
    const { nodes, plan, randomInputs, computed } = recordingsOf(repaired({}, 'audio', 'question', 'rmm', 'head'));
    expect(nodes).toEqual(['audio', 'visual', 'question', 'rmm']);
    expect(randomInputs).toEqual([]);
    expect([...plan.outputs.keys()]).toEqual(['audioMissing', 'visualMissing']);
    expect(computed[0]).toEqual(expect.arrayContaining(['audio', 'question', 'rmm', 'avr']));
    expect(computed[1]).toEqual(expect.arrayContaining(['avr']));
    for (const id of ['audio', 'question', 'rmm']) expect(computed[1]).not.toContain(id);
    // Audio real and recalled [T, C], visual recalled [T, H, W, C] and the question [C]; real visual features are the
    // batch's.
    expect(plan.shapes).toHaveLength(4);
  });

  it.each([
    ['a node before it is trained', repaired({}, 'rmm', 'head'), []],
    ['nodes use random numbers', repaired({ missing: { fill: 'noise' } }, 'audio', 'question', 'rmm', 'head'), []],
    ['a state depends on the batches', repaired({ missing: { fill: 'mean' } }, 'audio', 'question', 'head'), []],
    [
      'the visual features have negatives',
      repaired({ trainer: { ...repair, complete: 1, match: 1 } }, 'audio', 'question', 'rmm', 'head'),
      ['audio', 'question'],
    ],
  ])('are not kept if %s', (_, document, expected) => {
    expect(recordingsOf(document).nodes.filter((id) => id !== 'visual')).toEqual(expected);
  });

  it('take no more than the maximum memory', () => {
    const plan = { shapes: [[1024], [1024]], outputs: new Map() };
    const most = 2 ** 28 / (2 * 1024 * 4);
    expect(KeptFeatures.fits(plan, most)).toBe(true);
    expect(KeptFeatures.fits(plan, most + 1)).toBe(false);
    expect(KeptFeatures.fits({ shapes: [], outputs: new Map() }, 1)).toBe(false);
  });

  it('give the same steps as without them', async () => {
    const kept: number[] = [];
    await fc.assert(
      fc.asyncProperty(randomGraphs, async (document) => {
        fc.pre(isTrainable(document));
        const training = await trainingOf(document);
        const list = await firstBatches(training, 4);
        try {
          const { learner: plain } = await training.create('onnx');
          const { learner: keeping } = await training.create('onnx');
          const start = withoutZeros(await plain.weights());
          for (const learner of [plain, keeping]) await learner.load(start);
          let started = 0;
          await keeping.keepFeatures?.(training.opened.dataset, {
            onStart: () => (started += 1),
            mayContinue: async () => true,
          });
          kept.push(started);
          const expected = await lossesOf(plain, list, 0.01);
          const found = await lossesOf(keeping, list, 0.01);
          found.forEach((losses, step) =>
            expect(apart(losses, expected[step] as Losses).difference).toBeLessThan(1e-4),
          );
          for (const learner of [plain, keeping]) await learner.dispose();
        } catch (error) {
          if (!(error instanceof RequestError && error.reason.code === 'noLossReaches')) throw error;
        }
      }),
      { numRuns: 8, seed: 5, examples: [[repaired({}, 'audio', 'question', 'rmm', 'head')]] },
    );
    expect(kept).toContain(1);
  });

  it('are discarded if the work ends before all are computed', async () => {
    const training = await trainingOf(repaired({}, 'audio', 'question', 'rmm', 'head'));
    const { learner } = await training.create('onnx');
    const list = await firstBatches(training, 1);
    await learner.keepFeatures?.(training.opened.dataset, { onStart: () => undefined, mayContinue: async () => false });
    const [losses] = await lossesOf(learner, list, 0.01);
    expect(Number.isFinite(losses?.total)).toBe(true);
    await learner.dispose();
  });
});
