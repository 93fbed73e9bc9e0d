import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canMount } from '../fixtures/small-disk';
import { studio, type Outcome } from '../fixtures/studio';

const stored = path.join(import.meta.dirname, '../fixtures/stored/0.1.0/runs/finished');
const graph = path.join(import.meta.dirname, '../fixtures/stored/0.1.0/graphs/small.json');
const study = path.join(import.meta.dirname, '../fixtures/stored/0.1.0/studies/stored-study/study.json');

describe.skipIf(!canMount())('a disk', () => {
  let folder: string;
  let disk: string;
  let zip: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'studio-full-disk-'));
    disk = path.join(folder, 'disk');
    zip = path.join(folder, 'finished.zip');
    await mkdir(disk);
    expect(await studio('export', stored, '--format', 'zip', '--out', zip).ended).toMatchObject({ code: 0 });
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk]);
  });
  afterAll(async () => {
    execFileSync('umount', [disk]);
    await rm(folder, { recursive: true });
  });

  /** All commands that write to a place of the user's choice. */
  const commands: Readonly<Record<string, () => readonly string[]>> = {
    train: () => ['train', graph, '--backend', 'cpu', '--runs', path.join(disk, 'runs')],
    study: () => ['study', study, '--workers', '1', '--runs', path.join(disk, 'runs')],
    import: () => ['import', zip, '--runs', path.join(disk, 'runs')],
    export: () => ['export', stored, '--format', 'safetensors', '--out', path.join(disk, 'model.safetensors')],
    'export of several files': () => ['export', stored, '--format', 'tfjs', '--out', path.join(disk, 'model')],
    'data make': () => ['data', 'make', path.join(disk, 'data'), '--scenes', '10', '--seconds', '10'],
    table: () => ['table', stored, '--format', 'svg', '--out', path.join(disk, 'table')],
    compare: () => ['compare', stored, stored, '--resamples', '100', '--out', path.join(disk, 'comparison')],
  };

  const sentence = ({ err }: Outcome) => err.trim().split('\n').at(-1);

  it.each(Object.keys(commands))('that is full is one sentence of “%s”, which leaves no partial file', async (name) => {
    const ballast = path.join(disk, 'ballast');
    await rm(ballast, { force: true });
    // A part of a run or an import fits.
    await writeFile(ballast, Buffer.alloc((['table', 'compare'].includes(name) ? 64 : 56) * 1024));
    const outcome = await studio(...(commands[name] ?? (() => []))()).ended;
    expect(sentence(outcome)).toMatch(/“[^\n]*” cannot be written: the disk is full\.$/);
    expect(outcome).toMatchObject({ code: 1, ...(name !== 'study' && { out: '' }) });
    const left = await readdir(disk, { recursive: true });
    expect(left.filter((file) => file.includes('.part') || file.includes('import'))).toEqual([]);
    for (const file of await readdir(disk)) await rm(path.join(disk, file), { recursive: true });
  });

  it('that is read-only is one sentence of every command', async () => {
    for (const file of await readdir(disk)) await rm(path.join(disk, file), { recursive: true });
    execFileSync('mount', ['-o', 'remount,ro', disk]);
    try {
      for (const [name, parameters] of Object.entries(commands)) {
        const outcome = await studio(...parameters()).ended;
        expect(outcome, name).toMatchObject({ code: 2, out: '' });
        expect(outcome.err, name).toMatch(/^“[^\n]*” cannot be written: its disk is read-only\.\n$/);
      }
    } finally {
      execFileSync('mount', ['-o', 'remount,rw', disk]);
    }
  });
});
