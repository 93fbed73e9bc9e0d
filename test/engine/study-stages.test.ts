import { mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Result } from '../../engine/contract/methods';
import { readSafetensors } from '../../engine/files/safetensors';
import { formatStudy } from '../../graph-nodes/study/document';
import { tinyGraph, tinyStudy } from '../fixtures/studies';
import { studio } from '../fixtures/terminal';

let folder: string;
let file: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'studio-study-stages-'));
  file = path.join(folder, 'study.json');
  await writeFile(file, formatStudy(study));
});
afterAll(() => rm(folder, { recursive: true }));

/** Two rows that start from one base, which is trained once. */
const study = tinyStudy({
  title: 'Stages',
  graph: tinyGraph({ epochs: 24 }),
  rows: [
    { name: 'repaired', startFrom: 'base', bypass: ['avr'], freeze: ['audio', 'question', 'head'] },
    { name: 'base', bypass: ['rmm', 'avr'] },
    { name: 'enhanced', startFrom: 'base', bypass: ['rmm'], set: { 'trainer.epochs': 1 } },
  ],
  ablation: {},
  seeds: [1],
});

const command = (runs: string) => ['study', file, '--json', '--workers', '1', '--runs', path.join(folder, runs)];
const studyIn = (runs: string) => path.join(folder, runs, 'studies', 'stages');
const runsIn = (runs: string) => readdir(path.join(studyIn(runs), 'runs')).catch(() => []);

/** The folder of a row's only run. */
async function runOf(runs: string, row: string): Promise<string> {
  const name = (await runsIn(runs)).find((each) => each.startsWith(`${row}-seed1-`));
  if (name === undefined) throw new Error(`There is no run of “${row}”.`);
  return path.join(studyIn(runs), 'runs', name);
}

/** Ends the studio once the run of a row has a checkpoint and is not finished. */
async function killedIn(row: string, runs: string): Promise<void> {
  const { child, ended } = studio(command(runs));
  const isCheckpoint = (name: string) => name.includes(`${row}-seed1-`) && /checkpoints.*safetensors$/.test(name);
  for (let names: string[] = []; !names.some(isCheckpoint);) {
    names = await readdir(path.join(studyIn(runs), 'partial'), { recursive: true }).catch(() => []);
    await new Promise((resolve) => setImmediate(resolve));
  }
  child.kill('SIGKILL');
  await ended;
}

describe('studio study, with rows that start from another row', () => {
  it('killed while the shared base trains and while a row after it trains, gives the same bytes', async () => {
    const whole = await studio(command('whole')).ended;
    expect(whole).toMatchObject({ code: 0 });
    const { runs } = JSON.parse(whole.out) as Result<'study'>;
    expect(runs.map(({ name, startsFrom, state }) => [name, startsFrom, state])).toEqual([
      ['base', undefined, 'done'],
      ['repaired', 'base', 'done'],
      ['enhanced', 'base', 'done'],
    ]);

    await killedIn('base', 'killed');
    expect(await runsIn('killed')).toEqual([]);
    await killedIn('repaired', 'killed');
    expect((await runsIn('killed')).map((name) => name.split('-')[0])).toContain('base');
    expect((await runsIn('killed')).map((name) => name.split('-')[0])).not.toContain('repaired');
    expect((await studio(command('killed')).ended).code).toBe(0);

    expect(await runsIn('killed')).toEqual(await runsIn('whole'));
    for (const row of ['base', 'repaired', 'enhanced']) {
      for (const name of ['graph.json', 'metrics.jsonl', 'predictions.json', 'checkpoints/final.safetensors']) {
        const [one, other] = await Promise.all(
          ['whole', 'killed'].map(async (place) => readFile(path.join(await runOf(place, row), name))),
        );
        expect(one && other?.equals(one), `${row}, ${name}`).toBe(true);
      }
    }
  }, 240_000);

  it('starts with the weights of the base, and contains no path outside the study', async () => {
    const base = await runOf('whole', 'base');
    const enhanced = await runOf('whole', 'enhanced');
    const weights = async (run: string) =>
      readSafetensors(await readFile(path.join(run, 'checkpoints', 'final.safetensors')));
    const graph = JSON.parse(await readFile(path.join(enhanced, 'graph.json'), 'utf8')) as typeof study.graph;
    expect(graph.nodes.find(({ id }) => id === 'trainer')?.parameters['startFrom']).toBe('');
    const { result } = JSON.parse(await readFile(path.join(enhanced, 'run.json'), 'utf8')) as {
      result: { startedFrom: object };
    };
    const ofBase = await weights(base);
    expect(result.startedFrom).toEqual({
      file: `../${path.basename(base)}/checkpoints/final.safetensors`,
      loaded: ofBase.size,
      of: (await weights(enhanced)).size,
    });

    // After a move the study has all its runs, and an added row starts from the existing base.
    await rename(path.join(folder, 'whole'), path.join(folder, 'moved'));
    const rows = [...study.rows, { name: 'added', startFrom: 'enhanced', set: { 'trainer.epochs': 1 }, bypass: [] }];
    await writeFile(file, formatStudy(tinyStudy({ ...study, rows })));
    const { code, out } = await studio(command('moved')).ended;
    expect(code).toBe(0);
    expect((JSON.parse(out) as Result<'study'>).status).toMatchObject({ runs: 4, done: 4 });
    expect(await runsIn('moved')).toHaveLength(4);
  }, 120_000);
});
