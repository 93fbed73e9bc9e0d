import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ParameterValue } from '../../graph-nodes/graph/document';
import { questionAlone } from '../../test/fixtures/graphs';
import { clock } from './checkpoint-timer';
import { decodeCheckpoint } from './checkpoint';
import { disk } from '../files/atomic';
import { createRun } from './create-run';

let runs: string;
beforeAll(async () => {
  runs = await mkdtemp(path.join(os.tmpdir(), 'studio-checkpoints-'));
});
afterAll(() => rm(runs, { recursive: true }));

const [{ now }, { write }] = [{ ...clock }, { ...disk }];
afterEach(() => {
  clock.now = now;
  disk.write = write;
});

/**
 * Number of steps that the newest checkpoint lacks at each step of a run, which a crash after that step would lose.
 * Only steps and writes advance the clock.
 */
async function lostAt(
  stepMs: number,
  writeMs: number,
  trainer: Readonly<Record<string, ParameterValue>>,
): Promise<number[]> {
  let time = 0;
  clock.now = () => time;
  disk.write = async (file, content) => {
    await write(file, content);
    time += writeMs;
  };
  const lost: number[] = [];
  const graph = questionAlone({ epochs: 4, batchSize: 8, ...trainer });
  const run = await createRun(graph, 'cpu', runs, (event) => {
    if (event.event !== 'step') return;
    time += stepMs;
    lost.push(event.record.step - savedStep(path.join(runs, event.run, 'checkpoints', 'last.safetensors')));
  });
  await run.run();
  expect(run.status).toMatchObject({ state: 'finished' });
  return lost;
}

function savedStep(file: string): number {
  try {
    return decodeCheckpoint(readFileSync(file)).trainState.step;
  } catch {
    return 0;
  }
}

describe('a run without a checkpoint interval', () => {
  it('is saved after every step if steps are slow, so that a crash loses the current step', async () => {
    const lost = await lostAt(1000, 10, {});
    expect(lost.length).toBeGreaterThan(15);
    expect(new Set(lost)).toEqual(new Set([1]));
  });

  it('is saved every few steps if these are fast, at a twentieth of the time', async () => {
    // A checkpoint has two to four writes: metrics, weights, the best weights if they are new, and the run's state.
    const lost = await lostAt(100, 10, {});
    expect(lost.slice(0, 2)).toEqual([1, 1]);
    expect(Math.max(...lost)).toBeGreaterThan(3);
    expect(Math.max(...lost)).toBeLessThanOrEqual(8);
  });
});

describe('a fixed interval', () => {
  it('is kept, for any duration of a save', async () => {
    expect(new Set(await lostAt(1000, 300, { checkpointEvery: 0 }))).toEqual(new Set([1]));
    const lost = await lostAt(1000, 0, { checkpointEvery: 4 });
    expect(lost.slice(0, 6)).toEqual([1, 2, 3, 4, 1, 2]);
  });
});

describe('a run that is killed at any step', () => {
  it('has the numbers of all steps but the current one, however old its checkpoint is', async () => {
    const told: number[] = [];
    const recorded: number[] = [];
    const run = await createRun(
      questionAlone({ epochs: 4, batchSize: 8, checkpointEvery: 3600 }),
      'cpu',
      runs,
      (event) => {
        if (event.event !== 'step') return;
        const file = path.join(runs, event.run, 'metrics.jsonl');
        recorded.push(existsSync(file) ? stepsIn(readFileSync(file, 'utf8')) : 0);
        told.push(told.length);
      },
    );
    await run.run();
    expect(told.length).toBeGreaterThan(15);
    expect(recorded).toEqual(told);
  });
});

const stepsIn = (metrics: string) => metrics.split('\n').filter((line) => line.startsWith('{"type":"step"')).length;
