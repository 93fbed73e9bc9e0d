import { spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { questionAlone } from '../fixtures/graphs';
import { studio, studioAsUser } from '../fixtures/studio';

let folder: string;
let graph: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'studio-odd-'));
  graph = path.join(folder, 'graph.json');
  await writeFile(graph, JSON.stringify(questionAlone({ epochs: 1 }, { scenes: 12 })));
  await writeFile(path.join(folder, 'file'), '');
  await symlink('nowhere', path.join(folder, 'dangling'));
});
afterAll(() => rm(folder, { recursive: true }));

const train = ['train', '--backend', 'onnx', '--threads', '1'];

/** Runs the built command through another program. */
function through(command: string, parameters: readonly string[]): Promise<number | null> {
  const child = spawn(command, parameters, { stdio: 'ignore' });
  return new Promise((resolve) => child.on('close', resolve));
}

describe.runIf(process.platform === 'linux')('a run is trained', () => {
  // The user must be able to read the studio, and only root can become another user.
  it.runIf(process.getuid?.() === 0)('by a user without HOME and without an entry in the password file', async () => {
    const runs = path.join(folder, 'open');
    await mkdir(runs);
    await Promise.all([chmod(folder, 0o755), chmod(runs, 0o777)]);
    expect(await studioAsUser(...train, graph, '--runs', runs).ended).toMatchObject({ code: 0 });
  });

  it('with 64 open files at most', async () => {
    const command = 'ulimit -n 64; exec "$0" "$@"';
    const parameters = [process.execPath, 'bin/studio.mjs', ...train, graph, '--runs', path.join(folder, 'few')];
    expect(await through('sh', ['-c', command, ...parameters])).toBe(0);
  });

  it('into a folder whose name has “#”, “%”, spaces and letters of another script', async () => {
    const runs = path.join(folder, 'a # b %20 실행');
    expect(await studio(...train, graph, '--runs', runs).ended).toMatchObject({ code: 0 });
    expect(await studio('table', runs).ended).toMatchObject({ code: 0 });
  });
});

describe('an invalid folder of runs is refused in one sentence:', () => {
  it.each([
    ['a file', () => path.join(folder, 'file'), 'that name is in use; use another name'],
    ['a path through a file', () => path.join(folder, 'file/runs'), 'a part of its path is a file'],
    ['a link that leads nowhere', () => path.join(folder, 'dangling'), 'that name is in use'],
    ['a name that is too long', () => path.join(folder, 'x'.repeat(300)), 'its name is longer than the disk allows'],
    ...(process.platform === 'linux'
      ? ([
          ['/proc', () => '/proc', 'its folder is missing or not writable'],
          ['a folder below /proc', () => '/proc/runs', 'its folder is missing or not writable'],
          ['a device', () => '/dev/null', 'that name is in use'],
        ] as const)
      : []),
  ] as const)('%s', async (_, runs, sentence) => {
    const { code, out, err } = await studio(...train, graph, '--runs', runs()).ended;
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(sentence);
    expect(err.trim()).not.toContain('\n');
  });
});

describe('a place that cannot be written or read is refused in one sentence:', () => {
  it.each([
    ['data make into a file', () => ['data', 'make', path.join(folder, 'file')], 'that name is in use'],
    ['data make below /proc', () => ['data', 'make', '/proc/data'], 'its folder is missing or not writable'],
    ['table of a file', () => ['table', path.join(folder, 'file')], 'is not a folder'],
    ['table of a link', () => ['table', path.join(folder, 'dangling')], 'There is no folder'],
    ['a graph that is a folder', () => ['train', folder], 'it is a folder'],
  ])('%s', async (_, parameters, sentence) => {
    const { code, out, err } = await studio(...parameters()).ended;
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(sentence);
    expect(err.trim()).not.toContain('\n');
  });
});
