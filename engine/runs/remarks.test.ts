import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { inEnglish, verbatim } from '../contract/messages';
import { disk } from '../files/atomic';
import { listRuns } from './list';
import { readRemarks, writeRemarks } from './remarks';

let runs: string;
let run: string;
beforeAll(async () => {
  runs = await mkdtemp(path.join(os.tmpdir(), 'studio-remarks-'));
  run = path.join(runs, 'run');
  await mkdir(run);
  const status = { run: 'run', title: 'Run', state: 'finished', message: 'Finished.' };
  const counts = { epoch: 1, epochs: 1, step: 1, steps: 1, secondsPerStep: null, secondsLeft: 0 };
  await writeFile(path.join(run, 'run.json'), JSON.stringify({ version: 1, ...status, ...counts }));
  await writeFile(path.join(run, 'graph.json'), '{}');
});
afterAll(() => rm(runs, { recursive: true }));

const { write } = disk;
afterEach(() => {
  disk.write = write;
});

describe('title, tags and notes of a run', () => {
  it('are stored beside the run’s own data, each tag once, and part of the list of runs', async () => {
    expect((await listRuns(runs))[0]?.remarks).toEqual({ title: '', tags: [], notes: '' });
    const before = await readFile(path.join(run, 'run.json'));
    await writeRemarks(run, { title: 'Mine', tags: ['a', 'b', 'a'], notes: 'two\nlines' });
    expect((await listRuns(runs))[0]).toMatchObject({
      message: verbatim('Finished.'),
      remarks: { title: 'Mine', tags: ['a', 'b'], notes: 'two\nlines' },
    });
    expect(await readFile(path.join(run, 'run.json'))).toEqual(before);
  });

  it('of version 1 have no title', async () => {
    await writeFile(path.join(run, 'remarks.json'), '{"version":1,"tags":["a"],"notes":"n"}');
    expect(await readRemarks(run)).toEqual({ title: '', tags: ['a'], notes: 'n' });
  });

  it('do not change when the disk is full', async () => {
    await writeRemarks(run, { title: '', tags: ['first'], notes: '' });
    disk.write = async (file, content) => {
      await write(file, content.slice(0, content.length / 2));
      throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    };
    await expect(writeRemarks(run, { title: '', tags: ['second'], notes: '' })).rejects.toThrow(
      /remarks\.json” cannot be written: the disk is full\.$/,
    );
    expect(await readRemarks(run)).toEqual({ title: '', tags: ['first'], notes: '' });
    expect((await readdir(run)).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it.each([
    [
      'of a newer studio',
      '{"version":3,"title":"","tags":[],"notes":"","stars":5}',
      'is of version 3, newer than this studio’s 2; open it with a newer studio.',
    ],
    ['torn', '{"version":1,"ta', 'cannot be read'],
    ['of another shape', '{"version":1,"tags":"a","notes":""}', 'is not valid: tags'],
  ])('are not replaced if the file is %s; the run is still listed, with the reason', async (_, text, part) => {
    const file = path.join(run, 'remarks.json');
    await writeFile(file, text);
    await expect(writeRemarks(run, { title: '', tags: [], notes: '' })).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining(part) as unknown,
    });
    expect(await readFile(file, 'utf8')).toBe(text);
    const [listed] = await listRuns(runs);
    expect(listed?.state).toBe('finished');
    expect(listed && inEnglish(listed.message)).toContain(part);
    expect(listed?.remarks).toBeUndefined();
    await rm(file);
  });

  it('are refused for a folder that is no run', async () => {
    await expect(writeRemarks(path.join(runs, 'nowhere'), { title: '', tags: [], notes: '' })).rejects.toThrow(
      /^There is no run folder /,
    );
  });
});
