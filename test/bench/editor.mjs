/**
 * How fast the editor is with a large graph, beside bare React Flow with the same nodes and wires, in one run of one
 * browser: time to open, and frames a second while panning, zooming and dragging a node, with a run that streams metrics
 * into the editor all the while. Prints a table and its ratios. Needs `npm run build` first.
 */
/* global window, document, requestAnimationFrame */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright';
import { build } from 'vite';
import react from '@vitejs/plugin-react';
import { findBrowser } from '../e2e/find-browser.mjs';
import { largeGraph } from './large-graph.mjs';

const viewport = { width: 1280, height: 720 };
/** Of each movement, in milliseconds. */
const lasting = 3000;

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

function startServer() {
  const server = spawn(
    process.execPath,
    ['bin/studio.mjs', 'serve', '--no-open', '--runs', path.join(folder, 'runs')],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const address = new Promise((resolve) => server.stdout.once('data', (data) => resolve(data.toString().trim())));
  return { server, address };
}

/** Frames a second while something is done over and over: the middle of all frames, and the slowest twentieth. */
async function frames(page, act) {
  await page.evaluate(() => {
    window.frameTimes = [];
    window.framesGoOn = true;
    const note = (time) => {
      window.frameTimes.push(time);
      if (window.framesGoOn) requestAnimationFrame(note);
    };
    requestAnimationFrame(note);
  });
  const end = performance.now() + lasting;
  for (let turn = 0; performance.now() < end; turn += 1) await act(turn);
  const times = await page.evaluate(() => {
    window.framesGoOn = false;
    return window.frameTimes;
  });
  const gaps = times.slice(1).map((time, index) => time - times[index]);
  const sorted = [...gaps].sort((a, b) => a - b);
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  return { fps: 1000 / mean, slow: 1000 / (sorted[Math.floor(0.95 * sorted.length)] ?? mean) };
}

/** A place of the canvas where nothing lies, and the head of a node that is in view. */
async function places(page) {
  return page.evaluate(() => {
    const box = document.querySelector('.react-flow').getBoundingClientRect();
    const find = (fits) => {
      for (let y = box.top + 60; y < box.bottom - 120; y += 7) {
        for (let x = box.left + 60; x < box.right - 200; x += 7) {
          const element = document.elementFromPoint(x, y);
          if (element && fits(element)) return [x, y];
        }
      }
      throw new Error('There is nothing to take hold of on the canvas.');
    };
    return {
      empty: find((element) => element.classList.contains('react-flow__pane')),
      node: find((element) => element.closest('.react-flow__node') && !element.closest('.react-flow__handle, .nodrag')),
    };
  });
}

async function measure(page) {
  const { empty, node } = await places(page);
  const swing = (turn) => 60 * Math.sin(turn / 6);
  const drag = async ([x, y]) => {
    await page.mouse.move(x, y);
    await page.mouse.down();
    const result = await frames(page, (turn) => page.mouse.move(x + swing(turn), y + swing(turn + 9)));
    await page.mouse.up();
    return result;
  };
  const panning = await drag(empty);
  const dragging = await drag(node);
  await page.mouse.move(...empty);
  const zooming = await frames(page, (turn) => page.mouse.wheel(0, turn % 20 < 10 ? 30 : -30));
  return { panning, dragging, zooming };
}

async function measureBare(browser, { script, style }) {
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
  const opening = performance.now() - began;
  const result = { opening, ...(await measure(page)) };
  await page.close();
  return result;
}

async function openFile(page, name, document) {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  const file = { name, mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(document)) };
  const began = performance.now();
  await (await chooser).setFiles(file);
  return began;
}

async function measureEditor(browser, address) {
  const page = await browser.newPage({ viewport });
  await page.addInitScript(() => Reflect.deleteProperty(window, 'showOpenFilePicker'));
  await page.goto(address);
  await page.getByText('Engine connected').waitFor();
  const began = await openFile(page, 'large.json', graph);
  // It draws what is in view alone; the graph is there when that is drawn and the frame after it has come.
  await page.getByText('Opened large.json').waitFor();
  await page.locator('.react-flow__node').nth(20).waitFor();
  await page.locator('.react-flow__edge').nth(20).waitFor({ state: 'attached' });
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
  const opening = performance.now() - began;
  // The large graph’s own Trainer reads one of its rows: a run that goes on and streams while the canvas is moved.
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await page.getByTestId('run-state').filter({ hasText: 'Training' }).waitFor({ timeout: 120_000 });
  await page
    .getByTestId('run-facts')
    .filter({ hasText: /step [1-9]/ })
    .waitFor({ timeout: 120_000 });
  const result = { opening, ...(await measure(page)) };
  const steps = /step (\d+)/.exec((await page.getByTestId('run-facts').textContent()) ?? '')?.[1];
  await page.close();
  return { ...result, steps };
}

const { executable } = await findBrowser();
const browser = await chromium.launch({
  executablePath: executable,
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
const { server, address } = startServer();
try {
  const bare = await measureBare(browser, await buildBare());
  const editor = await measureEditor(browser, await address);
  const row = (name, of) => ({
    '': name,
    'opens in': `${of.opening.toFixed(0)} ms`,
    ...Object.fromEntries(
      ['panning', 'dragging', 'zooming'].map((what) => [
        what,
        `${of[what].fps.toFixed(1)} (slow ${of[what].slow.toFixed(1)})`,
      ]),
    ),
  });
  const ratio = (what) => (editor[what].fps / bare[what].fps).toFixed(2);
  console.log(`${graph.nodes.length} nodes, ${graph.edges.length} wires; frames a second, mean and slowest twentieth`);
  console.table([
    row('bare React Flow', bare),
    row('editor, while a run streams', editor),
    {
      '': 'editor ÷ bare',
      'opens in': (editor.opening / bare.opening).toFixed(2),
      panning: ratio('panning'),
      dragging: ratio('dragging'),
      zooming: ratio('zooming'),
    },
  ]);
  console.log(`The run had reached step ${editor.steps} by the end.`);
} finally {
  await browser.close();
  server.kill('SIGINT');
  await rm(folder, { recursive: true, force: true });
}
