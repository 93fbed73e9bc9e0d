import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { formatDocument, type GraphDocument, type ParameterValue } from '../../graph-nodes/graph/document';
import { tinyPipeline } from '../../test/fixtures/graphs';
import { runResult } from '../../test/fixtures/run-result';
import { withStages } from '../../test/fixtures/stages';
import { runtimeSettings } from '../backends/onnx-runtime';
import type { RunResult } from '../contract/runs';
import { planTraining } from '../model/plan';
import { thisProcess } from './lock';
import { RunEstimates } from './run-estimate';
import { toRunFile, type RunState } from './run-file';

let runs: string;
beforeEach(async () => {
  runs = await mkdtemp(path.join(os.tmpdir(), 'estimates-'));
});
afterEach(() => rm(runs, { recursive: true }));

let stored = 0;

/** Stores a finished run, newer than those before it. */
async function store(document: GraphDocument, result: Partial<RunResult>, state: Partial<RunState> = {}) {
  stored += 1;
  const folder = path.join(runs, `run-${stored}`);
  await mkdir(folder);
  await writeFile(path.join(folder, 'graph.json'), formatDocument(document));
  const whole = runResult({ backend: 'onnx', ...result });
  const about = { run: `run-${stored}`, title: 'Tiny', state: 'finished', message: { code: 'runFinished' } } as const;
  const counts = { epoch: whole.epochs, epochs: whole.epochs, step: whole.steps, steps: whole.steps };
  const times = { secondsPerStep: whole.secondsPerStep, secondsLeft: 0, process: thisProcess };
  const file = toRunFile({ ...about, ...counts, ...times, backend: whole.backend, result: whole, ...state });
  await writeFile(path.join(folder, 'run.json'), JSON.stringify(file));
  await utimes(path.join(folder, 'run.json'), stored, stored);
}

const trained = (parameters: Record<string, ParameterValue>, others: Parameters<typeof tinyPipeline>[0] = {}) =>
  tinyPipeline({ ...others, trainer: { batchSize: 10, ...parameters } });
const estimate = (document: GraphDocument, backend = 'auto') => new RunEstimates(runs).estimate(document, backend);

const questions = { train: 95, validation: 12, test: 30 };
/** Two epochs of 10 steps; 2 batches of validation after each and 3 of the test. */
const timed = { questions, epochs: 2, steps: 20, secondsPerStep: 0.5 };

describe('the estimate of a run', () => {
  it('is absent without timed runs', async () => {
    expect(await estimate(trained({ epochs: 2 }))).toEqual({ basis: 'none' });
    await rm(runs, { recursive: true });
    expect(await estimate(trained({ epochs: 2 }))).toEqual({ basis: 'none' });
    await mkdir(runs);
  });

  it('is the duration of an equal run; for other epochs and learning rates it uses the run’s steps and evaluated batches', async () => {
    await store(trained({ epochs: 2 }), timed, { seconds: 12.1 });
    const same = { basis: 'sameGraph', runs: 1, backend: 'onnx' };
    const found = await estimate(trained({ epochs: 2, seed: 5 }));
    expect(found).toEqual({ ...same, seconds: expect.closeTo(12.1, 9) });
    // 2.1 s of the run are for 7 evaluated batches: 0.3 s each. Five epochs have 50 steps and 13 batches.
    const longer = await estimate(trained({ epochs: 5, learningRate: 0.1, rmmr: 3 }));
    expect(longer).toEqual({ ...same, seconds: expect.closeTo(50 * 0.5 + 13 * 0.3, 9) });
    // The noise scenarios evaluate the 3 batches of the test a second time.
    const noisy = await estimate(trained({ epochs: 2, noiseScenarios: true }));
    expect(noisy).toEqual({ ...same, seconds: expect.closeTo(12.1 + 3 * 0.3, 9) });
  });

  it('assumes an evaluated batch to take a third of a step without a duration, and no more than a step with pauses', async () => {
    await store(trained({ epochs: 2 }), timed);
    expect(await estimate(trained({ epochs: 2 }))).toMatchObject({ seconds: expect.closeTo(10 + (7 * 0.5) / 3, 9) });
    await store(trained({ epochs: 2 }, { rmm: { slots: 6 } }), timed, { seconds: 1000 });
    expect(await estimate(trained({ epochs: 2 }, { rmm: { slots: 6 } }))).toMatchObject({
      seconds: expect.closeTo(10 + 7 * 0.5, 9),
    });
  });

  it('is the median over the newest five runs of the backend', async () => {
    await store(trained({ epochs: 2 }), { ...timed, secondsPerStep: 100 }, { seconds: 2000 });
    for (const seconds of [12, 11, 30, 10, 14]) await store(trained({ epochs: 2 }), timed, { seconds });
    await store(trained({ epochs: 2 }), { ...timed, backend: 'wasm', secondsPerStep: 2 }, { seconds: 45 });
    // 13.5 s is the maximum of 20 steps and 7 evaluated batches of 0.5 s each.
    const onnx = { basis: 'sameGraph', seconds: expect.closeTo(12, 9), runs: 5, backend: 'onnx' };
    expect(await estimate(trained({ epochs: 2 }), 'onnx')).toEqual(onnx);
    expect(await estimate(trained({ epochs: 2 }))).toEqual({
      basis: 'sameGraph',
      seconds: expect.closeTo(45, 9),
      runs: 1,
      backend: 'wasm',
    });
    expect(await estimate(trained({ epochs: 2 }), 'cpu')).toEqual({ basis: 'none' });
  });

  it('scales a run of another graph by memory and steps, unless the memory differs by more than four times', async () => {
    const small = trained({ epochs: 2 });
    await store(small, timed, { seconds: 12 });
    const wider = trained({ epochs: 2 }, { rmm: { slots: 200 } });
    const [a, b] = [small, wider].map((document) => planTraining(document).memoryMiB) as [number, number];
    expect(await estimate(wider)).toEqual({
      basis: 'otherGraphs',
      seconds: expect.closeTo((12 * b) / a, 6),
      runs: 1,
      backend: 'onnx',
    });
    const large = trained({ epochs: 2, batchSize: 4096 });
    expect(planTraining(large).memoryMiB).toBeGreaterThan(4 * a);
    expect(await estimate(large)).toEqual({ basis: 'none' });
  });

  it('has the threads of its runs: those set, or one per core and one for a small graph on ONNX Runtime', async () => {
    const cores = os.availableParallelism();
    const graph = trained({ epochs: 2 });
    const threads = async (backend: string, operations?: number) => {
      await store(graph, { ...timed, backend }, operations === undefined ? {} : { operations });
      const [found] = await new RunEstimates(runs).estimateAll([graph], backend);
      return found?.threads;
    };
    expect([await threads('onnx', 1.9e9), await threads('onnx', 2.1e9), await threads('onnx')]).toEqual([
      1,
      cores,
      cores,
    ]);
    expect([await threads('wasm'), await threads('cpu'), await threads('tensorflow')]).toEqual([1, 1, cores]);
    runtimeSettings.threads = 3;
    try {
      await store(graph, timed, { threads: 3, operations: 1 });
      expect((await new RunEstimates(runs).estimateAll([graph], 'onnx'))[0]?.threads).toBe(3);
    } finally {
      delete runtimeSettings.threads;
    }
  });

  it('uses the number of questions of another dataset', async () => {
    await store(trained({ epochs: 2 }), timed, { seconds: 12.1 });
    const found = await estimate(trained({ epochs: 2 }, { dataset: { scenes: 80, visualWidth: 8, seconds: 3 } }));
    const { train, validation, test } = await countsOf(80);
    const batches = (count: number) => Math.ceil(count / 10);
    expect(found).toMatchObject({
      basis: 'sameGraph',
      seconds: expect.closeTo(batches(train) * 2 * 0.5 + (batches(validation) * 2 + batches(test)) * 0.3, 9),
    });
  });

  it('scales a run with stages as a whole, by the memory of each stage', async () => {
    const stages = (second: number) =>
      withStages(trained({ epochs: 2 }), [
        { name: 'one', parameters: {}, frozen: [] },
        { name: 'two', parameters: { epochs: second }, frozen: ['audio', 'question', 'head'] },
      ]);
    const accuracy = runResult().accuracy;
    const ended = [1, 2].map((epochs) => ({
      name: String(epochs),
      epochs: 2,
      steps: 20,
      losses: null,
      accuracy,
    }));
    await store(stages(2), { ...timed, epochs: 4, steps: 40, stages: ended }, { seconds: 30 });
    expect(await estimate(stages(2))).toMatchObject({ basis: 'sameGraph', seconds: expect.closeTo(30, 9) });
    const [one, two] = planTraining(stages(2)).stages?.map(({ memoryMiB }) => memoryMiB) as [number, number];
    // Units of a stage: its steps and a third of its evaluated batches.
    const before = (one + two) * (20 + 7 / 3);
    const after = one * (20 + 7 / 3) + two * (40 + 11 / 3);
    // A stage with other epochs has the same steps.
    expect(await estimate(stages(4))).toMatchObject({
      basis: 'sameGraph',
      seconds: expect.closeTo((30 * after) / before, 6),
    });
  });

  it('ignores runs of another machine, of another number of threads, and without a result', async () => {
    const run = trained({ epochs: 2 });
    await store(run, timed, { seconds: 12, process: { host: 'elsewhere', id: 1 } });
    await store(run, timed, { seconds: 12, threads: 3 });
    await store(run, timed, { state: 'failed', result: undefined });
    expect(await estimate(run)).toEqual({ basis: 'none' });
  });

  it('is absent for a graph that cannot be trained', async () => {
    await store(trained({ epochs: 2 }), timed, { seconds: 12 });
    expect(await estimate({ ...trained({ epochs: 2 }), edges: [] })).toEqual({ basis: 'none' });
  });
});

async function countsOf(scenes: number) {
  const { openDataset } = await import('./open-dataset');
  const { questions } = (await openDataset(trained({}, { dataset: { scenes, visualWidth: 8, seconds: 3 } }))).dataset;
  return {
    train: questions.train.length,
    validation: questions.validation.length,
    test: questions.test.length,
  };
}
