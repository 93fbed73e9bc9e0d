import { cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Result } from '../../engine/contract/methods';
import { studyResults } from '../../engine/studies/study-results';
import { formatStudy, parseStudy, type StudyDocument } from '../../graph-nodes/study/document';
import { questionAlone } from '../fixtures/graphs';
import { endlessStudy, tinyGraph, tinyStudy } from '../fixtures/studies';
import { childrenOf, studio } from '../fixtures/terminal';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'studio-studies-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function written(study: StudyDocument): Promise<string> {
  const file = path.join(folder, `${study.title.replaceAll(' ', '-')}.json`);
  await writeFile(file, formatStudy(study));
  return file;
}

const folderOf = (runs: string, name = 'tiny-study') => path.join(folder, runs, 'studies', name);

/** Folders of finished runs, with the distinction of equal names. */
async function doneRuns(study: string): Promise<Map<string, number>> {
  const runs = path.join(study, 'runs');
  const names = await readdir(runs).catch(() => []);
  return new Map(
    await Promise.all(names.map(async (name) => [name, (await stat(path.join(runs, name))).ino] as const)),
  );
}

/** Results of runs without times. */
const numbers = async (study: string) =>
  (await studyResults(study)).map(({ name, seed, result }) => ({
    name,
    seed,
    losses: result?.losses,
    accuracy: result?.accuracy,
  }));

describe('studio study', () => {
  it('prints the plan of a study with --dry-run, and starts no run', async () => {
    const imputer = { change: 'replace', node: 'rmm', id: 'imputer', kind: 'feed-forward-imputer' };
    const rows = [{ name: 'whole' }, { name: 'imputer', changes: [imputer], set: { 'imputer.width': 6 } }];
    const file = await written(tinyStudy({ rows }));
    const { code, out } = await studio(['study', file, '--dry-run', '--json', '--runs', path.join(folder, 'dry')])
      .ended;
    expect(code).toBe(0);
    const plan = JSON.parse(out) as Result<'planStudy'>;
    expect(plan).toMatchObject({ done: 0, workers: expect.any(Number), secondsLeft: expect.any(Number) });
    expect(plan.runs.map(({ name, seed, state }) => [name, seed, state])).toEqual(
      ['whole', 'imputer', 'without RMM generator', 'without AVR diffusion'].flatMap((name) =>
        [1, 2].map((seed) => [name, seed, 'waiting']),
      ),
    );
    expect(await readdir(folder)).not.toContain('dry');
  });

  it('resumes after it was killed, without repeated or lost runs, with the same results', async () => {
    const file = await written(tinyStudy({ seeds: [1] }));
    const command = (runs: string) => ['study', file, '--json', '--workers', '1', '--runs', path.join(folder, runs)];

    const whole = await studio(command('whole')).ended;
    expect(whole).toMatchObject({ code: 0 });
    expect((JSON.parse(whole.out) as Result<'study'>).status).toMatchObject({ state: 'finished', runs: 3, done: 3 });

    const killed = studio(command('killed'));
    await killed.said('1 of 3 runs done');
    killed.child.kill('SIGKILL');
    await killed.ended;
    const before = await doneRuns(folderOf('killed'));
    expect(before.size).toBeGreaterThanOrEqual(1);
    expect(before.size).toBeLessThan(3);

    expect((await studio(command('killed')).ended).code).toBe(0);
    const after = await doneRuns(folderOf('killed'));
    expect(after.size).toBe(3);
    for (const [name, inode] of before) expect([name, after.get(name)]).toEqual([name, inode]);
    expect(await numbers(folderOf('killed'))).toEqual(await numbers(folderOf('whole')));
    expect(await readdir(folderOf('killed'))).not.toContain('partial');

    // No run is left, and none is started.
    expect((await studio(command('killed')).ended).code).toBe(0);
    expect(await doneRuns(folderOf('killed'))).toEqual(after);
    for (const name of after.keys()) {
      const metrics = await readFile(path.join(folderOf('killed'), 'runs', name, 'metrics.jsonl'), 'utf8');
      for (const line of metrics.trim().split('\n')) expect(() => JSON.parse(line) as unknown).not.toThrow();
    }
  }, 180_000);

  it('resumes the current run, to the numbers of an uninterrupted one', async () => {
    const study = tinyStudy({ title: 'Long run', graph: tinyGraph({ epochs: 30 }), ablation: {}, seeds: [1] });
    const file = await written(study);
    const command = (runs: string) => ['study', file, '--runs', path.join(folder, runs)];
    expect((await studio(command('at-once')).ended).code).toBe(0);

    const killed = studio(command('interrupted'));
    await killed.said('0 of 1 runs done');
    const own = folderOf('interrupted', 'long-run');
    while (!(await trainedEpochs(own))) await new Promise((resolve) => setImmediate(resolve));
    killed.child.kill('SIGKILL');
    await killed.ended;
    expect((await doneRuns(own)).size).toBe(0);
    expect((await studio(command('interrupted')).ended).code).toBe(0);

    expect(await numbers(own)).toEqual(await numbers(folderOf('at-once', 'long-run')));
    const files = async (runs: string, name: string) => {
      const [run = ''] = (await doneRuns(folderOf(runs, 'long-run'))).keys();
      return readFile(path.join(folderOf(runs, 'long-run'), 'runs', run, name), 'utf8');
    };
    expect(await files('interrupted', 'metrics.jsonl')).toBe(await files('at-once', 'metrics.jsonl'));
    // The time of a part is not stored as the time of the whole.
    expect(JSON.parse(await files('interrupted', 'study-run.json'))).toMatchObject({ seconds: null });
    expect(JSON.parse(await files('at-once', 'study-run.json'))).toMatchObject({ seconds: expect.any(Number) });
  }, 180_000);

  it('trains only the runs that a change of the study adds', async () => {
    const runs = ['--json', '--runs', path.join(folder, 'grown')];
    const title = 'Growing study';
    const small = await written(tinyStudy({ title, ablation: {}, seeds: [1], backend: 'auto' }));
    expect((await studio(['study', small, ...runs]).ended).code).toBe(0);
    const before = await doneRuns(folderOf('grown', 'growing-study'));
    const file = await written(
      tinyStudy({ title, rows: [{ name: 'renamed' }], ablation: { nodes: ['avr'] }, seeds: [1], backend: 'auto' }),
    );
    const plan = await studio(['study', file, ...runs, '--dry-run']).ended;
    // The name of a row does not change its runs.
    expect(JSON.parse(plan.out)).toMatchObject({ done: 1 });
    expect((await studio(['study', file, ...runs]).ended).code).toBe(0);
    const after = await doneRuns(folderOf('grown', 'growing-study'));
    expect(after.size).toBe(2);
    for (const [name, inode] of before) expect(after.get(name)).toBe(inode);
  });

  it('retries a crashed run once, then fails it with its sentence', async ({ skip }) => {
    if (process.platform !== 'linux') skip('The processes of a run can only be found on Linux.');
    const file = await written(endlessStudy('Crashing study'));
    const runs = ['--runs', path.join(folder, 'crashed')];
    const command = studio(['study', file, '--workers', '1', ...runs]);
    for (const attempt of [1, 2]) {
      const child = await childAt(command.child.pid);
      process.kill(child, 'SIGKILL');
      if (attempt === 1) await gone(child);
    }
    const { code, err } = await command.ended;
    expect(code).toBe(1);
    expect(err).toContain('0 of 1 runs are done. “whole”, seed 1, failed: The process of the run ended (SIGKILL)');
    const again = await studio(['study', file, '--json', ...runs]).ended;
    expect(again.code).toBe(1);
    expect((JSON.parse(again.out) as Result<'study'>).runs[0]).toMatchObject({
      state: 'failed',
      message: expect.stringContaining('SIGKILL'),
    });
  });

  it('does not retry a refused run, trains the rest, and with --retry-failed tries again', async () => {
    const annotations = path.join(folder, 'annotations.json');
    const avqa = tinyGraph();
    const graph = {
      ...avqa,
      nodes: avqa.nodes.map((node) =>
        node.id === 'dataset'
          ? { ...node, kind: 'music-avqa', parameters: { annotations, visualWidth: 8, seconds: 3 } }
          : node,
      ),
    };
    const file = await written(
      tinyStudy({ title: 'Half', rows: [{ name: 'no data', graph }, { name: 'whole' }], ablation: {}, seeds: [1] }),
    );
    const command = ['study', file, '--json', '--runs', path.join(folder, 'half')];
    const { code, out, err } = await studio(command).ended;
    expect(code).toBe(1);
    expect(err).toContain('1 of 2 runs are done. “no data”, seed 1, failed: Node “MUSIC-AVQA”: The annotation file');
    expect((JSON.parse(out) as Result<'study'>).runs.map(({ state }) => state)).toEqual(['failed', 'done']);
    const [identity] = await readdir(path.join(folderOf('half', 'half'), 'failed'));
    const lines = await readFile(path.join(folderOf('half', 'half'), 'failed', identity ?? ''), 'utf8');
    expect(lines.trim().split('\n')).toHaveLength(1);
    const again = await studio([...command, '--retry-failed']).ended;
    expect(again.code).toBe(1);
    expect(again.err).toContain('The annotation file');
  });

  it('ends on Ctrl-C with its finished runs, and refuses to run twice at the same time', async () => {
    const file = await written(endlessStudy('Two at once'));
    const command = ['study', file, '--runs', path.join(folder, 'twice')];
    const first = studio(command);
    await first.said('0 of 1 runs done');
    const second = await studio(command).ended;
    expect(second).toMatchObject({ code: 2, err: expect.stringContaining('is running in another studio') });
    first.child.kill('SIGINT');
    const { code, err } = await first.ended;
    expect({ code, last: err.trim().split('\n').at(-1) }).toEqual({
      code: 1,
      last: '0 of 1 runs are done. Stopped; finished runs are kept.',
    });
  });

  it('has a folder for each title, and refuses a folder that contains another study', async () => {
    const annotations = path.join(folder, 'none.json');
    const parameters = { annotations, visualWidth: 8, seconds: 3 };
    // Its run is refused at once, because the file is missing.
    const { nodes, ...rest } = questionAlone({ epochs: 1 });
    const graph = {
      ...rest,
      nodes: nodes.map((node) => (node.id === 'dataset' ? { ...node, kind: 'music-avqa', parameters } : node)),
    };
    const long = 'Alike in its first sixty letters, however many words it has: the';
    const titles = ['소리 결측', '영상 결측', `${long} first`, `${long} second`, 'What matters', 'What matters?'];
    const runs = path.join(folder, 'titles');
    const start = async (title: string) => {
      const file = path.join(folder, 'title.json');
      await writeFile(file, formatStudy(tinyStudy({ title, graph, ablation: {}, seeds: [1] })));
      return studio(['study', file, '--runs', runs]).ended;
    };
    for (const title of titles) expect((await start(title)).err).toContain('The annotation file');
    const studies = path.join(runs, 'studies');
    const stored = await Promise.all(
      (await readdir(studies)).map(async (name) => {
        const text = await readFile(path.join(studies, name, 'study.json'), 'utf8');
        return parseStudy(text).title;
      }),
    );
    expect(stored.toSorted()).toEqual(titles.toSorted());

    await cp(path.join(studies, '소리-결측', 'study.json'), path.join(studies, '영상-결측', 'study.json'));
    const { code, out, err } = await start('영상 결측');
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toBe(
      `“${path.join(studies, '영상-결측')}” contains the study “소리 결측”; give “영상 결측” another title.\n`,
    );
  });

  it.each([
    ['nowhere.json', 'there is no such file'],
    ['presets/orchestra-rmm.json', 'This is not a study document'],
  ])('refuses %s', async (file, part) => {
    const { code, out, err } = await studio(['study', file]).ended;
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(part);
    expect(err.trim().split('\n')).toHaveLength(1);
  });

  it('refuses a study with a row that cannot be trained, naming it', async () => {
    const file = await written(tinyStudy({ title: 'Wrong', ablation: { nodes: ['head'] } }));
    const { code, err } = await studio(['study', file, '--runs', path.join(folder, 'wrong')]).ended;
    expect(code).toBe(2);
    expect(err).toContain('Row “without AVST QA head”');
    expect(await readdir(folder)).not.toContain('wrong');
  });
});

/** True if a current run has a checkpoint. */
async function trainedEpochs(study: string): Promise<boolean> {
  const partial = path.join(study, 'partial');
  const files = await readdir(partial, { recursive: true }).catch(() => []);
  return files.some((name) => /checkpoints.*safetensors$/.test(name));
}

/** The process of a run, once the study has started one. */
async function childAt(pid: number | undefined): Promise<number> {
  for (;;) {
    const [child] = childrenOf(pid);
    if (child !== undefined) return child;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function gone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
}
