import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runResult } from '../../test/fixtures/run-result';
import { listRuns } from './list';
import { lockFolder } from './lock';
import { writeRemarks } from './remarks';
import { daysInTrash, emptyTrash, listTrash, removeOldTrash, restoreRun, trashRun } from './trash';

let runs: string;
beforeEach(async () => {
  runs = await mkdtemp(path.join(os.tmpdir(), 'studio-trash-'));
});
afterEach(() => rm(runs, { recursive: true }));

async function write(name: string, title = 'Tiny'): Promise<string> {
  const folder = path.join(runs, name);
  await mkdir(folder);
  const steps = { epoch: 1, epochs: 1, step: 3, steps: 3, secondsPerStep: null, secondsLeft: 0 };
  const state = { run: name, title, state: 'finished', message: 'Finished.', ...steps };
  await writeFile(path.join(folder, 'run.json'), JSON.stringify({ ...state, result: runResult({ run: name }) }));
  await writeFile(path.join(folder, 'graph.json'), '{}');
  return folder;
}
const listed = async () => (await listRuns(runs)).map(({ run }) => run);
const trashed = async () => (await listTrash(runs)).map(({ run }) => run);

describe('a deleted run', () => {
  it('is in the trash with its title and not in the list, and can be restored unchanged', async () => {
    const folder = await write('a');
    await write('b');
    await writeRemarks(folder, { title: 'Best', tags: ['x'], notes: '' });
    const before = await readFile(path.join(folder, 'run.json'));
    const place = await trashRun(runs, 'a');
    expect(await listed()).toEqual(['b']);
    expect(await listTrash(runs)).toEqual([
      { trashed: place, run: 'a', title: 'Best', deleted: Number(place.split('-')[0]) },
    ]);
    expect(await restoreRun(runs, place)).toBe('a');
    expect(await listed()).toEqual(['a', 'b']);
    expect(await readFile(path.join(folder, 'run.json'))).toEqual(before);
    expect((await listRuns(runs))[0]?.remarks?.title).toBe('Best');
    expect(await readdir(path.join(runs, '.trash'))).toEqual([]);
  });

  it('is restored with a number if another run has taken its name, and gets that name', async () => {
    await write('a');
    const place = await trashRun(runs, 'a');
    await write('a', 'Other');
    expect(await restoreRun(runs, place)).toBe('a-2');
    expect((await listRuns(runs)).map(({ run, title }) => [run, title])).toEqual([
      ['a', 'Other'],
      ['a-2', 'Tiny'],
    ]);
    const state = JSON.parse(await readFile(path.join(runs, 'a-2', 'run.json'), 'utf8')) as unknown;
    expect(state).toMatchObject({ run: 'a-2', result: { run: 'a-2' } });
  });

  it('is in one place if a crash precedes or follows its move', async () => {
    await write('a');
    // Before the move its folder in the trash is empty.
    await mkdir(path.join(runs, '.trash', '1-abcdef'), { recursive: true });
    expect([await listed(), await trashed()]).toEqual([['a'], []]);
    await trashRun(runs, 'a');
    expect([await listed(), await trashed()]).toEqual([[], ['a']]);
    expect(await emptyTrash(runs)).toBe(1);
    expect(await readdir(path.join(runs, '.trash'))).toEqual([]);
  });

  it('is removed permanently after some days, and not before', async () => {
    await write('a');
    const place = await trashRun(runs, 'a');
    const day = 24 * 60 * 60 * 1000;
    const deleted = Number(place.split('-')[0]);
    expect(await removeOldTrash(runs, deleted + daysInTrash * day)).toBe(0);
    expect(await trashed()).toEqual(['a']);
    expect(await removeOldTrash(runs, deleted + daysInTrash * day + 1)).toBe(1);
    expect(await trashed()).toEqual([]);
  });
});

describe('a run is not deleted', () => {
  it('while a studio uses its folder', async () => {
    const lock = await lockFolder(await write('a'));
    await expect(trashRun(runs, 'a')).rejects.toThrow('is using the run folder');
    await lock.release();
    expect(await listed()).toEqual(['a']);
  });

  it.each([
    ['studies/s/runs/a', 'is a run of a study'],
    ['studies', 'is not the name of a run'],
    ['.trash', 'is not the name of a run'],
    ['../a', 'is not the name of a run'],
    ['', 'is not the name of a run'],
    ['nowhere', 'There is no run folder'],
  ])('under the name “%s”', async (name, reason) => {
    await expect(trashRun(runs, name)).rejects.toThrow(reason);
  });

  it.each(['1-abcdef', '../a', 'a'])('and not restored from “%s”, which is not in the trash', async (place) => {
    await write('a');
    await expect(restoreRun(runs, place)).rejects.toThrow('is not in the trash');
    expect(await listed()).toEqual(['a']);
  });
});
