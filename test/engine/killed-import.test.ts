import { cp, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { listRuns } from '../../engine/runs/list';
import { Engine } from '../../engine/service/engine';
import { studio, studioKilledAt } from '../fixtures/studio';

const stored = path.join(import.meta.dirname, '../fixtures/stored/0.1.0/runs/finished');

let folder: string;
let zip: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'studio-killed-import-'));
  zip = path.join(folder, 'finished.zip');
  expect(await studio('export', stored, '--format', 'zip', '--out', zip).ended).toMatchObject({ code: 0, err: '' });
});
afterAll(() => rm(folder, { recursive: true }));

/** A new folder. */
async function made(name: string): Promise<string> {
  const place = path.join(folder, name);
  await mkdir(place);
  return place;
}

const filesIn = async (place: string) => (await readdir(place, { recursive: true })).sort();
const unfinished = async (place: string) => (await filesIn(place)).filter((name) => name.includes('.part'));

describe('an import', () => {
  it('that is killed at any of its writes leaves no files after the next start', async () => {
    const whole = await made('whole');
    const log = path.join(folder, 'moves');
    expect(await studioKilledAt(0, log, 'import', zip, '--runs', whole).ended).toMatchObject({ code: 0, err: '' });
    const expected = await filesIn(whole);
    // The number of files and folders: run.json is written twice, and of two folders one is moved.
    const moves = expected.length;
    for (const at of [1, Math.ceil(moves / 2), moves]) {
      const runs = await made(`killed-at-${at}`);
      expect(await studioKilledAt(at, log, 'import', zip, '--runs', runs).ended).toMatchObject({ code: null });
      expect(await unfinished(runs)).not.toEqual([]);
      expect(await listRuns(runs)).toEqual([]);
      const engine = new Engine({ runsFolder: runs });
      await vi.waitFor(async () => expect(await filesIn(runs)).toEqual([]));
      await engine.close();
    }
    const runs = await made('killed-before-import');
    expect(await studioKilledAt(2, log, 'import', zip, '--runs', runs).ended).toMatchObject({ code: null });
    expect(await studio('import', zip, '--runs', runs).ended).toMatchObject({ code: 0, err: '' });
    expect(await filesIn(runs)).toEqual(expected);
  });
});

describe('an export', () => {
  it.each(['safetensors', 'tfjs', 'zip'])(
    'as %s that is killed leaves no files after the next start',
    async (format) => {
      const runs = await made(`export-${format}`);
      const run = path.join(runs, 'finished');
      await cp(stored, run, { recursive: true });
      const before = await filesIn(runs);
      const log = path.join(folder, `moves-${format}`);
      expect(await studioKilledAt(1, log, 'export', run, '--format', format).ended).toMatchObject({ code: null });
      expect(await unfinished(runs)).not.toEqual([]);
      const engine = new Engine({ runsFolder: runs });
      await vi.waitFor(async () => expect(await filesIn(runs)).toEqual(before));
      await engine.close();
    },
  );

  it('to another place removes files of a killed one there', async () => {
    const place = await made('elsewhere');
    const out = path.join(place, 'model');
    const log = path.join(folder, 'moves-elsewhere');
    const command = ['export', stored, '--format', 'tfjs', '--out', out] as const;
    expect(await studioKilledAt(2, log, ...command).ended).toMatchObject({ code: null });
    expect(await unfinished(place)).not.toEqual([]);
    expect(await studio(...command).ended).toMatchObject({ code: 0, err: '' });
    expect(await readdir(place)).toEqual(['model']);
    expect(await readdir(out)).toContain('model.json');
  });
});
