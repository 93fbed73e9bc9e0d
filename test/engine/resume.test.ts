import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { RunResult } from '../../engine/contract/runs';
import { bypass, tinyPipeline } from '../fixtures/graphs';
import { studio } from '../fixtures/studio';
import { tensorflowIsThere } from '../fixtures/tensorflow';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'studio-resume-'));
});
afterAll(() => rm(folder, { recursive: true }));
afterEach(() => vi.unstubAllEnvs());

/**
 * Everything that a later step could depend on: state variables, dropout, noise, averages, best weights, the plateau. Its
 * batches are all full, so that a recorded step has one graph.
 * @param scenes 30 have 14 steps an epoch, 12 have 6
 */
const graph = (trainer = {}, scenes = 30) =>
  tinyPipeline({
    dataset: { scenes, visualWidth: 8, seconds: 3 },
    missing: { fill: 'mean', rate: 0.5 },
    trainer: {
      epochs: 3,
      batchSize: 9,
      optimiser: 'adamw',
      clipNorm: 1,
      averageDecay: 0.9,
      warmUp: 5,
      schedule: 'plateau',
      decayEvery: 1,
      finalWeights: 'best',
      checkpointEvery: 0,
      ...trainer,
    },
  });

async function written(name: string, document: unknown): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, JSON.stringify(document));
  return file;
}

async function linesOf(run: string): Promise<number> {
  const text = await readFile(path.join(run, 'metrics.jsonl'), 'utf8').catch(() => '');
  return text.split('\n').length - 1;
}

/** The only run in a folder of runs, once it exists. */
async function runIn(runs: string): Promise<string> {
  return vi.waitFor(
    async () => {
      const [name] = await readdir(runs);
      if (name === undefined) throw new Error('no run yet');
      return path.join(runs, name);
    },
    { timeout: 30_000, interval: 5 },
  );
}

/** Kills a studio with an uncatchable signal once a run has the given number of metrics lines. */
async function killAt(lines: number, run: Promise<string>, { child, ended }: ReturnType<typeof studio>): Promise<void> {
  await vi.waitFor(async () => expect(await linesOf(await run)).toBeGreaterThanOrEqual(lines), {
    timeout: 60_000,
    interval: 2,
  });
  child.kill('SIGKILL');
  expect((await ended).code).toBeNull();
}

const timeless = (out: string) => {
  const { run: _, secondsPerStep: __, samplesPerSecond: ___, ...rest } = JSON.parse(out) as RunResult;
  return rest;
};

/** A run on a backend to its end, which several tests compare theirs with. */
const undisturbed = new Map<string, Promise<{ readonly out: string; readonly run: string }>>();
async function wholeRun(backend: string, file: string, options: readonly string[]) {
  const known = undisturbed.get(backend);
  if (known) return known;
  const runs = path.join(folder, `${backend}-whole`);
  const run = studio('train', file, '--backend', backend, ...options, '--json', '--runs', runs).ended.then(
    async ({ code, out, err }) => {
      expect({ code, err: code === 0 ? '' : err }).toEqual({ code: 0, err: '' });
      return { out, run: await runIn(runs) };
    },
  );
  undisturbed.set(backend, run);
  return run;
}

/** Steps that are computed kernel by kernel take long. */
const scenesFor = (backend: string) => (['wasm', 'cpu'].includes(backend) ? 12 : 30);

const stateOf = async (run: string) =>
  JSON.parse(await readFile(path.join(run, 'run.json'), 'utf8')) as { state: string };

describe.each(['onnx', 'onnx-wasm', 'wasm', 'cpu', ...(tensorflowIsThere ? ['tensorflow'] : [])])(
  'a run on %s that is killed in the middle',
  (backend) => {
    it('resumes to the same metrics, weights and result, to the last bit, after any number of crashes', async () => {
      // One backend uses the real waiting time for the lock of a killed process.
      if (backend === 'onnx') vi.stubEnv('STUDIO_TAKEOVER_MS', undefined);
      const document = graph({}, scenesFor(backend));
      // WebAssembly takes seconds to prepare the diffusion.
      const file = await written(`${backend}.json`, backend === 'onnx-wasm' ? bypass(document, 'avr') : document);
      // A number of threads that no other part of the test uses: a resumed run keeps it.
      const threads = backend === 'onnx' ? ['--threads', '1'] : [];
      const train = (runs: string) =>
        studio('train', file, '--backend', backend, ...threads, '--json', '--runs', path.join(folder, runs));
      const { out: expected, run: whole } = await wholeRun(backend, file, threads);
      const all = await linesOf(whole);
      expect(all).toBeGreaterThan(10);

      const first = train(`${backend}-killed`);
      const killed = runIn(path.join(folder, `${backend}-killed`));
      await killAt(3, killed, first);
      const run = await killed;
      expect(await stateOf(run)).toMatchObject({
        version: 5,
        state: 'training',
        ...(backend === 'onnx' && { threads: 1 }),
      });
      const lines = await linesOf(run);
      expect(lines).toBeLessThan(all);
      await killAt(Math.ceil((lines + all) / 2), killed, studio('resume', run));
      const { code, out, err } = await studio('resume', run, '--json').ended;
      expect({ code, err }).toMatchObject({
        code: 0,
        err: expect.stringContaining('Training continues after') as unknown,
      });
      expect(timeless(out)).toEqual(timeless(expected));
      for (const name of [
        'metrics.jsonl',
        ...['best', 'final', 'last'].map((kind) => `checkpoints/${kind}.safetensors`),
      ]) {
        const [found, wanted] = await Promise.all([run, whole].map((of) => readFile(path.join(of, name))));
        expect(found?.equals(wanted as Buffer), name).toBe(true);
      }
      expect(await readdir(run)).toEqual(await readdir(whole));
      expect((await readdir(path.join(run, 'checkpoints'))).sort()).toEqual([
        'best.safetensors',
        'final.safetensors',
        'last.safetensors',
      ]);
    }, 300_000);
  },
);

describe('a run whose steps are too fast to be saved one by one', () => {
  it('keeps all numbers from before a crash, even after a second crash while it repeats its steps', async () => {
    const file = await written('fast.json', graph({ epochs: 8, checkpointEvery: 3600 }));
    const train = (runs: string) =>
      studio('train', file, '--backend', 'onnx', '--json', '--runs', path.join(folder, runs));
    const undisturbed = await train('fast-whole').ended;
    const whole = await readFile(path.join(await runIn(path.join(folder, 'fast-whole')), 'metrics.jsonl'), 'utf8');

    const killed = runIn(path.join(folder, 'fast'));
    await killAt(12, killed, train('fast'));
    const run = await killed;
    const metrics = () => readFile(path.join(run, 'metrics.jsonl'), 'utf8');
    const kept = await metrics();
    expect(whole.startsWith(kept)).toBe(true);
    expect(await readdir(run)).not.toContain('checkpoints');

    const again = studio('resume', run);
    await vi.waitFor(async () => expect(await stateOf(run)).toMatchObject({ process: { id: again.child.pid } }), {
      timeout: 60_000,
      interval: 2,
    });
    again.child.kill('SIGKILL');
    await again.ended;
    expect((await metrics()).startsWith(kept)).toBe(true);

    const { code, out } = await studio('resume', run, '--json').ended;
    expect(code).toBe(0);
    expect(timeless(out)).toEqual(timeless(undisturbed.out));
    expect(await metrics()).toBe(whole);
  }, 300_000);
});

describe('a run that was stopped', () => {
  it('resumes to the same numbers too', async () => {
    const file = await written('wasm.json', graph({}, scenesFor('wasm')));
    const { out: expected, run: whole } = await wholeRun('wasm', file, []);
    const stopped = studio('train', file, '--backend', 'wasm', '--json', '--runs', path.join(folder, 'stopped'));
    const run = await runIn(path.join(folder, 'stopped'));
    await vi.waitFor(async () => expect(await linesOf(run)).toBeGreaterThan(4), { timeout: 60_000, interval: 2 });
    stopped.child.kill('SIGINT');
    expect((await stopped.ended).code).toBe(0);
    expect((await stateOf(run)).state).toBe('stopped');
    const { code, out } = await studio('resume', run, '--json').ended;
    expect(code).toBe(0);
    expect(timeless(out)).toEqual(timeless(expected));
    expect(await readFile(path.join(run, 'metrics.jsonl'), 'utf8')).toBe(
      await readFile(path.join(whole, 'metrics.jsonl'), 'utf8'),
    );
    const again = await studio('resume', run).ended;
    expect(again).toMatchObject({ code: 2, out: '', err: expect.stringContaining('is finished') as unknown });
  }, 300_000);
});

describe('refusals of resume', () => {
  it('cover a run that another studio uses, which is not disturbed', async () => {
    const file = await written('busy.json', graph({ epochs: 5000 }, 12));
    const training = studio('train', file, '--backend', 'wasm', '--runs', path.join(folder, 'busy'));
    const run = await runIn(path.join(folder, 'busy'));
    await vi.waitFor(async () => expect(await linesOf(run)).toBeGreaterThan(1), { timeout: 60_000, interval: 5 });
    const { code, out, err } = await studio('resume', run).ended;
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('Another studio');
    expect(err).toContain(`process ${training.child.pid}`);
    const before = await linesOf(run);
    await vi.waitFor(async () => expect(await linesOf(run)).toBeGreaterThan(before), { timeout: 60_000, interval: 5 });
    training.child.kill('SIGINT');
    expect((await training.ended).code).toBe(0);
  });

  it('cover a folder without a run, one of a newer studio, and one whose data have changed', async () => {
    const file = await written('small.json', graph({ epochs: 5000 }, 12));
    const training = studio('train', file, '--backend', 'cpu', '--runs', path.join(folder, 'refused'));
    const run = runIn(path.join(folder, 'refused'));
    await killAt(2, run, training);
    const spoiled = async (name: string, change: (text: string) => string) => {
      const place = path.join(folder, 'refused', 'spoiled');
      await rm(place, { recursive: true, force: true });
      await cp(await run, place, { recursive: true });
      await writeFile(path.join(place, name), change(await readFile(path.join(place, name), 'utf8')));
      return place;
    };
    const newer = (text: string) =>
      text.replace(/"version": (\d+)/, (_, version) => `"version": ${Number(version) + 1}`);
    const cases: readonly [place: () => Promise<string>, part: string][] = [
      [async () => path.join(folder, 'nowhere'), 'There is no run folder'],
      [() => spoiled('run.json', newer), 'newer than this studio’s'],
      [
        () => spoiled('graph.json', (text) => text.replace(/"scenes": 12/, '"scenes": 13')),
        'questions of the dataset have changed',
      ],
      [() => spoiled('vocabulary.json', (text) => text.replace('simultaneously', 'never')), 'current words or answers'],
    ];
    for (const [place, part] of cases) {
      const { code, out, err } = await studio('resume', await place()).ended;
      expect({ part, code, out }).toEqual({ part, code: 2, out: '' });
      expect(err).toContain(part);
      expect(err.trim().split('\n')).toHaveLength(1);
    }
  });
});
