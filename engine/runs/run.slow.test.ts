import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scenarios } from '../../graph-nodes/datasets/dataset';
import type { GraphDocument } from '../../graph-nodes/graph/document';
import { questionAlone as graph } from '../../test/fixtures/graphs';
import type { ScenarioAccuracies } from '../contract/metrics';
import { inEnglish } from '../contract/messages';
import type { EngineEvent } from '../contract/protocol';
import type { RunStatus, RunUnit } from '../contract/runs';
import { Engine } from '../service/engine';
import { RequestError } from '../contract/errors';
import { codeVersion } from './code-version';
import { createRun } from './create-run';
import { readRunState } from './run-state';

let runs: string;
beforeAll(async () => {
  runs = await mkdtemp(path.join(os.tmpdir(), 'studio-run-'));
});
afterAll(() => rm(runs, { recursive: true }));

async function trained(document: GraphDocument) {
  const run = await createRun(document, 'cpu', runs, () => undefined);
  await run.run();
  const { result } = run.status;
  if (!result) throw new Error(inEnglish(run.status.message));
  const weights = (name: string) => readFile(path.join(runs, run.id, 'checkpoints', `${name}.safetensors`));
  return { result, epochs: run.epochs, final: await weights('final'), best: await weights('best') };
}

const together = (accuracy: ScenarioAccuracies) =>
  scenarios.reduce((sum, scenario) => sum + (accuracy[scenario].overall ?? 0), 0);

/** At this rate the validation accuracy goes up and down. */
const restless = { epochs: 40, learningRate: 0.2, schedule: 'constant' };

describe('early stopping', () => {
  it('ends a number of epochs after the best one, whose weights are tested and kept', async () => {
    const { result, epochs, final, best } = await trained(graph({ ...restless, patience: 3 }));
    const scores = epochs.map(({ accuracy }) => together(accuracy));
    const bestEpoch = scores.indexOf(Math.max(...scores)) + 1;
    expect(result).toMatchObject({ bestEpoch, epochs: bestEpoch + 3, stopped: false });
    expect(result.epochs).toBeLessThan(40);
    expect(final.equals(best)).toBe(true);
    // The weights of the best epoch equal those of a run that ends with it.
    const short = await trained(graph({ ...restless, epochs: bestEpoch }));
    expect(short.final.equals(final)).toBe(true);
    expect(short.result.accuracy).toEqual(result.accuracy);
  }, 300_000);

  it('uses the loss if the Trainer selects it', async () => {
    const { result, epochs } = await trained(graph({ ...restless, patience: 3, watch: 'loss' }));
    const losses = epochs.map(({ loss }) => scenarios.reduce((sum, scenario) => sum + (loss?.[scenario] ?? NaN), 0));
    const bestEpoch = losses.indexOf(Math.min(...losses)) + 1;
    expect(result).toMatchObject({ bestEpoch, epochs: bestEpoch + 3 });
  });
});

describe('the weights at the end', () => {
  it('are the last ones unless the best are selected', async () => {
    const last = await trained(graph({ ...restless, epochs: 6 }));
    expect(last.result.bestEpoch).toBeUndefined();
    const best = await trained(graph({ ...restless, epochs: 6, finalWeights: 'best' }));
    expect(best.final.equals(best.best)).toBe(true);
    expect(best.best.equals(last.best)).toBe(true);
    expect(best.epochs).toEqual(last.epochs);
  }, 300_000);

  it('are the last ones if there is no validation metric', async () => {
    const { result } = await trained(graph({ epochs: 2, finalWeights: 'best' }, { validationShare: 0 }));
    expect(result.bestEpoch).toBeUndefined();
  });
});

describe('a stepped run', () => {
  it('pauses after a step or an epoch, and ends with the bytes of an uninterrupted one', async () => {
    const document = graph({ epochs: 3, batchSize: 16 }, { scenes: 15 });
    const files = async (id: string) => {
      const read = (file: string) => readFile(path.join(runs, id, file));
      return { metrics: await read('metrics.jsonl'), final: await read('checkpoints/final.safetensors') };
    };
    const whole = await createRun(document, 'cpu', runs, () => undefined);
    await whole.run();

    const steps = whole.status.steps / 3;
    /** Trains by units and then to the end. @returns the run and the places of its pauses */
    const trainBy = async (units: readonly RunUnit[]) => {
      const places: string[] = [];
      const run = await createRun(document, 'cpu', runs, (event) => {
        if (event.event !== 'status' || event.status.state !== 'paused') return;
        const { epoch, step } = event.status;
        places.push(`${epoch}/${step}`);
        const unit = units[places.length - 1];
        // The pause is reported before the run waits.
        setImmediate(() => (unit ? run.continueBy(unit) : run.continue()));
      });
      const trained = run.run();
      run.pause();
      await trained;
      return { run, places };
    };
    const { run: stepped, places } = await trainBy(['step', 'step', 'epoch', 'epoch']);
    expect(places).toEqual(['0/0', '0/1', '0/2', `1/${steps}`, `2/${2 * steps}`]);
    expect(await files(stepped.id)).toEqual(await files(whole.id));
    expect(Object.keys(stepped.sizes ?? {}).sort()).toEqual(['head', 'missing', 'question']);
    expect(stepped.sizes).toEqual(whole.sizes);

    // The validation after the last step of an epoch is not an epoch.
    const last = await trainBy([...Array.from({ length: steps }, () => 'step' as const), 'epoch']);
    expect(last.places.slice(-2)).toEqual([expect.stringMatching(`/${steps}$`), `2/${2 * steps}`]);
  });
});

describe('the engine', () => {
  it('lists the runs in its folder, and resumes a stopped one', async () => {
    const own = path.join(runs, 'engine');
    const document = graph({ epochs: 5 }, { scenes: 15 });
    const whole = new Engine({ runsFolder: path.join(runs, 'engine-whole') });
    const ended = (engine: Engine) =>
      new Promise<RunStatus>((resolve) => {
        engine.onEvent((event: EngineEvent) => {
          if (event.event === 'status' && ['finished', 'stopped', 'failed'].includes(event.status.state))
            resolve(event.status);
        });
      });
    const undisturbed = ended(whole);
    await whole.request('train', { graph: document, backend: 'cpu' });
    const expected = await undisturbed;

    const first = new Engine({ runsFolder: own });
    const stopped = ended(first);
    first.onEvent((event) => {
      if (event.event === 'epoch' && event.record.epoch === 2) void first.request('stop', { run: event.run });
    });
    const { run } = await first.request('train', { graph: document, backend: 'cpu' });
    expect((await first.request('runs', {})).stored).toMatchObject([{ run, resumable: false }]);
    expect((await stopped).state).toBe('stopped');

    const before = await readRunState(path.join(own, run));
    const second = new Engine({ runsFolder: own });
    const { runs: known, stored } = await second.request('runs', {});
    expect(known).toEqual([]);
    expect(stored).toMatchObject([{ run, title: 'Test', state: 'stopped', resumable: true, epochs: 5 }]);
    const finished = ended(second);
    expect(await second.request('resumeRun', { run })).toEqual({ run });
    await expect(second.request('resumeRun', { run })).rejects.toThrow('already training');
    const { result } = await finished;
    expect(result).toMatchObject({ run, accuracy: expected.result?.accuracy, losses: expected.result?.losses });
    const history = await second.request('history', { run });
    expect(history.epochs).toEqual((await whole.request('history', { run: expected.run })).epochs);
    expect((await second.request('runs', {})).stored).toMatchObject([{ run, state: 'finished', resumable: false }]);
    // Another window opens the run from its folder with the content of the process that trained it.
    const { status, graph: opened, epochs } = await new Engine({ runsFolder: own }).request('history', { run });
    expect(status).toMatchObject({ run, state: 'finished', result: { accuracy: expected.result?.accuracy } });
    expect({ opened, epochs }).toEqual({ opened: history.graph, epochs: history.epochs });
    const state = await readRunState(path.join(own, run));
    const undivided = await readRunState(path.join(runs, 'engine-whole', expected.run));
    expect(state.origin).toEqual(undivided.origin);
    expect(state.origin?.builds).toEqual([codeVersion]);
    expect(state.started).toBe(before.started);
    expect(state.seconds).toBeGreaterThan(before.seconds ?? Infinity);
    await expect(second.request('resumeRun', { run })).rejects.toThrow('is finished');
    for (const name of ['../engine', 'none', '..']) {
      await expect(second.request('resumeRun', { run: name })).rejects.toBeInstanceOf(RequestError);
    }
  });
});
