import { expect, test } from '@playwright/test';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { RunStatus } from '../../engine/contract/runs';
import { formatDocument } from '../../graph-nodes/graph/document';
import { formatStudy } from '../../graph-nodes/study/document';
import { tinyGraph, tinyStudy } from '../fixtures/studies';
import { killGroup, runCommand, type Ended } from './processes';

/** Maximum size of the archive in bytes. */
const most = 60e6;

// The archive is packed once; without serial mode a failed test would pack it again for the next ones.
test.describe.configure({ mode: 'serial' });

let folder: string;
let studio: string;
/** No path, no Node and no user settings. */
let environment: Record<string, string>;

test.beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'studio-portable-'));
  environment = { HOME: folder, STUDIO_CACHE: path.join(folder, 'cache') };
  const { status, stderr } = await runCommand(process.execPath, ['build/packages/run.mjs', 'portable'], {
    // Larger than the published archive, and packed in a third of the time.
    env: { ...process.env, XZ_OPT: '-1 -T0' },
  });
  expect(status, stderr).toBe(0);
  const archives = readdirSync('release/portable').filter((name) => name.endsWith('.tar.xz'));
  expect(archives).toHaveLength(1);
  const [archive = ''] = archives;
  const file = path.resolve('release/portable', archive);
  expect(statSync(file).size).toBeLessThan(most);
  expect((await runCommand('tar', ['-xJf', file, '-C', folder])).status).toBe(0);
  studio = path.join(folder, archive.replace('.tar.xz', ''), 'studio');
});
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));
test.skip(process.platform === 'win32', 'The test unpacks an archive of Linux or macOS.');

const run = (...parameters: string[]): Promise<Ended> =>
  runCommand(studio, parameters, { cwd: folder, env: environment });

async function done(...parameters: string[]): Promise<string> {
  const { status, stdout, stderr } = await run(...parameters);
  expect(status, stderr).toBe(0);
  return stdout;
}

const statusOf = (name: string): RunStatus =>
  JSON.parse(readFileSync(path.join(folder, 'runs', name, 'run.json'), 'utf8')) as RunStatus;

test('finds the backends of this machine', async () => {
  const { backends } = JSON.parse(await done('doctor', '--json')) as {
    backends: { name: string; available: boolean }[];
  };
  const found = backends.filter(({ available }) => available).map(({ name }) => name);
  expect(found).toEqual(expect.arrayContaining(['onnx', 'onnx-wasm', 'wasm', 'cpu']));
});

test('resumes a run whose process was killed, to the numbers of an uninterrupted one', async () => {
  const graph = path.join(folder, 'tiny.json');
  writeFileSync(graph, formatDocument(tinyGraph({ epochs: 6 })));
  const whole = JSON.parse(await done('train', graph, '--runs', path.join(folder, 'whole'), '--json')) as object;
  const child = spawn(studio, ['train', graph, '--json'], {
    cwd: folder,
    env: environment,
    detached: true,
    stdio: 'ignore',
  });
  const name = () => readdirSync(path.join(folder, 'runs')).find((one) => statusOf(one).step > 0);
  await expect
    .poll(
      () => {
        try {
          return name();
        } catch {
          return undefined;
        }
      },
      { timeout: 120_000 },
    )
    .toBeDefined();
  await killGroup(child);
  const killed = name() ?? '';
  expect(statusOf(killed).state).toBe('training');
  const resumed = JSON.parse(await done('resume', path.join(folder, 'runs', killed), '--json')) as object;
  expect(statusOf(killed).state).toBe('finished');
  expect((resumed as { accuracy: unknown }).accuracy).toEqual((whole as { accuracy: unknown }).accuracy);
});

test('runs a study in separate processes, and prints its table', async () => {
  const study = path.join(folder, 'tiny.mmstudy');
  writeFileSync(study, formatStudy(tinyStudy({ ablation: {}, seeds: [1, 2] })));
  await done('study', study, '--workers', '2', '--runs', path.join(folder, 'runs'));
  const studied = path.join(folder, 'runs/studies/tiny-study');
  expect(await done('table', studied, '--columns', 'overall')).toContain('whole');
  const png = path.join(folder, 'table.png');
  await done('table', studied, '--format', 'png', '--out', png);
  expect(readFileSync(png).subarray(1, 4).toString()).toBe('PNG');
});

test('measures a step, and has the commands of a cluster node', async () => {
  const bench = ['bench', '--sizes', 'preset', '--steps', '1', '--backends', 'onnx', '--python', 'no-python', '--json'];
  const { rows } = JSON.parse(await done(...bench)) as { rows: { backend: string; secondsPerStep: number }[] };
  expect(rows.map(({ backend }) => backend)).toEqual(['onnx']);
  expect(rows[0]?.secondsPerStep).toBeGreaterThan(0);
  expect(await done('worker', '--help')).toContain('--redis');
  const unreachable = await run('worker', '--redis', 'redis://127.0.0.1:1');
  expect([unreachable.status, unreachable.stderr]).toEqual([2, expect.stringContaining('127.0.0.1:1')]);
});

test('serves the editor', async () => {
  const child = spawn(studio, ['serve', '--no-open', '--port', '0'], { cwd: folder, env: environment, detached: true });
  const address = await new Promise<string>((resolve) => {
    let text = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (data: Buffer) => {
        text += data.toString('utf8');
        const found = /http:\/\/\S+/.exec(text);
        if (found) resolve(found[0]);
      });
    }
  });
  // The address in the terminal gives the cookie that the page needs.
  const cookie = (await fetch(address)).headers.get('set-cookie')?.split(';')[0] ?? '';
  const page = await fetch(new URL('/', address), { headers: { cookie } });
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<div id="root">')]);
  await killGroup(child);
});

test('gpu-check reports a missing device', async () => {
  const { status, stdout, stderr } = await run('gpu-check');
  expect([status, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(/^There is no GPU to check: ONNX Runtime finds no device.*\n$/);
});

test('gpu-check compares a device with the CPU', async () => {
  const chromium = '/usr/lib/chromium';
  const driver = `${chromium}/vk_swiftshader_icd.json`;
  test.skip(!existsSync(driver), 'There is no Vulkan driver that computes on the CPU.');
  const parameters = ['--minutes', '3', '--steps', '3', '--python', 'no-python', '--json'];
  const { status, stdout, stderr } = await runCommand(path.join(path.dirname(studio), 'gpu-check'), parameters, {
    cwd: folder,
    env: { ...environment, VK_ICD_FILENAMES: driver, LD_LIBRARY_PATH: chromium },
  });
  expect(status, stderr).toBe(0);
  const { devices, passed, seconds } = JSON.parse(stdout) as {
    devices: {
      backend: string;
      quick: boolean;
      kernels: { of: number; compared: { kernel: string; difference: number; tolerance: number }[] };
      losses: { steps: number; difference: number };
    }[];
    passed: boolean;
    seconds: number;
  };
  const [device] = devices;
  expect([device?.backend, device?.quick, passed]).toEqual(['onnx-webgpu', false, true]);
  const compared = device?.kernels.compared ?? [];
  expect(compared.length).toBeGreaterThan(0);
  expect(compared.filter(({ difference, tolerance }) => difference >= tolerance)).toEqual([]);
  expect(device?.losses.steps).toBeGreaterThan(0);
  expect(device?.losses.difference).toBeLessThan(1e-3);
  expect(seconds).toBeLessThan(480);
});
