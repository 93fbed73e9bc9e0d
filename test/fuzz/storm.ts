import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'vitest';
import { Random } from '../../graph-nodes/graph/random';
import { tinyPipeline } from '../fixtures/graphs';
import { stateOf } from '../fixtures/run-state';
import { studio, type Started } from '../fixtures/studio';

/** Results of a storm. */
export interface Storm {
  readonly kills: number;
  /** Kills that left a run folder without a state; the run is then trained from the start. */
  readonly beforeStart: number;
  /** Finished and compared runs. */
  readonly runs: number;
}

/**
 * State variables, dropout, noise, moving averages, best weights and a plateau: everything that a later step depends on. Its
 * batches are all full, so that a process prepares one graph of the step.
 */
const graph = tinyPipeline({
  dataset: { scenes: 30, visualWidth: 8, seconds: 3 },
  missing: { fill: 'mean', rate: 0.5 },
  trainer: {
    epochs: 3,
    batchSize: 9,
    optimiser: 'adamw',
    averageDecay: 0.9,
    schedule: 'plateau',
    finalWeights: 'best',
    checkpointEvery: 0,
  },
});

/** Age at which a process takes over the lock of a killed one; kills are before and after that. */
const lockMilliseconds = Number(process.env['STUDIO_TAKEOVER_MS'] ?? 2000);
const compared = ['checkpoints/final.safetensors', 'metrics.jsonl', 'predictions.json'];

const isThere = (file: string): Promise<boolean> =>
  readFile(file).then(
    () => true,
    () => false,
  );

/**
 * Trains a tiny graph repeatedly, kills the process at a random moment and resumes it, until the wanted number of kills
 * is reached and the last run has ended. Each run must end with the files of an uninterrupted one, byte for byte.
 */
export async function storm(kills: number, seed: number): Promise<Storm> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'studio-storm-'));
  try {
    const file = path.join(folder, 'graph.json');
    await writeFile(file, JSON.stringify(graph));
    const train = (runs: string): Started =>
      studio('train', file, '--backend', 'onnx', '--threads', '1', '--runs', runs);
    const runIn = async (runs: string) => path.join(runs, (await readdir(runs).catch(() => []))[0] ?? 'none');

    const undisturbed = path.join(folder, 'undisturbed');
    const begun = performance.now();
    expect(await train(undisturbed).ended).toMatchObject({ code: 0 });
    const usual = performance.now() - begun;
    const whole = await runIn(undisturbed);

    const random = new Random(seed, 'storm');
    const runs = path.join(folder, 'runs');
    await mkdir(runs);
    let [done, beforeStart, ended] = [0, 0, 0];
    for (;;) {
      const run = await runIn(runs);
      const begins = !(await isThere(path.join(run, 'run.json')));
      if (begins && done > 0 && run !== path.join(runs, 'none')) {
        beforeStart += 1;
        await rm(run, { recursive: true });
      }
      const started = begins ? train(runs) : studio('resume', run);
      if (done < kills) {
        const moment = random.uniform() * (usual + (begins ? 0 : lockMilliseconds));
        const end = await Promise.race([started.ended, delay(moment)]);
        if (!end) {
          started.child.kill('SIGKILL');
          await started.ended;
          done += 1;
          continue;
        }
      }
      const { code, err } = await started.ended;
      // A run that was killed after its last write is finished; resuming it removes its lock.
      if (code !== 0 && !err.includes('is finished')) throw new Error(`After ${done} kills: ${err}`);
      await expectSame(await runIn(runs), whole);
      ended += 1;
      if (done >= kills) return { kills: done, beforeStart, runs: ended };
      await rm(await runIn(runs), { recursive: true });
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function expectSame(run: string, whole: string): Promise<void> {
  expect((await readdir(run, { recursive: true })).sort()).toEqual((await readdir(whole, { recursive: true })).sort());
  expect(await stateOf(run)).toEqual(await stateOf(whole));
  for (const name of compared) {
    const [found, expected] = await Promise.all([run, whole].map((of) => readFile(path.join(of, name))));
    expect(found?.equals(expected as Buffer), name).toBe(true);
  }
}
