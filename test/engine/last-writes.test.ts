import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { listRuns } from '../../engine/runs/list';
import { resumeRun } from '../../engine/runs/resume-run';
import { Engine } from '../../engine/service/engine';
import { questionAlone } from '../fixtures/graphs';
import { stateOf } from '../fixtures/run-state';
import { studioKilledAt } from '../fixtures/studio';
import { withStages } from '../fixtures/stages';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'studio-last-writes-'));
});
afterAll(() => rm(folder, { recursive: true }));

const filesOf = async (run: string) => (await readdir(run, { recursive: true })).sort();

/**
 * Trains in a process that is killed before its n-th rename of a file; 0 kills none. @returns the run, and the renamed
 * files
 */
async function train(name: string, document: unknown, move: number): Promise<{ run: string; moves: string[] }> {
  const place = path.join(folder, name);
  await mkdir(place);
  const [graph, log, runs] = ['graph.json', 'moves', 'runs'].map((file) => path.join(place, file)) as [
    string,
    string,
    string,
  ];
  await writeFile(graph, JSON.stringify(document));
  const { code } = await studioKilledAt(move, log, 'train', graph, '--backend', 'onnx', '--runs', runs).ended;
  expect(code).toBe(move === 0 ? 0 : null);
  const [run = ''] = await readdir(runs);
  return { run: path.join(runs, run), moves: (await readFile(log, 'utf8')).trim().split('\n') };
}

/** Only the end of a run saves, so that the number of writes does not depend on time. All batches are full, so a step has one graph. */
const graph = questionAlone({ epochs: 2, finalWeights: 'best', checkpointEvery: 3600, batchSize: 18 }, { scenes: 12 });
const stages = ['first', 'second'].map((name) => ({ name, parameters: {}, frozen: [] }));

/** Kills before the last writes, counted from the end: all of a run's, and those that only a run with stages has. */
it.each([
  ['a run', graph, [0, 1, 2, 3, 4, 5, 6]],
  ['a run with stages', withStages(graph, stages), [4, 5, 7]],
])(
  '%s that is killed at any of its last writes ends with the same files when it is resumed',
  async (name, document, backs) => {
    const whole = await train(`${name}, whole`, document, 0);
    const expected = await stateOf(whole.run);
    expect(expected).toMatchObject({ state: 'finished', steps: expect.any(Number) as number });
    expect(expected).toHaveProperty('stepShares.estimated', true);
    const last = whole.moves.slice(-8);
    expect(last).toEqual(
      expect.arrayContaining(['last.safetensors', 'final.safetensors', 'predictions.json', 'run.json']),
    );
    for (const back of backs) {
      const { run } = await train(`${name}, ${back}`, document, whole.moves.length - back);
      expect(await stateOf(run)).not.toMatchObject({ state: 'finished' });
      const resumed = await resumeRun(run, () => undefined);
      await resumed.run();
      expect(await stateOf(run), `killed before ${last.at(-1 - back)}`).toEqual(expected);
      expect(await filesOf(run)).toEqual(await filesOf(whole.run));
      for (const file of ['metrics.jsonl', 'predictions.json', 'checkpoints/final.safetensors']) {
        const [found, wanted] = await Promise.all([run, whole.run].map((of) => readFile(path.join(of, file))));
        expect(found?.equals(wanted as Buffer), file).toBe(true);
      }
    }
  },
);

it('a run that is killed before its first run.json is listed with a remedy, and removed at the next start', async () => {
  const { run, moves } = await train('never begun', graph, 4);
  expect(moves.slice(1)).toEqual(['graph.json', 'vocabulary.json']);
  const runs = path.dirname(run);
  expect(await listRuns(runs)).toMatchObject([
    { run: path.basename(run), state: 'broken', message: { code: 'runNeverBegan' }, resumable: false },
  ]);
  const engine = new Engine({ runsFolder: runs });
  await vi.waitFor(async () => expect(await readdir(runs)).toEqual([]));
  await engine.close();
});
