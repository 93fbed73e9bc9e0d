import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isHeld, lockFolder, thisProcess } from './lock';

/** No process has the id, which is above the maximum of Linux. */
const gone = { ...thisProcess, id: 4_194_305 };
const elsewhere = { host: 'another-machine', id: gone.id };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'studio-lock-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('the lock of a run folder', () => {
  it('of an ended process is taken over', async () => {
    await mkdir(path.join(folder, '.lock'));
    expect(await isHeld(folder, gone)).toBe(false);
    const lock = await lockFolder(folder, gone);
    lock.assertHeld();
    await lock.release();
    expect(await isHeld(folder, gone)).toBe(false);
  });

  it.each([
    ['a process that lives', thisProcess],
    ['a process of another machine', elsewhere],
    ['nobody known', undefined],
  ])('of %s is not taken over', async (_, owner) => {
    const lock = await lockFolder(folder);
    expect(await isHeld(folder, owner)).toBe(true);
    await expect(lockFolder(folder, owner)).rejects.toMatchObject({ reason: { code: 'runFolderHeld' } });
    lock.assertHeld();
    await lock.release();
    expect(await isHeld(folder, owner)).toBe(false);
  });
});
