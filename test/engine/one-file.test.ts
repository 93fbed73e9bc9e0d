import { execFile, fork, type ChildProcess } from 'node:child_process';
import { cp, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectClient, type TestClient } from '../fixtures/client';
import { tinyGraph, tinyStudy } from '../fixtures/studies';

/** One new row of each table. */
const added = {
  'engine/backends/rows/twin.ts': `
    import type { Backend } from '../descriptor';
    export const backend: Backend = {
      name: 'twin',
      rank: 95,
      help: 'the reference under another name',
      studies: true,
      tfjs: 'cpu',
      async start() {
        await import('@tensorflow/tfjs-backend-cpu');
        return { code: 'backendDetail', label: { en: 'the reference again' } };
      },
      tried: () => false,
    };`,
  'engine/export/formats/title.ts': `
    import type { ExportFormat } from '../descriptor';
    import { oneFile } from '../export-file';
    export const format: ExportFormat = {
      name: 'title',
      rank: 80,
      label: { en: 'The title alone', ko: '제목만' },
      write: async (run) => oneFile('title.txt', run.document.title),
    };`,
  'engine/results/formats/names.ts': `
    import type { TableFormat } from '../table-format';
    export const format: TableFormat = {
      name: 'names',
      rank: 70,
      label: { en: 'Names' },
      ending: 'txt',
      inWindow: true,
      copied: true,
      write: ({ blocks }) => blocks.flatMap(({ rows }) => rows.map(({ name }) => name)).join(),
    };`,
};

const execute = promisify(execFile);
let copy: string;
let child: ChildProcess;
let engine: TestClient;

/** Runs the command of the copy. */
const studio = (...parameters: string[]) => execute(process.execPath, ['bin/studio.mjs', ...parameters], { cwd: copy });

beforeAll(async () => {
  copy = await mkdtemp(path.join(os.tmpdir(), 'studio-one-file-'));
  const packageFiles = ['package.json', 'package-lock.json', 'vite.config.ts', 'tsconfig.base.json'];
  for (const name of ['bin', 'build', 'engine', 'electron', 'graph-nodes', 'renderer', ...packageFiles]) {
    await cp(name, path.join(copy, name), { recursive: true });
  }
  await symlink(path.resolve('node_modules'), path.join(copy, 'node_modules'), 'junction');
  for (const [file, text] of Object.entries(added)) await writeFile(path.join(copy, file), text);
  const build = `
    import { createBuilder } from 'vite';
    const builder = await createBuilder({ logLevel: 'warn' });
    await builder.build(builder.environments.node);`;
  await execute(process.execPath, ['--input-type=module', '--eval', build], { cwd: copy });
  child = fork(path.join(copy, 'dist/node/engine-process.js'), [path.join(copy, 'runs')]);
  engine = await connectClient(async () => ({
    // The client tries to reconnect after the last test.
    send: (message) => void (child.connected && child.send({ client: 1, message })),
    onMessage: (listener) => void child.on('message', (envelope: { message: unknown }) => listener(envelope.message)),
    onClose: (listener) => void child.on('exit', listener),
  }));
});
afterAll(async () => {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.disconnect();
  await gone;
  await rm(copy, { recursive: true });
});

describe('a backend that is one file', () => {
  it('is in the help of every command with backends, and in the report of doctor', async () => {
    for (const command of ['train', 'evaluate']) {
      const { stdout } = await studio(command, '--help');
      expect(stdout.replace(/\s+/g, ' ')).toMatch(/choices: "auto", "onnx",.* "cpu", "twin"/);
      expect(stdout).toMatch(/\n +twin +the reference under another name\n/);
    }
    const { backends } = await engine.client.request('doctor', {});
    const detail = { code: 'backendDetail', label: { en: 'the reference again' } };
    expect(backends.at(-1)).toEqual({ name: 'twin', available: true, detail });
  });

  it('trains a run, and plans a study', async () => {
    const { run } = await engine.client.request('train', { graph: tinyGraph(), backend: 'twin' });
    expect(await engine.ended(run)).toMatchObject({ state: 'finished', backend: 'twin' });
    const plan = await engine.client.request('planStudy', { study: tinyStudy({ backend: 'twin' }) });
    expect(plan.runs).not.toEqual([]);
  });

  it('keeps other names refused', async () => {
    const refused = { code: 'refused', message: expect.stringMatching(/“twins” is unknown; use auto, .*, or twin\.$/) };
    await expect(engine.client.request('train', { graph: tinyGraph(), backend: 'twins' })).rejects.toMatchObject(
      refused,
    );
    const study = tinyStudy({ backend: 'onnx-cuda' });
    await expect(engine.client.request('planStudy', { study })).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining('backend is “onnx-cuda”; use auto,'),
    });
  });
});

describe('a format that is one file', () => {
  it('is in the menus, in each of its languages', async () => {
    const { exports, tables } = await engine.client.request('formats', {});
    expect(exports.at(-1)).toEqual({ name: 'title', label: { en: 'The title alone', ko: '제목만' } });
    expect(tables.at(-1)).toEqual({ name: 'names', label: { en: 'Names' }, copied: true });
  });

  it('is in the help of its command', async () => {
    const { stdout } = await studio('export', '--help');
    expect(stdout.replace(/\s+/g, ' ')).toMatch(/choices: "onnx",.* "page", "title"/);
    expect(stdout).toMatch(/\n +title +The title alone\n/);
    expect((await studio('table', '--help')).stdout.replace(/\s+/g, ' ')).toMatch(/"json", "names"/);
  });

  it('writes a run and a table; other names are refused', async () => {
    const { runs } = await engine.client.request('runs', {});
    const run = runs[0]?.run ?? '';
    const { files } = await engine.client.request('export', { run, format: 'title' });
    expect(files).toEqual([{ name: 'title.txt', base64: Buffer.from(tinyGraph().title).toString('base64') }]);
    const { file } = await engine.client.request('table', { sources: [run], format: 'names' });
    expect(file).toEqual({ name: 'table.txt', base64: Buffer.from(tinyGraph().title).toString('base64') });
    await expect(engine.client.request('export', { run, format: 'titel' })).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringMatching(/“titel” is unknown; use onnx, .*, or title\.$/),
    });
    await expect(engine.client.request('table', { sources: [run], format: 'titel' })).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringMatching(/“titel” is unknown; use markdown, .*, or names\.$/),
    });
  });
});
