import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Method } from '../contract/methods';
import { Engine } from './engine';

let folder: string;
let engine: Engine;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'studio-run-names-'));
  await mkdir(path.join(folder, 'runs'));
  await mkdir(path.join(folder, 'outside'));
  await writeFile(path.join(folder, 'outside', 'graph.json'), '{}');
  engine = new Engine({ runsFolder: path.join(folder, 'runs') });
});
afterAll(() => rm(folder, { recursive: true }));

const names = ['../outside', '..', '.', '', 'a/../../outside', '/etc', path.resolve('/')];

const requests: Readonly<Record<string, (run: string) => readonly [Method, unknown]>> = {
  export: (run) => ['export', { run, format: 'zip', batch: 1, drawsAsInputs: false }],
  remarks: (run) => ['setRemarks', { run, remarks: { title: '', tags: [], notes: '' } }],
  table: (run) => ['table', { sources: [run] }],
  compare: (run) => ['compare', { a: run, b: run, singlePair: true }],
  curves: (run) => ['curves', { runs: [run], quantity: 'total', over: 'step', points: 10 }],
  resume: (run) => ['resumeRun', { run }],
  queue: (run) => ['enqueue', { run }],
  delete: (run) => ['deleteRun', { run }],
  restore: (run) => ['restoreRun', { trashed: run }],
  history: (run) => ['history', { run }],
};

it.each(Object.keys(requests))(
  'a request for %s outside the runs folder is refused, and writes nothing',
  async (name) => {
    for (const run of names) {
      const [method, parameters] = requests[name]?.(run) ?? (['runs', {}] as const);
      await expect(engine.request(method, parameters), run).rejects.toMatchObject({
        code: 'refused',
        reason: { code: expect.not.stringMatching('invalidParameters') },
      });
    }
    expect(await readdir(path.join(folder, 'outside'))).toEqual(['graph.json']);
  },
);
