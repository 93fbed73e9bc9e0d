import { cpSync } from 'node:fs';
import { cp, mkdtemp, readdir, readFile, rm, truncate } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GraphDocument, ParameterValue, Stage } from '../../graph-nodes/graph/document';
import { trainedStages } from '../../graph-nodes/nodes/trainer/stages';
import { ablations, withParameters } from '../../test/fixtures/graphs';
import { withStages } from '../../test/fixtures/stages';
import type { BackendName } from '../contract/backends';
import type { EngineEvent } from '../contract/protocol';
import type { RunResult } from '../contract/runs';
import { inEnglish } from '../contract/messages';
import { readSafetensors } from '../files/safetensors';
import { createRun } from './create-run';
import { resumeRun } from './resume-run';
import { readMetrics } from './stored-metrics';
import { keptCheckpoints } from './stored-run';
import type { Run } from './run';

type Values = Readonly<Record<string, ParameterValue>>;

/** A state, weight decay, a moving average and best weights, on which a later stage can depend, and fast steps. */
const graph = (stages: readonly Stage[], trainer: Values = {}): GraphDocument =>
  withStages(
    withParameters(ablations['mean-pool head on both, learned token, linear projection'] as GraphDocument, {
      dataset: { scenes: 12 },
      missing: { fill: 'mean' },
      trainer: { epochs: 1, batchSize: 16, optimiser: 'adamw', warmUp: 3, checkpointEvery: 0, ...trainer },
    }),
    stages,
  );

const backbone: Stage = {
  name: 'backbone',
  parameters: { epochs: 2, audioMissing: 0, visualMissing: 0, averageDecay: 0.9, finalWeights: 'best' },
  frozen: ['missing'],
};
const repair: Stage = { name: 'repair', parameters: { complete: 0, batchSize: 8 }, frozen: ['audio', 'head'] };
const staged = graph([backbone, repair], { keepEpochs: 1 });

let runs: string;
let whole: Awaited<ReturnType<typeof trained>>;
/** Copies of the folder of the whole run at some moments. */
const killed = new Map<string, string>();
/** Numbers of epochs and steps of the whole run, from its status in each stage. */
const planned = new Map<number, { readonly epochs: Set<number>; readonly steps: Set<number> }>();

beforeAll(async () => {
  runs = await mkdtemp(path.join(os.tmpdir(), 'studio-stages-'));
  let stepsOfFirst = 0;
  const keep = (name: string, run: string) => {
    if (killed.has(name)) return;
    const copy = path.join(runs, 'killed', name);
    cpSync(path.join(runs, run), copy, { recursive: true });
    killed.set(name, copy);
  };
  whole = await trained(staged, (event) => {
    if (event.event === 'step') {
      const { stage, step } = event.record;
      if (stage === 1) keep('inside the first stage', event.run);
      else keep(step === stepsOfFirst + 1 ? 'at the start of the second stage' : 'inside the second stage', event.run);
    }
    if (event.event !== 'status') return;
    const { state, stage, run, step, steps, epochs, message } = event.status;
    const index = stage?.index ?? 0;
    if (state === 'training') {
      const numbers = planned.get(index) ?? { epochs: new Set(), steps: new Set() };
      planned.set(index, {
        epochs: numbers.epochs.add(epochs),
        steps: steps > 0 ? numbers.steps.add(steps) : numbers.steps,
      });
    }
    if (message.code === 'runEvaluating' && index === 1) {
      stepsOfFirst = step;
      keep('after the last step of the first stage, before its evaluation', run);
    }
    if (state === 'preparing' && stepsOfFirst > 0)
      keep('after the evaluation of the first stage, before the second', run);
  });
  for (const folder of killed.values()) await rm(path.join(folder, '.lock'), { recursive: true, force: true });
}, 300_000);
afterAll(() => rm(runs, { recursive: true }));

const nobody = () => undefined;

function resultOf({ status }: Run): RunResult {
  if (!status.result) throw new Error(inEnglish(status.message));
  return status.result;
}

async function trained(
  document: GraphDocument,
  emit: (event: EngineEvent) => void = nobody,
  backend: BackendName = 'cpu',
) {
  const run = await createRun(document, backend, runs, emit);
  await run.run();
  return { run, result: resultOf(run), folder: path.join(runs, run.id) };
}

const weightsOf = (folder: string, name: string) => readFile(path.join(folder, 'checkpoints', `${name}.safetensors`));

/** A run's numbers, without its name and its times. */
const numbersOf = ({ run: _, title: __, secondsPerStep: ___, samplesPerSecond: ____, ...numbers }: RunResult) =>
  numbers;

describe('a run with stages', () => {
  it.each(['cpu', 'onnx'] as const)('equals the runs of its stages on %s, to the bit', async (backend) => {
    const { result, folder } = backend === 'cpu' ? whole : await trained(staged, nobody, backend);
    const [first, second] = trainedStages(staged).map(({ document }) => document) as [GraphDocument, GraphDocument];
    const alone = await trained(first, nobody, backend);
    const from = withParameters(second, { trainer: { startFrom: alone.folder } });
    const after = await trained(from, nobody, backend);

    expect(result.stages).toEqual(
      [alone, after].map(({ result: { epochs, steps, losses, accuracy } }, index) => ({
        name: staged.nodes.at(-1)?.stages?.[index]?.name,
        epochs,
        steps,
        losses,
        accuracy,
        weights: `checkpoints/stage-${index + 1}.safetensors`,
      })),
    );
    expect(result).toMatchObject({
      accuracy: after.result.accuracy,
      losses: after.result.losses,
      epochs: 3,
      steps: alone.result.steps + after.result.steps,
    });
    const final = await weightsOf(after.folder, 'final');
    expect((await weightsOf(folder, 'stage-1')).equals(await weightsOf(alone.folder, 'final'))).toBe(true);
    expect((await weightsOf(folder, 'stage-2')).equals(final)).toBe(true);
    expect((await weightsOf(folder, 'final')).equals(final)).toBe(true);
    const epochs = [
      [1, alone, 1],
      [2, alone, 2],
      [3, after, 1],
    ] as const;
    for (const [epoch, { folder: of }, own] of epochs)
      expect((await weightsOf(folder, `epoch-${epoch}`)).equals(await weightsOf(of, `epoch-${own}`))).toBe(true);
    expect(await keptCheckpoints({ folder, status: whole.run.status })).toEqual([
      { name: 'epoch-1', epoch: 1 },
      { name: 'stage-1', epoch: 2 },
      { name: 'final', epoch: 3 },
    ]);

    const [all, before, then] = await Promise.all([folder, alone.folder, after.folder].map(readMetrics));
    const counted = then?.steps.map((record) => ({
      ...record,
      step: record.step + alone.result.steps,
      epoch: record.epoch + 2,
    }));
    expect(all?.steps).toEqual([
      ...(before?.steps ?? []).map((record) => ({ ...record, stage: 1 })),
      ...(counted ?? []).map((record) => ({ ...record, stage: 2 })),
    ]);
    expect(all?.epochs.map(({ epoch, stage }) => [epoch, stage])).toEqual([
      [1, 1],
      [2, 1],
      [3, 2],
    ]);
  });

  it('counts epochs and steps through all stages, and reports the current one', () => {
    const { steps } = whole.result;
    expect([...planned]).toEqual([1, 2].map((index) => [index, { epochs: new Set([3]), steps: new Set([steps]) }]));
    const stage = { index: 2, count: 2, name: 'repair' };
    expect(whole.run.status).toMatchObject({ stage, epoch: 3, step: steps });
  });

  it('does not change the files of a graph without stages', async () => {
    const { result, folder } = await trained(graph([]));
    expect(result.stages).toBeUndefined();
    expect(await readFile(path.join(folder, 'metrics.jsonl'), 'utf8')).not.toMatch(/stage|version/);
    expect((await readdir(path.join(folder, 'checkpoints'))).sort()).toEqual([
      'best.safetensors',
      'final.safetensors',
      'last.safetensors',
    ]);
  });
});

describe('a run with stages that was killed', () => {
  const compared = [
    'metrics.jsonl',
    'predictions.json',
    ...['final', 'stage-1', 'stage-2', 'epoch-1', 'epoch-2', 'epoch-3', 'best', 'last'].map((name) =>
      path.join('checkpoints', `${name}.safetensors`),
    ),
  ];
  it.each([
    'inside the first stage',
    'after the last step of the first stage, before its evaluation',
    'after the evaluation of the first stage, before the second',
    'at the start of the second stage',
    'inside the second stage',
  ])('%s resumes to the same bytes', (moment) => expectSameBytes(folderAt(moment)));

  it('resumes from the end of the first stage if the checkpoint of the second is broken', async () => {
    const folder = path.join(runs, 'broken');
    await cp(folderAt('at the start of the second stage'), folder, { recursive: true });
    await truncate(path.join(folder, 'checkpoints', 'last.safetensors'), 100);
    await expectSameBytes(folder);
  });

  function folderAt(moment: string): string {
    const folder = killed.get(moment);
    if (folder === undefined) throw new Error(`No folder was kept ${moment}.`);
    return folder;
  }

  async function expectSameBytes(place: string): Promise<void> {
    const folder = `${place}, resumed`;
    await cp(place, folder, { recursive: true });
    const run = await resumeRun(folder, nobody);
    await run.run();
    expect(numbersOf(resultOf(run))).toEqual(numbersOf(whole.result));
    for (const name of compared) {
      const [found, expected] = await Promise.all([folder, whole.folder].map((of) => readFile(path.join(of, name))));
      expect(found?.equals(expected as Buffer), name).toBe(true);
    }
    expect(await readdir(path.join(folder, 'checkpoints'))).toEqual(
      await readdir(path.join(whole.folder, 'checkpoints')),
    );
  }
});

describe('stopping and pausing a run with stages', () => {
  it('ends with the weights of the current stage, and resumes to the same numbers', async () => {
    for (const [moment, names] of [
      ['first step', ['backbone']],
      ['evaluation', ['backbone']],
      ['second stage', ['backbone', 'repair']],
    ] as const) {
      let paused = 0;
      const run: Run = await createRun(staged, 'cpu', path.join(runs, moment), (event) => {
        const reached = {
          'first step': event.event === 'step',
          evaluation: event.event === 'status' && event.status.message.code === 'runEvaluating',
          'second stage': event.event === 'step' && event.record.stage === 2,
        }[moment];
        if (!reached || paused > 0) return;
        paused += 1;
        run.pause();
        expect(run.status.state).toBe('paused');
        setImmediate(() => {
          run.continue();
          run.stop();
        });
      });
      await run.run();
      const result = resultOf(run);
      expect(result.stopped).toBe(true);
      expect(result.stages?.map(({ name }) => name)).toEqual(names);
      expect(result.stages?.at(-1)?.accuracy).toEqual(result.accuracy);
      expect(run.status.state).toBe('stopped');
      const again = await resumeRun(path.join(runs, moment, run.id), nobody);
      await again.run();
      expect(numbersOf(resultOf(again))).toEqual(numbersOf(whole.result));
    }
  });
});

describe('the weights of a stage', () => {
  it('can be the start of another run, including frozen ones', async () => {
    const place = path.join(whole.folder, 'checkpoints', 'stage-1.safetensors');
    const arrays = readSafetensors(await readFile(place));
    const { run, result } = await trained(graph([], { startFrom: place }));
    expect(run.status.state).toBe('finished');
    expect(result.startedFrom).toEqual({ file: place, loaded: arrays.size, of: arrays.size });
  });
});
