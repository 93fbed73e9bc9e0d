/**
 * How long the studio takes from the command to an editor that does what it is told: until its address is there, and until,
 * in a browser that is open already, with nothing kept from before, a node was searched for and added. Medians of some
 * starts. Needs `npm run build` first, and wants a machine that does nothing else.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright';
import { findBrowser } from '../e2e/find-browser.mjs';
import { median } from './frames.mjs';
import { startServer } from './server.mjs';

const starts = 7;

const folder = await mkdtemp(path.join(os.tmpdir(), 'studio-start-'));
const { executable } = await findBrowser();
const browser = await chromium.launch({ executablePath: executable, args: ['--no-sandbox'] });
const times = { address: [], shown: [], usable: [] };
try {
  for (let start = 0; start < starts; start += 1) {
    const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
    const began = performance.now();
    const since = () => performance.now() - began;
    const { server, address } = startServer(path.join(folder, 'runs'));
    await page.goto(await address.then((found) => (times.address.push(since()), found)), { waitUntil: 'commit' });
    await page.locator('.react-flow__pane').waitFor();
    times.shown.push(since());
    await page.locator('.react-flow__pane').dblclick({ position: { x: 30, y: 30 } });
    await page.locator('input:focus').fill('transformer');
    await page.keyboard.press('Enter');
    await page.locator('.react-flow__node[data-id^="transformer"]').waitFor();
    times.usable.push(since());
    await page.close();
    server.kill();
  }
} finally {
  await browser.close();
  await rm(folder, { recursive: true, force: true });
}
const told = ([name, values]) =>
  `${name} ${median(values).toFixed(0)} ms (${Math.min(...values).toFixed(0)} to ${Math.max(...values).toFixed(0)})`;
console.log(`From the command, medians of ${starts} starts: ${Object.entries(times).map(told).join(', ')}.`);
