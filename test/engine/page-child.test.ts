import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { Port } from '../../engine/contract/protocol';
import { PageChild } from '../../engine/hosts/page-child';
import { builtEditor } from '../../engine/platform/package-root';
import { listRuns } from '../../engine/runs/list';
import { connectClient } from '../fixtures/client';
import { enter } from '../fixtures/entrance';
import { tinyGraph } from '../fixtures/studies';
import { studio } from '../fixtures/studio';

let runs: string;
beforeAll(async () => {
  runs = await mkdtemp(path.join(os.tmpdir(), 'studio-pages-'));
});
afterAll(() => rm(runs, { recursive: true }));

const statusOf = async (address: string, cookie: string): Promise<number | undefined> =>
  fetch(address, { headers: { cookie } }).then(
    ({ status }) => status,
    () => undefined,
  );

const servedAgain = (address: string, cookie: string) =>
  vi.waitFor(async () => expect(await statusOf(address, cookie)).toBe(200), { timeout: 30_000, interval: 20 });

/** The connection of a page to the engine. */
const openPort =
  (origin: string, cookie: string): (() => Promise<Port>) =>
  () => {
    const socket = new WebSocket(`${origin.replace('http', 'ws')}/engine`, { headers: { cookie } });
    return new Promise((resolve, reject) => {
      socket.on('error', reject);
      socket.on('open', () =>
        resolve({
          send: (message) => socket.send(JSON.stringify(message)),
          onMessage: (listener) => socket.on('message', (data: Buffer) => listener(JSON.parse(data.toString()))),
          onClose: (listener) => socket.on('close', listener),
        }),
      );
    });
  };

/** The process that serves pages, among the children of `studio serve`; only Linux lists them. */
function pageProcessOf(parent: number): number {
  const children = readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8').trim().split(' ').map(Number);
  const pages = children.filter((id) => readFileSync(`/proc/${id}/cmdline`, 'utf8').includes('page-process'));
  expect(pages).toHaveLength(1);
  return pages[0] as number;
}

describe.skipIf(process.platform !== 'linux')('“studio serve” whose page process is killed', () => {
  it('serves the same address to the same session, while the run continues', async () => {
    const { child, ended } = studio('serve', '--port', '0', '--no-open', '--runs', runs);
    let [printed, reported] = ['', ''];
    child.stdout?.on('data', (data: Buffer) => (printed += data.toString()));
    child.stderr?.on('data', (data: Buffer) => (reported += data.toString()));
    await vi.waitFor(() => expect(printed).toContain('\n'), { timeout: 30_000 });
    const { origin } = new URL(printed.trim());
    const cookie = await enter(printed.trim());
    await vi.waitFor(() => expect(printed.trim().split('\n')).toHaveLength(2));
    const unused = printed.trim().split('\n')[1] ?? '';

    const { client, heard } = await connectClient(openPort(origin, cookie));
    const { run } = await client.request('train', { graph: tinyGraph({ epochs: 10_000 }), backend: 'wasm' });
    await heard((event) => event.event === 'step' && event.run === run);

    for (let kill = 1; kill <= 2; kill += 1) {
      const before = pageProcessOf(child.pid as number);
      const steps = (await client.request('history', { run })).status.step;
      const back = new Promise<void>((resolve) => {
        let lost = false;
        client.onState((state) => {
          lost ||= state === 'lost';
          if (lost && state === 'connected') resolve();
        });
      });
      process.kill(before, 'SIGKILL');
      await servedAgain(origin, cookie);
      await back;
      expect(pageProcessOf(child.pid as number)).not.toBe(before);
      const { status } = await client.request('history', { run });
      expect(status.state).not.toBe('failed');
      await heard((event) => event.event === 'step' && event.run === run && event.record.step > steps);
    }
    expect(reported).toContain('The page server ended and was started again');
    // An unused token is valid afterwards, once; a used one is not.
    expect(await statusOf(printed.trim().split('\n')[0] ?? '', '')).toBe(403);
    expect(await statusOf(unused, '')).toBe(200);
    expect(await statusOf(unused, '')).toBe(403);

    child.kill('SIGINT');
    expect((await ended).code).toBe(0);
    expect(await listRuns(runs)).toMatchObject([{ run, state: 'stopped' }]);
  });

  it('ends the page process and interrupts the run when it is killed itself', async () => {
    const folder = path.join(runs, 'killed');
    const { child, ended } = studio('serve', '--port', '0', '--no-open', '--runs', folder);
    let printed = '';
    child.stdout?.on('data', (data: Buffer) => (printed += data.toString()));
    await vi.waitFor(() => expect(printed).toContain('\n'), { timeout: 30_000 });
    const { origin } = new URL(printed.trim());
    const cookie = await enter(printed.trim());
    const { client, heard } = await connectClient(openPort(origin, cookie));
    const { run } = await client.request('train', { graph: tinyGraph({ epochs: 10_000 }), backend: 'wasm' });
    await heard((event) => event.event === 'step');
    child.kill('SIGKILL');
    await ended;
    await vi.waitFor(async () => expect(await statusOf(origin, cookie)).toBeUndefined(), { timeout: 30_000 });
    await vi.waitFor(
      async () => expect(await listRuns(folder)).toMatchObject([{ run, state: 'interrupted', resumable: true }]),
      { timeout: 60_000 },
    );
  });
});

describe('a page process that crashes repeatedly', () => {
  it('is restarted a limited number of times', async () => {
    const restarts: number[] = [];
    const pages = await PageChild.start({
      folder: builtEditor,
      ports: [0],
      waits: [0, 1, 2],
      onConnect: () => undefined,
      onRestart: () => {
        restarts.push(pages.pid ?? 0);
        process.kill(pages.pid ?? 0, 'SIGKILL');
      },
    });
    process.kill(pages.pid ?? 0, 'SIGKILL');
    const error = await pages.lost;
    expect(error).toMatchObject({
      code: 'failed',
      message: expect.stringContaining('The page server ended 4 times in a row') as unknown,
    });
    expect(new Set(restarts).size).toBe(3);
    await pages.close();
  });

  it('that cannot start is refused with its reason', async () => {
    const pages = await PageChild.start({ folder: builtEditor, ports: [0], onConnect: () => undefined });
    const port = Number(new URL(pages.origin).port);
    await expect(
      PageChild.start({ folder: builtEditor, ports: [port], onConnect: () => undefined }),
    ).rejects.toMatchObject({ code: 'failed', reason: { code: 'pageNotServed' } });
    await expect(PageChild.start({ folder: runs, ports: [0], onConnect: () => undefined })).rejects.toMatchObject({
      code: 'failed',
      reason: { code: 'editorNotBuilt' },
    });
    await pages.close();
  });
});
