import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tinyPipeline } from '../fixtures/graphs';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'studio-telemetry-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** strace records the connections of all threads and processes; without it, only files are checked. */
const hasTrace = spawnSync('strace', ['-f', '-o', '/dev/null', 'true']).status === 0;

/** Addresses of other machines, and the socket of the system's resolver, in a strace record of `connect`. */
const outside = /sa_family=AF_INET6?,|nscd|systemd.*resolve/;

describe('a whole training', () => {
  it('writes no file outside the runs folder and the cache, and resolves no name', async () => {
    const inside = (name: string) => path.join(folder, name);
    const [home, temporary, runs] = [inside('home'), inside('tmp'), inside('runs')];
    for (const made of [home, temporary]) await mkdir(made);
    const graph = inside('tiny.json');
    const document = tinyPipeline({
      dataset: { scenes: 30, visualWidth: 8, seconds: 3 },
      trainer: { epochs: 1, batchSize: 16 },
    });
    await writeFile(graph, JSON.stringify(document));
    const trace = inside('trace');
    const command = [process.execPath, 'bin/studio.mjs', 'train', graph, '--backend', 'onnx', '--runs', runs];
    const [program = '', ...parameters] = [
      ...(hasTrace ? ['strace', '-f', '-qq', '-s', '200', '-e', 'trace=connect', '-o', trace] : []),
      ...command,
    ];
    const { XDG_CACHE_HOME: _, XDG_DATA_HOME: __, ORT_DISABLE_TELEMETRY: ___, ...inherited } = process.env;
    const { status, stderr } = spawnSync(program, parameters, {
      encoding: 'utf8',
      env: {
        ...inherited,
        HOME: home,
        USERPROFILE: home,
        TMPDIR: temporary,
        TEMP: temporary,
        STUDIO_CACHE: inside('cache'),
      },
    });
    expect(stderr).not.toContain('rror');
    expect(status).toBe(0);
    expect(await readdir(home, { recursive: true })).toEqual([]);
    expect(await readdir(temporary, { recursive: true })).toEqual([]);
    expect(await readdir(runs)).toHaveLength(1);
    if (!hasTrace) return;
    const connections = (await readFile(trace, 'utf8')).split('\n');
    expect(connections.filter((line) => outside.test(line))).toEqual([]);
  });
});
