/**
 * Measures the editor with a large graph, next to bare React Flow with the same nodes and wires, in one run of one
 * browser: the time to open it, and frames per second during panning, zooming, dragging a node and hovering over the
 * chart. A run streams metrics into the editor at the same time. It prints a table, its ratios and the share of each
 * kind of work. It needs `npm run build`, takes some two minutes, and needs a machine without other load.
 */
/* global window, requestAnimationFrame */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright';
import { build } from 'vite';
import WebSocket from 'ws';
import react from '@vitejs/plugin-react';
import { findBrowser } from '../e2e/find-browser.mjs';
import { measure, median } from './frames.mjs';
import { largeGraph } from './large-graph.mjs';
import { startServer } from './server.mjs';
import { standIn } from './stand-in.mjs';

const viewport = { width: 1280, height: 720 };
/** Number of times that a graph is opened; the median is reported. */
const openings = 3;
/** Number of points of each curve of the simulated run. */
const points = 100_000;

const folder = await mkdtemp(path.join(os.tmpdir(), 'studio-bench-'));
const graph = largeGraph();

async function buildBare() {
  await build({
    configFile: false,
    logLevel: 'error',
    plugins: [react()],
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      outDir: path.join(folder, 'bare'),
      lib: {
        entry: 'test/bench/bare.tsx',
        formats: ['iife'],
        name: 'bare',
        fileName: () => 'bare.js',
        cssFileName: 'bare',
      },
    },
  });
  const read = (name) => readFile(path.join(folder, 'bare', name), 'utf8');
  return { script: await read('bare.js'), style: await read('bare.css') };
}

/**
 * Trains a preset in the engine, like another window, during the benchmark: a run of the usual size with its share of
 * the cores and its own pace. The large graph itself would need minutes for its recording, and then report a step every
 * few seconds.
 *
 * @returns a function that returns the number of the last received step
 */
async function trainPreset(address, cookie) {
  const preset = JSON.parse(await readFile('presets/orchestra-rmm-avr.json', 'utf8'));
  const trainer = preset.nodes.find(({ kind }) => kind === 'trainer');
  trainer.parameters.epochs = 500;
  const { origin } = new URL(address);
  const socket = new WebSocket(new URL('/engine', origin.replace('http', 'ws')), { origin, headers: { cookie } });
  let step = 0;
  await new Promise((resolve, reject) => {
    socket.on('error', reject);
    const send = (message) => socket.send(JSON.stringify(message));
    let greeted = false;
    socket.on('open', () => send({ type: 'hello', protocol: 0 }));
    socket.on('message', (data) => {
      const message = JSON.parse(data.toString());
      if (message.type === 'hello' && !greeted) {
        greeted = true;
        send({ type: 'hello', protocol: message.protocol });
        send({ type: 'request', id: 1, method: 'train', parameters: { graph: preset, backend: 'auto' } });
      }
      if (message.type === 'error') reject(new Error(JSON.stringify(message.error)));
      if (message.event === 'status' && message.status.state === 'failed') reject(new Error('The run failed.'));
      if (message.event !== 'step') return;
      step = message.record.step;
      resolve();
    });
  });
  return () => step;
}

async function openBare(browser, { script, style }) {
  const page = await browser.newPage({ viewport });
  await page.setContent('<!doctype html><title>Bare React Flow</title>');
  await page.evaluate((value) => {
    window.bareGraph = value;
  }, graph);
  await page.addStyleTag({ content: style });
  const began = performance.now();
  await page.addScriptTag({ content: script });
  await page
    .locator('.react-flow__edge')
    .nth(graph.edges.length - 1)
    .waitFor({ state: 'attached' });
  return { page, opening: performance.now() - began };
}

async function openEditor(context, address, prepare) {
  const page = await context.newPage();
  await page.addInitScript(() => Reflect.deleteProperty(window, 'showOpenFilePicker'));
  await prepare?.(page);
  await page.goto(address);
  await page.getByText('Engine connected').waitFor();
  await page.locator('.react-flow__node').first().waitFor();
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  const file = { name: 'large.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(graph)) };
  const taken = await chooser;
  const began = performance.now();
  await taken.setFiles(file);
  // The graph is open when all visible parts are drawn and the next frame has started.
  await page
    .locator('.react-flow__node')
    .nth(graph.nodes.length - 1)
    .waitFor();
  await page
    .locator('.wire')
    .nth(graph.edges.length - 1)
    .waitFor({ state: 'attached' });
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
  return { page, opening: performance.now() - began };
}

/** Opens and closes a few times; the median time. */
async function timeOpening(open) {
  const times = [];
  for (let turn = 0; turn < openings; turn += 1) {
    const { page, opening } = await open();
    times.push(opening);
    await page.close();
  }
  return median(times);
}

async function measureOpened({ page }) {
  const chart = page.getByTestId('loss-chart');
  const result = await measure(page, (await chart.count()) > 0 ? chart : undefined);
  await page.close();
  return result;
}

const { executable } = await findBrowser();
const browser = await chromium.launch({
  executablePath: executable,
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
const { server, address: served } = startServer(path.join(folder, 'runs'));
try {
  const [bare, entrance] = [await buildBare(), await served];
  const address = new URL('/', entrance).href;
  // The context keeps the cookie of the address, which is valid once.
  const context = await browser.newContext({ viewport });
  await context.request.get(entrance);
  const opening = {
    bare: await timeOpening(() => openBare(browser, bare)),
    editor: await timeOpening(() => openEditor(context, address)),
  };
  const reached = { bare: await measureOpened(await openBare(browser, bare)) };
  let had = () => 0;
  const prepare = async (page) => {
    had = await standIn(page, graph, points);
  };
  const long = await openEditor(context, address, prepare);
  await long.page.getByTestId('run-state').filter({ hasText: 'Training' }).waitFor();
  await long.page.getByRole('img', { name: /, \d{6} points/ }).waitFor({ timeout: 60_000 });
  reached.long = await measureOpened(long);
  const step = await trainPreset(
    address,
    (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; '),
  );
  reached.bareBeside = await measureOpened(await openBare(browser, bare));
  const joined = await openEditor(context, address);
  await joined.page.getByTestId('run-state').filter({ hasText: 'Training' }).waitFor();
  const from = step();
  const began = performance.now();
  reached.beside = await measureOpened(joined);
  const pace = ((step() - from) / (performance.now() - began)) * 1000;

  const movements = ['panning', 'dragging', 'zooming', 'hovering'];
  const row = (name, say, of) => ({ '': name, ...Object.fromEntries(movements.map((what) => [what, say(what, of)])) });
  const fps = (what, { [what]: of }) => (of ? `${of.fps.toFixed(1)} (slow ${of.slow.toFixed(1)})` : '');
  const ratio = (what, [of, to]) => (to[what] ? (of[what].fps / to[what].fps).toFixed(2) : '');
  const percent = (share) => `${Math.round(100 * share)} %`;
  const busy = (what, { [what]: of }) =>
    of
      ? `${percent(of.busy.all)} (${['scripts', 'style', 'layout'].map((part) => percent(of.busy[part])).join(', ')})`
      : '';
  const pages = [
    ['bare React Flow', reached.bare],
    [`editor, ${points.toLocaleString('en')} points`, reached.long],
    ['bare, beside a training', reached.bareBeside],
    ['editor, beside a training', reached.beside],
  ];
  console.log(`${graph.nodes.length} nodes, ${graph.edges.length} wires; medians of rounds.`);
  console.log(
    `Opens in ${opening.editor.toFixed(0)} ms, bare React Flow in ${opening.bare.toFixed(0)} ms, ${(opening.editor / opening.bare).toFixed(2)} times as long.`,
  );
  console.log('Frames a second, and the slowest twentieth of the frames:');
  console.table([
    ...pages.map(([name, of]) => row(name, fps, of)),
    row('editor ÷ bare', ratio, [reached.long, reached.bare]),
    row('editor ÷ bare, beside a training', ratio, [reached.beside, reached.bareBeside]),
  ]);
  console.log('How busy the main thread is, and of that with scripts, style, layout; the rest is painting:');
  console.table(pages.map(([name, of]) => row(name, busy, of)));
  console.log(
    `The stand-in’s run had ${had()} points of each curve; the training reported ${pace.toFixed(0)} steps per second.`,
  );
} finally {
  await browser.close();
  // A running training would be evaluated first, which is not needed.
  server.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
