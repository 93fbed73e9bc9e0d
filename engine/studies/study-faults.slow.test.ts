import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { canMount } from '../../test/fixtures/small-disk';
import { tinyStudy } from '../../test/fixtures/studies';
import { inEnglish } from '../contract/messages';
import type { StudyStatus } from '../contract/studies';
import { disk } from '../files/atomic';
import { Studies } from './studies';

const study = tinyStudy({ title: 'Faulty', ablation: {} });

let root: string;
beforeAll(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'studio-study-faults-'));
});
afterAll(() => rm(root, { recursive: true }));

const { write } = disk;
afterEach(() => {
  disk.write = write;
});

/** Runs the study in a folder of runs until it ends or fails; rejects if it does not start. */
async function run(runsFolder: string): Promise<StudyStatus> {
  let end: (status: StudyStatus) => void;
  const ended = new Promise<StudyStatus>((resolve) => {
    end = resolve;
  });
  const studies = new Studies({ runsFolder }, (status) => status.state !== 'running' && end(status));
  await studies.start(study, 1, false);
  const status = await ended;
  await studies.close();
  return status;
}

const folderOf = (runsFolder: string) => path.join(runsFolder, 'studies', 'faulty');

async function doneRuns(runsFolder: string): Promise<Map<string, number>> {
  const runs = path.join(folderOf(runsFolder), 'runs');
  const names = await readdir(runs).catch(() => []);
  const found = names.map(async (name) => [name, (await stat(path.join(runs, name))).ino] as const);
  return new Map(await Promise.all(found));
}

const filesOf = (runsFolder: string) => readdir(folderOf(runsFolder), { recursive: true }).catch(() => []);

describe('a disk that fills up under a study', () => {
  it('at any of its writes is reported in one sentence, and the study resumes with its finished runs', async () => {
    // study.json, plan.json, and for each of the two runs the record that it is finished.
    for (const full of [1, 2, 3, 4]) {
      const runs = path.join(root, `full-at-${full}`);
      let writes = 0;
      disk.write = async (file, content) => {
        writes += 1;
        if (writes < full) return write(file, content);
        await write(file, content.slice(0, content.length / 2));
        throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
      };
      const said = await run(runs).then(
        ({ state, message }) => {
          expect(state).toBe('unfinished');
          return inEnglish(message);
        },
        (error: unknown) => (error as Error).message,
      );
      expect(said, `write ${full}`).toMatch(/^“[^\n]*” cannot be written: the disk is full\.$/);
      expect((await filesOf(runs)).filter((name) => name.endsWith('.part'))).toEqual([]);
      const before = await doneRuns(runs);
      expect(before.size).toBe(Math.max(0, full - 3));
      const trained = (await filesOf(runs)).filter((name) => /partial.final\.safetensors$|partial.*final/.test(name));
      expect(trained).toHaveLength(full > 2 ? 1 : 0);
      const weights = await Promise.all(trained.map((name) => stat(path.join(folderOf(runs), name))));

      disk.write = write;
      expect(await run(runs)).toMatchObject({ state: 'finished', done: 2, failed: 0 });
      const after = await doneRuns(runs);
      for (const [name, inode] of before) expect(after.get(name)).toBe(inode);
      // The trained run was moved to its place, and not trained again.
      const kept = (await filesOf(runs)).filter((name) => name.endsWith('final.safetensors'));
      const inodes = await Promise.all(kept.map(async (name) => (await stat(path.join(folderOf(runs), name))).ino));
      for (const { ino } of weights) expect(inodes).toContain(ino);
    }
  });

  it.skipIf(!canMount())(
    'in the process of a run, for real, is no failure of the run; a read-only disk is reported before the start',
    async () => {
      const runs = path.join(root, 'small-disk');
      await mkdir(runs);
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=400k', 'tmpfs', runs]);
      try {
        const ballast = path.join(runs, 'ballast');
        await writeFile(ballast, new Uint8Array(300_000));
        const status = await run(runs);
        expect(status).toMatchObject({ state: 'unfinished', done: 0, failed: 0 });
        expect(inEnglish(status.message)).toMatch(/^“[^\n]*partial[^\n]*” cannot be written: the disk is full\.$/);
        await rm(ballast);
        execFileSync('mount', ['-o', 'remount,size=64m', runs]);
        expect(await run(runs)).toMatchObject({ state: 'finished', done: 2, failed: 0 });

        const before = await doneRuns(runs);
        execFileSync('mount', ['-o', 'remount,ro', runs]);
        await expect(run(runs)).rejects.toMatchObject({
          code: 'refused',
          message: expect.stringMatching(/^“[^\n]*faulty” cannot be written: its disk is read-only\.$/) as unknown,
        });
        const studies = new Studies({ runsFolder: runs }, () => undefined);
        expect(await studies.list()).toMatchObject([{ study: 'faulty', state: 'finished', done: 2 }]);
        expect(await doneRuns(runs)).toEqual(before);
      } finally {
        execFileSync('umount', [runs]);
      }
    },
  );
});
