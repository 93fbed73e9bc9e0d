import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { studyResults } from '../../engine/studies/study-results';
import { formatStudy } from '../../graph-nodes/study/document';
import { canMount } from '../fixtures/small-disk';
import { tinyStudy } from '../fixtures/studies';
import { studio, type Command } from '../fixtures/terminal';

const present = spawnSync('redis-server', ['--version']).error === undefined;
if (!present) console.warn('Studies over Redis are not tested: there is no redis-server (Debian: redis-server).');

let folder: string;
let redis: ChildProcess;
let address: string;

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as net.AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

beforeAll(async () => {
  if (!present) return;
  folder = await mkdtemp(path.join(os.tmpdir(), 'studio-redis-'));
  const port = await freePort();
  address = `redis://127.0.0.1:${port}`;
  const settings = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder];
  redis = spawn('redis-server', settings, { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise<void>((resolve) => {
    redis.stdout?.on('data', (data: Buffer) => {
      if (data.toString().includes('Ready to accept connections')) resolve();
    });
  });
});
afterAll(async () => {
  if (!present) return;
  const ended = new Promise((resolve) => redis.once('exit', resolve));
  redis.kill();
  await ended;
  await rm(folder, { recursive: true });
});

const worker = (runs = folder): Command => studio(['worker', '--redis', address, '--runs', runs, '--patience', '2']);

async function interrupted({ child, ended }: Command): Promise<number | null> {
  child.kill('SIGINT');
  return (await ended).code;
}

describe.skipIf(!present)('a study over Redis', () => {
  it('loses no run and repeats none, with three workers of which one is killed and one is suspended', async () => {
    const study = tinyStudy({ title: 'Over redis' });
    const file = path.join(folder, 'study.json');
    await writeFile(file, formatStudy(study));
    const own = path.join(folder, 'studies', 'over-redis');

    const command = studio(['study', file, '--redis', address, '--runs', folder, '--json']);
    await command.said('No worker has joined');
    const workers = [worker(), worker(), worker()] as const;
    const [killed, asleep, steady] = workers;
    await killed.said('begun.');
    killed.child.kill('SIGKILL');
    await asleep.said('begun.');
    asleep.child.kill('SIGSTOP');
    const { code, out } = await command.ended;
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ status: { state: 'finished', runs: 6, done: 6, failed: 0 } });
    const runs = await readdir(path.join(own, 'runs'));
    expect(runs).toHaveLength(6);
    const inodes = async () => Promise.all(runs.map(async (run) => (await stat(path.join(own, 'runs', run))).ino));
    const before = await inodes();

    // The suspended one resumes a run that another has finished.
    asleep.child.kill('SIGCONT');
    expect(await interrupted(asleep)).toBe(0);
    expect(await interrupted(steady)).toBe(0);
    expect((await readdir(path.join(own, 'runs'))).sort()).toEqual(runs.sort());
    expect(await inodes()).toEqual(before);
    const identities = await Promise.all(
      runs.map(
        async (run) => JSON.parse(await readFile(path.join(own, 'runs', run, 'study-run.json'), 'utf8')) as object,
      ),
    );
    expect(new Set(identities.map((note) => (note as { identity: string }).identity)).size).toBe(6);

    // The same document with the embedded queue gives the same numbers.
    const here = path.join(folder, 'embedded');
    const embedded = tinyStudy({ title: 'Over redis', ablation: {}, seeds: [1] });
    await writeFile(file, formatStudy(embedded));
    expect((await studio(['study', file, '--runs', here]).ended).code).toBe(0);
    const [alone] = await studyResults(path.join(here, 'studies', 'over-redis'));
    const [shared] = await studyResults(own);
    expect(alone?.result?.losses).toEqual(shared?.result?.losses);
    expect(alone?.result?.accuracy).toEqual(shared?.result?.accuracy);
  }, 600_000);

  it('resumes after its coordinator was killed, with the runs that workers finished since', async () => {
    const file = path.join(folder, 'orphan.json');
    await writeFile(file, formatStudy(tinyStudy({ title: 'Orphan', seeds: [1] })));
    const parameters = ['study', file, '--redis', address, '--runs', folder, '--json'];
    const first = studio(parameters);
    await first.said('No worker has joined');
    const own = worker();
    await own.said('begun.');
    first.child.kill('SIGKILL');
    await first.ended;
    const { code, out } = await studio(parameters).ended;
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ status: { runs: 3, done: 3 } });
    expect(await readdir(path.join(folder, 'studies', 'orphan', 'runs'))).toHaveLength(3);
    expect(await interrupted(own)).toBe(0);
  }, 180_000);

  it('has rows that start from the base that a worker trained into the shared folder, with the numbers of one machine', async () => {
    const rows = [
      { name: 'base', bypass: ['rmm', 'avr'] },
      { name: 'repaired', startFrom: 'base', bypass: ['avr'], freeze: ['audio', 'head'] },
    ];
    const file = path.join(folder, 'stages.json');
    await writeFile(file, formatStudy(tinyStudy({ title: 'Stages', rows, ablation: {}, seeds: [1] })));
    const [first, second] = [worker(), worker()];
    const { code } = await studio(['study', file, '--redis', address, '--runs', folder]).ended;
    expect(code).toBe(0);
    expect(await interrupted(first)).toBe(0);
    expect(await interrupted(second)).toBe(0);
    const here = path.join(folder, 'stages-here');
    expect((await studio(['study', file, '--runs', here]).ended).code).toBe(0);
    const [shared, alone] = await Promise.all(
      [folder, here].map((runs) => studyResults(path.join(runs, 'studies', 'stages'))),
    );
    expect(shared?.map(({ result }) => result?.startedFrom?.loaded)).toEqual([undefined, expect.any(Number)]);
    const numbers = (runs = shared) => runs?.map(({ result }) => [result?.losses, result?.accuracy]);
    expect(numbers(shared)).toEqual(numbers(alone));
  }, 180_000);

  it.skipIf(!canMount())(
    'fails with one sentence when a worker finds the shared disk full, and resumes once there is space',
    async () => {
      const runs = path.join(folder, 'small-disk');
      const file = path.join(folder, 'full.json');
      await writeFile(file, formatStudy(tinyStudy({ title: 'Full', ablation: {}, seeds: [1] })));
      await mkdir(runs);
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=400k', 'tmpfs', runs]);
      try {
        const ballast = path.join(runs, 'ballast');
        await writeFile(ballast, new Uint8Array(300_000));
        const own = worker(runs);
        const command = ['study', file, '--redis', address, '--runs', runs, '--json'];
        const full = await studio(command).ended;
        expect(full.code).toBe(1);
        expect(full.err).toMatch(/“[^\n]*partial[^\n]*” cannot be written: the disk is full\.$/m);
        await rm(ballast);
        execFileSync('mount', ['-o', 'remount,size=64m', runs]);
        const { code, out } = await studio(command).ended;
        expect({ code, ...(JSON.parse(out) as object) }).toMatchObject({
          code: 0,
          status: { runs: 1, done: 1, failed: 0 },
        });
        expect(await interrupted(own)).toBe(0);
      } finally {
        execFileSync('umount', [runs]);
      }
    },
    180_000,
  );
});

describe('refused input', () => {
  it.each([
    ['an invalid address', ['worker', '--redis', 'localhost'], 'use the form “redis://host:port”'],
    ['a worker without an address', ['worker'], 'name it with “--redis'],
    [
      'an unreachable Redis',
      ['worker', '--redis', 'redis://:secret@127.0.0.1:1'],
      'Redis at “127.0.0.1:1” cannot be reached',
    ],
    [
      'no patience',
      ['worker', '--redis', 'redis://127.0.0.1:1', '--patience', '0'],
      "'--patience <seconds>' argument '0' is invalid",
    ],
  ])('%s: exit code 2', async (_, parameters, part) => {
    const { code, out, err } = await studio(parameters).ended;
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(part);
    expect(err).not.toContain('secret');
    expect(err.trim().split('\n')).toHaveLength(1);
  });
});
