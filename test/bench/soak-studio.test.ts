import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { chromium, type CDPSession, type Page } from 'playwright';
import { expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { Port } from '../../engine/contract/protocol';
import { Random } from '../../graph-nodes/graph/random';
import { EngineClient } from '../../renderer/session/engine-client';
import { findBrowser } from '../e2e/find-browser.mjs';
import { tinyPipeline } from '../fixtures/graphs';
import { inspectorsIn, readNodeMemory, type NodeMemory } from './node-memory';
import { act, closeTabs } from './page-actions';
import { slopeOf, type Slope } from './slope';

// `npm run soak:studio` sets the minutes, the seed and the file.
const minutes = Number(process.env['STUDIO_SOAK_MINUTES'] ?? 120);
const seed = Number(process.env['STUDIO_SOAK_SEED'] ?? 1);
/** File of all samples; rewritten after each. */
const file = path.resolve(process.env['STUDIO_SOAK_FILE'] ?? 'release/soak.json');
/** Share of the time that the slope excludes, while caches fill. */
const rest = 0.3;
/** Number of runs that stay in the folder. */
const keptRuns = 12;
/** Time between two actions, in milliseconds. */
const pause = 1500;
const epochs = Number(process.env['STUDIO_SOAK_EPOCHS'] ?? 100);

/**
 * Maximum growth in MiB per hour. Resident memory changes by tens of MiB without growth, because allocators keep pages.
 */
const most: Readonly<Record<string, number>> = {
  'studio heap': 2,
  'studio rss': 20,
  'page-process heap': 2,
  'page-process rss': 20,
  'engine-process heap': 6,
  'engine-process rss': 60,
  'browser heap': 6,
  'browser rss': 60,
};

interface Sample {
  readonly hours: number;
  readonly runs: number;
  readonly actions: number;
  /** In MiB, by the names of {@link most}. */
  readonly memory: Readonly<Record<string, number>>;
  /** Nodes of the document and listeners, as counted by the browser, and nodes of the graph. */
  readonly page: Readonly<Record<string, number>>;
}

interface State {
  readonly samples: Sample[];
  readonly faults: { readonly name: string; readonly fault: string }[];
  /** Errors that the page logged. */
  readonly errors: string[];
  readonly done: Record<string, number>;
  growth?: Readonly<Record<string, Slope>>;
}

const document = tinyPipeline({
  dataset: { scenes: 60, visualWidth: 8, seconds: 3 },
  trainer: { epochs, batchSize: 16 },
});

/** Growth in MiB per hour, after {@link rest}. */
function growthOf(samples: readonly Sample[]): Record<string, Slope> {
  const whole = samples.at(-1)?.hours ?? 0;
  const settled = samples.filter(({ hours }) => hours >= rest * whole);
  if (settled.length < 3) return {};
  return Object.fromEntries(
    Object.keys(most).map((name) => [name, slopeOf(settled.map(({ hours, memory }) => [hours, memory[name] ?? NaN]))]),
  );
}

async function save(state: State): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(`${file}.part`, `${JSON.stringify(state, null, 1)}\n`);
  await rename(`${file}.part`, file);
}

function startServer(runs: string): { server: ChildProcess; address: Promise<string>; errors: () => string } {
  const server = spawn(process.execPath, ['bin/studio.mjs', 'serve', '--no-open', '--port', '0', '--runs', runs], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_OPTIONS: '--inspect=127.0.0.1:0' },
  });
  let errors = '';
  server.stderr.on('data', (data: Buffer) => {
    errors += data.toString();
  });
  const address = new Promise<string>((resolve, reject) => {
    server.stdout.once('data', (data: Buffer) => resolve(data.toString().trim().split('\n').at(-1) ?? ''));
    server.once('exit', (code) => reject(new Error(`The server ended with code ${String(code)}: ${errors}`)));
  });
  return { server, address, errors: () => errors };
}

function openPort(origin: string, cookie: string): Promise<Port> {
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/engine`, { origin, headers: { cookie } });
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('open', () =>
      resolve({
        send: (message) => socket.send(JSON.stringify(message)),
        onMessage: (listener) => socket.on('message', (data: Buffer) => listener(JSON.parse(data.toString()))),
        onClose: (listener) => socket.on('close', listener),
      }),
    );
  });
}

/** Resident memory of a process in MiB; NaN if the system has no /proc. */
async function residentOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? NaN) / 1024;
}

async function browserMemory(page: Page, session: CDPSession): Promise<{ heap: number; page: Record<string, number> }> {
  await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  const value = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? NaN;
  const counted = { nodes: value('Nodes'), listeners: value('JSEventListeners'), tabs: page.context().pages().length };
  return { heap: value('JSHeapUsedSize') / 2 ** 20, page: counted };
}

it(`${minutes} minutes of training, editing and opening do not increase the memory`, async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'studio-soak-'));
  const { server, address, errors } = startServer(path.join(folder, 'runs'));
  const { executable } = await findBrowser();
  const browser = await chromium.launch({
    executablePath: executable,
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  const state: State = { samples: [], faults: [], errors: [], done: {} };
  try {
    const entrance = await address;
    const { origin } = new URL(entrance);
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    await context.addInitScript(() => localStorage.setItem('studio-introduced', 'yes'));
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    page.on('pageerror', ({ message }) => state.errors.push(message));
    page.on('console', (message) => message.type() === 'error' && state.errors.push(message.text()));
    await page.goto(entrance);
    await page.getByText('Engine connected').waitFor({ timeout: 60_000 });
    const session = await context.newCDPSession(page);
    await session.send('Performance.enable');
    const browserSession = await browser.newBrowserCDPSession();

    const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
    const client = new EngineClient(() => openPort(origin, cookie));
    await client.connect();
    let report: (state: string) => void = () => undefined;
    client.onEvent((event) => {
      if (event.event !== 'status' || !['finished', 'stopped', 'failed'].includes(event.status.state)) return;
      report(event.status.state);
    });

    const sample = async (hours: number, runs: number): Promise<void> => {
      const found = (await Promise.all(inspectorsIn(errors()).map(readNodeMemory))).filter(
        (memory): memory is NodeMemory => memory !== undefined,
      );
      const processes = found.flatMap(({ name, rss, heap, external }) => [
        [`${name} heap`, heap + external] as const,
        [`${name} rss`, rss] as const,
      ]);
      const shown = await browserMemory(page, session);
      const { processInfo } = await browserSession.send('SystemInfo.getProcessInfo');
      const pages = processInfo.filter(({ type }) => type === 'renderer');
      const rss = Math.max(...(await Promise.all(pages.map(({ id }) => residentOf(id)))));
      state.samples.push({
        hours,
        runs,
        actions: Object.values(state.done).reduce((sum, count) => sum + count, 0),
        memory: { ...Object.fromEntries(processes), 'browser heap': shown.heap, 'browser rss': rss },
        page: { ...shown.page, graph: await page.locator('.react-flow__node').count() },
      });
      state.growth = growthOf(state.samples);
      await save(state);
    };

    const random = new Random(seed, 'soak');
    const began = performance.now();
    const hours = () => (performance.now() - began) / 3_600_000;
    const made: string[] = [];
    for (let runs = 1; hours() * 60 < minutes; runs += 1) {
      const running = { now: true };
      const end = new Promise<string>((resolve) => {
        report = (ending) => {
          running.now = false;
          resolve(ending);
        };
      });
      made.push((await client.request('train', { graph: document, backend: 'onnx' })).run);
      do {
        const { name, fault } = await act(page, random);
        state.done[name] = (state.done[name] ?? 0) + 1;
        if (fault !== undefined) state.faults.push({ name, fault });
        await page.waitForTimeout(pause);
      } while (running.now);
      expect(await end).toBe('finished');
      await closeTabs(page).catch((error: unknown) => state.faults.push({ name: 'closeTabs', fault: String(error) }));
      if (made.length > keptRuns) {
        await client.request('deleteRun', { run: made.shift() ?? '' });
        await client.request('emptyTrash', {});
      }
      await sample(hours(), runs);
    }

    console.table(state.growth);
    const actions = state.samples.at(-1)?.actions ?? 0;
    expect(state.errors).toEqual([]);
    // Each action undoes its change of the graph, so that its memory is constant. One that fails may leave a node.
    const sizes = state.samples.map(({ page: { graph = NaN } }) => graph);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(5);
    expect(state.faults.length).toBeLessThanOrEqual(0.05 * actions);
    for (const [name, limit] of Object.entries(most)) expect(state.growth?.[name]?.slope, name).toBeLessThan(limit);
  } finally {
    await save(state);
    await browser.close();
    const gone = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGINT');
    await gone;
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
});
