import { expect, test } from '@playwright/test';
import path from 'node:path';
import { build } from 'vite';
import { readSounds } from '../../build/sounds';
import { instruments } from '../../graph-nodes/datasets/answers';
import type { stagePage } from '../fixtures/stage-page';

type StagePage = typeof stagePage;
declare const window: { readonly stagePage: StagePage };

const root = path.resolve(import.meta.dirname, '../..');

/** The stage's code as one script. */
async function script(): Promise<string> {
  const result = await build({
    configFile: false,
    root,
    logLevel: 'warn',
    build: {
      write: false,
      minify: false,
      lib: { entry: path.join(root, 'test/fixtures/stage-page.ts'), formats: ['iife'], name: 'stage' },
      rolldownOptions: { output: { codeSplitting: false } },
    },
  });
  const [file] = [result].flat().flatMap((each) => ('output' in each ? each.output : []));
  if (file?.type !== 'chunk') throw new Error('The build has no script.');
  return file.code;
}

test('scenes sound, fail, are recalled and are exported as videos', async ({ page }) => {
  const [code, sounds] = await Promise.all([script(), readSounds(root)]);
  await page.route('http://localhost/**', (route) => {
    const name = new URL(route.request().url()).pathname;
    if (name === '/') return route.fulfill({ contentType: 'text/html', body: '<script src="/stage.js"></script>' });
    if (name === '/stage.js') return route.fulfill({ contentType: 'text/javascript', body: code });
    const sound = sounds.get(path.posix.basename(name));
    return sound ? route.fulfill({ body: Buffer.from(sound) }) : route.fulfill({ status: 404 });
  });
  await page.goto('http://localhost/');

  await test.step('each kind is audible in each second', async () => {
    const levels = await page.evaluate(() => window.stagePage.kinds());
    expect(Object.keys(levels)).toEqual([...instruments]);
    for (const [kind, level] of Object.entries(levels)) expect(level, kind).toBeGreaterThan(0.01);
  });

  await test.step('a missing second is silent without a recall, and audible with one', async () => {
    const { silent, recalled } = await page.evaluate(() => window.stagePage.failing());
    expect(silent[0]).toBeGreaterThan(0.02);
    expect(silent[1]).toBe(0);
    expect(recalled[0]).toBe(silent[0]);
    expect(recalled[1]).toBeGreaterThan(0.02);
  });

  await test.step('the player uses the clock of the sound', async () => {
    await page.mouse.click(5, 5);
    const { state, seconds, level } = await page.evaluate(() => window.stagePage.played());
    expect({ state, seconds }).toEqual({ state: 'ready', seconds: 2 });
    expect(level).toBeGreaterThan(0);
  });

  await test.step('a video has the drawing and the sound for the duration of the scene', async () => {
    const { possible, type, bytes, progress, video, audio, white, blue } = await page.evaluate(() =>
      window.stagePage.video(),
    );
    expect({ possible, type, progress }).toEqual({ possible: true, type: 'video/webm', progress: 1 });
    expect(bytes).toBeGreaterThan(5_000);
    expect(video?.width).toBe(320);
    expect(video?.seconds).toBeCloseTo(2, 1);
    expect(audio?.channels).toBe(2);
    expect(audio?.seconds).toBeCloseTo(2, 1);
    expect(Math.min(...(white ?? [0]))).toBeGreaterThan(220);
    expect(blue?.[2]).toBeGreaterThan(90);
    expect(blue?.[0]).toBeLessThan(80);
  });
});
