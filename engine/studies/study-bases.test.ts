import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tinyStudy } from '../../test/fixtures/studies';
import { inEnglish, verbatim } from '../contract/messages';
import type { Outcome, RunTask } from './run-process';
import type { RunQueue } from './run-queue';
import { readPlanOf } from './study-folder';
import { storedRuns } from './study-results';
import { StudySession } from './study-session';

const rows = [
  { name: 'enhanced', startFrom: 'recalled', freeze: ['rmm'] },
  { name: 'first', bypass: ['rmm', 'avr'] },
  { name: 'recalled', startFrom: 'first', bypass: ['avr'], freeze: ['audio', 'question', 'head'] },
  { name: 'alone', bypass: ['rmm'] },
];
const study = (changes: object = {}) => tinyStudy({ title: 'Bases', rows, ablation: {}, seeds: [1, 2], ...changes });

let root: string;
beforeAll(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'studio-bases-'));
});
afterAll(() => rm(root, { recursive: true }));

const about = ({ name, seed }: Pick<RunTask, 'name' | 'seed'>) => `${name} ${seed}`;
const done: Outcome = { state: 'done' };
const refused: Outcome = { state: 'refused', message: verbatim('The graph has an error.') };

/**
 * Runs a study with a queue that ends each run with a given outcome, and returns the tasks in the order of their
 * dispatch.
 */
async function run(session: StudySession, outcomeOf: (task: RunTask) => Outcome, retryFailed = false) {
  const tasks: RunTask[] = [];
  const queue: RunQueue = {
    workers: 4,
    async dispatch(task) {
      tasks.push(task);
      const outcome = outcomeOf(task);
      // Its result is not read here.
      if (outcome.state === 'done') await mkdir(path.join(session.folder, 'runs', task.folder), { recursive: true });
      return outcome;
    },
    close: () => Promise.resolve(),
  };
  await session.run(() => Promise.resolve(queue), { retryFailed, onStarted: () => undefined });
  return tasks;
}

const states = async (session: StudySession) =>
  new Map((await session.list()).map((each) => [about(each), [each.state, each.message && inEnglish(each.message)]]));

describe('a study whose rows start from others', () => {
  it('dispatches a run once, when the run that it starts from is done, with the folder of that run', async () => {
    const session = await StudySession.plan(path.join(root, 'order'), study());
    const tasks = await run(session, () => done);
    const order = tasks.map(about);
    expect(order).toHaveLength(8);
    expect(new Set(order).size).toBe(8);
    for (const seed of [1, 2]) {
      const [first, recalled, enhanced, alone] = ['first', 'recalled', 'enhanced', 'alone'].map((name) =>
        order.indexOf(`${name} ${seed}`),
      ) as [number, number, number, number];
      expect([first, recalled, enhanced]).toEqual([first, recalled, enhanced].sort((a, b) => a - b));
      expect(tasks[recalled]?.base).toBe(tasks[first]?.folder);
      expect(tasks[enhanced]?.base).toBe(tasks[recalled]?.folder);
      expect([tasks[first]?.base, tasks[alone]?.base]).toEqual([undefined, undefined]);
    }
    // The plan on disk has the same bases.
    const stored = await readPlanOf(session.folder);
    expect(new Map(stored?.runs.map((each) => [about(each), each.base]))).toEqual(
      new Map(tasks.map((task) => [about(task), task.base])),
    );
  });

  it('fails the runs of a failed base, naming it, and retries the base first', async () => {
    const runsFolder = path.join(root, 'failed');
    const session = await StudySession.plan(runsFolder, study());
    const tasks = await run(session, ({ name, seed }) => (name === 'first' && seed === 1 ? refused : done));
    expect(tasks.map(about)).not.toContain('recalled 1');
    expect(session.status).toMatchObject({ state: 'failed', done: 5, failed: 3 });
    expect(inEnglish(session.status.message)).toBe(
      '“first”, seed 1, failed: The graph has an error. 2 more runs failed.',
    );
    const failed = [
      ['first 1', ['failed', 'The graph has an error.']],
      ['recalled 1', ['failed', 'It starts from “first”, seed 1, which failed; retry the failed runs of the study.']],
      [
        'enhanced 1',
        ['failed', 'It starts from “recalled”, seed 1, which failed; retry the failed runs of the study.'],
      ],
    ] as const;

    // The same from the files alone; without a retry no run is started.
    const again = await StudySession.plan(runsFolder, study({ seeds: [1] }));
    const listed = await states(await StudySession.plan(runsFolder, study({ rows: rows.slice(0, 3), seeds: [1] })));
    for (const [name, state] of failed) expect([name, listed.get(name)]).toEqual([name, state]);
    expect((await run(again, () => done)).map(about)).toEqual([]);
    await rm(path.join(session.folder, 'runs'), { recursive: true });
    const stored = new Map((await storedRuns(session.folder)).map((each) => [about(each), each]));
    for (const [name, [state, sentence]] of failed) {
      const found = stored.get(name);
      expect([name, found?.state, found?.message && inEnglish(found.message)]).toEqual([name, state, sentence]);
    }
    expect(stored.get('recalled 1')?.startsFrom).toBe('first');

    const retried = await StudySession.plan(runsFolder, study({ rows: rows.slice(0, 3), seeds: [1] }));
    expect((await run(retried, () => done, true)).map(about)).toEqual(['first 1', 'recalled 1', 'enhanced 1']);
    expect(retried.status).toMatchObject({ state: 'finished', failed: 0 });
  });

  it('keeps runs waiting whose base was stopped', async () => {
    const session = await StudySession.plan(path.join(root, 'stopped'), study({ seeds: [1] }));
    const tasks = await run(session, () => {
      session.stop();
      throw new Error('The queue was closed.');
    });
    expect(tasks.map(about)).not.toContain('recalled 1');
    expect(session.status).toMatchObject({ state: 'unfinished', done: 0, failed: 0 });
  });

  it('trains the runs of a changed base again, and not those of other bases', async () => {
    const runsFolder = path.join(root, 'changed');
    await run(await StudySession.plan(runsFolder, study({ seeds: [1] })), () => done);
    const changed = rows.map((row) => (row.name === 'first' ? { ...row, set: { 'trainer.epochs': 2 } } : row));
    const session = await StudySession.plan(runsFolder, study({ rows: changed, seeds: [1] }));
    // Only the first one's graph changed, but the runs that start from it also change.
    expect((await run(session, () => done)).map(about)).toEqual(['first 1', 'recalled 1', 'enhanced 1']);
  });

  it('uses the chain of a run and its bases in estimates', async () => {
    const session = await StudySession.plan(path.join(root, 'time'), study({ seeds: [1] }));
    const task = session.untimed.find(({ name }) => name === 'alone');
    const place = path.join(session.folder, 'runs', task?.folder ?? '');
    await mkdir(place, { recursive: true });
    await writeFile(path.join(place, 'study-run.json'), JSON.stringify({ seconds: 10 }));
    const timed = await StudySession.plan(path.join(root, 'time'), study({ seeds: [1] }));
    // Three runs of ten seconds, each after the previous one, for any number of workers.
    expect([timed.secondsLeft(1), timed.secondsLeft(8)]).toEqual([30, 30]);
  });
});
