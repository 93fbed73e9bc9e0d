/**
 * Measures the time from the command to a usable editor: until its address is printed, until the nodes of the first graph
 * are shown, and until a node was searched for and added. The browser is open and has no stored state. Reports medians of
 * some starts. Needs `npm run build` and a machine without other load.
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
const browser = await chromium.launch({
  executablePath: executable,
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
const times = { address: [], shown: [], usable: [] };
try {
  for (let start = 0; start < starts; start += 1) {
    const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
    const began = performance.now();
    const since = () => performance.now() - began;
    const { server, address } = startServer(path.join(folder, 'runs'));
    await page.goto(await address.then((found) => (times.address.push(since()), found)), { waitUntil: 'commit' });
    await page.locator('.react-flow__node').first().waitFor();
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
const described = ([name, values]) =>
  `${name} ${median(values).toFixed(0)} ms (${Math.min(...values).toFixed(0)} to ${Math.max(...values).toFixed(0)})`;
console.log(`From the command, medians of ${starts} starts: ${Object.entries(times).map(described).join(', ')}.`);
