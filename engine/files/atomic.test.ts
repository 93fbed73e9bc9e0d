import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ensureFolder, explained, writeFolder, writeWhole } from './atomic';
import { cannotRead } from './read-file';
import { beginningOf, markNotBegun, removeUnfinished, unfinished } from './unfinished';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'studio-atomic-'));
});
afterEach(() => rm(folder, { recursive: true }));

const systemError = (code: string) => Object.assign(new Error(`${code}: a text of the system`), { code });

describe('an error of the system', () => {
  it.each([
    ['ENOSPC', 'failed', 'the disk is full'],
    ['EDQUOT', 'failed', 'the disk quota is used up'],
    ['EMFILE', 'failed', 'too many files are open; close other programs, or raise the limit (ulimit -n)'],
    ['ENFILE', 'failed', 'too many files are open; close other programs, or raise the limit (ulimit -n)'],
    ['EIO', 'failed', 'the disk reports an error'],
    ['EACCES', 'refused', 'this user has no permission to write there'],
    ['EROFS', 'refused', 'its disk is read-only'],
    ['ENAMETOOLONG', 'refused', 'its name is longer than the disk allows'],
    ['EISDIR', 'refused', 'it is a folder'],
  ])('%s during a write is one sentence', async (code, kind, reason) => {
    await expect(explained('place', () => Promise.reject(systemError(code)))).rejects.toMatchObject({
      code: kind,
      message: `“place” cannot be written: ${reason}.`,
    });
  });

  it.each([
    ['EMFILE', 'failed', 'too many files are open; close other programs, or raise the limit (ulimit -n)'],
    ['EIO', 'failed', 'the disk reports an error'],
    ['EACCES', 'refused', 'this user has no permission to read it'],
    ['EBUSY', 'refused', 'EBUSY: a text of the system'],
  ])('%s during a read is one sentence', (code, kind, reason) => {
    expect(cannotRead('file', systemError(code))).toMatchObject({
      code: kind,
      message: `“file” cannot be read: ${reason}.`,
    });
  });
});

describe('files that are written together', () => {
  it('replace files of the same names, and keep others', async () => {
    const place = path.join(folder, 'model');
    await mkdir(place);
    await writeFile(path.join(place, 'a'), 'before');
    await writeFile(path.join(place, 'other'), 'other');
    const bytes = (text: string) => new TextEncoder().encode(text);
    await writeFolder(place, [
      { name: 'a', bytes: bytes('after') },
      { name: 'b', bytes: bytes('new') },
    ]);
    expect(await readdir(folder)).toEqual(['model']);
    expect((await readdir(place)).sort()).toEqual(['a', 'b', 'other']);
    expect(await readFile(path.join(place, 'a'), 'utf8')).toBe('after');
  });

  it('are refused if a file has the folder’s name, and leave no files', async () => {
    await writeFile(path.join(folder, 'model'), '');
    await expect(writeFolder(path.join(folder, 'model'), [{ name: 'a', bytes: new Uint8Array() }])).rejects.toThrow(
      'cannot be written',
    );
    expect(await readdir(folder)).toEqual(['model']);
  });
});

it('creates a folder that others create at the same time', async () => {
  for (let turn = 0; turn < 15; turn += 1) {
    const place = path.join(folder, `shared-${turn}`, 'worker');
    const others = Array.from({ length: 12 }, async (_, wait) => {
      for (let waited = 0; waited < wait; waited += 1) await stat(folder);
      return ensureFolder(place);
    });
    await expect(Promise.all(others)).resolves.toHaveLength(12);
  }
});

describe('an unfinished file', () => {
  /** No process has the id, which is above the maximum of Linux. */
  const ofGone = (place: string) => unfinished(place).replace(`-${process.pid}-`, '-4194305-');

  it('is removed in any subfolder once its process has ended, and kept before', async () => {
    const inside = path.join(folder, 'run', 'checkpoints');
    await mkdir(inside, { recursive: true });
    const [own, gone] = [unfinished(path.join(inside, 'a')), ofGone(path.join(inside, 'a'))];
    await writeFile(own, '');
    await writeFile(gone, '');
    await mkdir(path.join(ofGone(path.join(folder, '.import')), 'checkpoints'), { recursive: true });
    await writeWhole(path.join(inside, 'b'), 'whole');
    await removeUnfinished(folder);
    expect(await readdir(folder)).toEqual(['run']);
    expect((await readdir(inside)).sort()).toEqual([path.basename(own), 'b'].sort());
  });

  it('of another machine or an earlier version is removed after a day', async () => {
    const names = ['a.00000000-1-1.part', '.import-a1B2c3'];
    for (const name of names) await writeFile(path.join(folder, name), '');
    await removeUnfinished(folder);
    expect((await readdir(folder)).sort()).toEqual([...names].sort());
    const past = new Date(Date.now() - 25 * 3_600_000);
    for (const name of names) await utimes(path.join(folder, name), past, past);
    await removeUnfinished(folder);
    expect(await readdir(folder)).toEqual([]);
  });

  it('marks a run folder that has not begun, which is removed once its process is gone', async () => {
    const [starting, left, begun, foreign] = ['starting', 'left', 'begun', 'foreign'].map((name) =>
      path.join(folder, name),
    ) as [string, string, string, string];
    for (const place of [starting, left, begun, foreign]) await mkdir(place);
    for (const place of [starting, left, begun, foreign]) await writeFile(path.join(place, 'graph.json'), '{}');
    const begin = await markNotBegun(starting);
    for (const place of [left, begun]) await writeFile(ofGone(path.join(place, 'run.json')), '');
    await writeFile(path.join(begun, 'run.json'), '{}');
    expect(await Promise.all([starting, left, begun, foreign].map(beginningOf))).toEqual([
      'starting',
      'left',
      undefined,
      undefined,
    ]);
    await removeUnfinished(folder);
    expect((await readdir(folder)).sort()).toEqual(['begun', 'foreign', 'starting']);
    expect((await readdir(begun)).sort()).toEqual(['graph.json', 'run.json']);
    await begin();
    expect(await readdir(starting)).toEqual(['graph.json']);
  });

  it('is not searched in a missing folder', async () => {
    await expect(removeUnfinished(path.join(folder, 'none'))).resolves.toBeUndefined();
  });
});
