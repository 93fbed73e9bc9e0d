import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { tinyPipeline } from '../fixtures/graphs';

const studio = (...words: string[]) =>
  promisify(execFile)(process.execPath, ['bin/studio.mjs', ...words], { maxBuffer: 1e8 });

let folder: string;
test.beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'studio-page-'));
});
test.afterAll(() => rm(folder, { recursive: true }));

test('a run is exported as a page with a working stage, without network requests and logged errors', async ({
  page,
}) => {
  const graph = path.join(folder, 'graph.json');
  await writeFile(graph, JSON.stringify(tinyPipeline()));
  const trained = await studio('train', graph, '--runs', path.join(folder, 'runs'), '--json');
  const { run } = JSON.parse(trained.stdout) as { run: string };
  const file = path.join(folder, 'page.html');
  await studio('export', path.join(folder, 'runs', run), '--format', 'page', '--out', file);
  expect((await stat(file)).size).toBeLessThan(6_000_000);
  expect(await readFile(file, 'utf8')).toContain("default-src 'none'");

  const requests: string[] = [];
  const faults: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  await page.context().setOffline(true);
  await page.goto(pathToFileURL(file).href);
  const bars = page.getByTestId('stage-bars');
  await expect(bars).toContainText('%');
  const before = await bars.textContent();
  await page.getByRole('switch', { name: /Microphone fails/ }).check();
  await expect(bars).not.toHaveText(before ?? '');
  const whole = await bars.textContent();
  const second = page
    .getByRole('group', { name: /microphone fails/i })
    .getByRole('button')
    .first();
  await second.click();
  await expect(second).toHaveAttribute('aria-pressed', 'false');
  await expect(bars).not.toHaveText(whole ?? '');
  await page.getByText('한국어').click();
  await expect(page.getByRole('switch', { name: /마이크/ })).toBeChecked();
  await expect(page.getByRole('heading', { name: '정확도', exact: true })).toBeVisible();
  await expect(page.getByRole('rowheader', { name: '소리 없음' }).first()).toBeVisible();
  await page.getByText('English', { exact: true }).click();
  // The sounds of the page decode without a request.
  const frames = await page.evaluate(async () => {
    const files = JSON.parse(document.getElementById('stage-sounds')?.textContent ?? '{}') as Record<string, string>;
    const bytes = (name: string) => Uint8Array.from(atob(files[name] ?? ''), (character) => character.charCodeAt(0));
    const { kinds } = JSON.parse(new TextDecoder().decode(bytes('index.json'))) as {
      kinds: Record<string, { offset: number; length: number; rate: number }[]>;
    };
    const sample = kinds['piano']?.[0];
    if (!sample) return 0;
    const context = new OfflineAudioContext(1, 1, sample.rate);
    const stream = bytes('piano.bin').slice(sample.offset, sample.offset + sample.length);
    const values = (await context.decodeAudioData(stream.buffer)).getChannelData(0);
    return values.filter((value) => Math.abs(value) > 0.001).length;
  });
  expect(frames).toBeGreaterThan(1000);
  expect(requests).toEqual([pathToFileURL(file).href]);
  expect(faults).toEqual([]);
});
