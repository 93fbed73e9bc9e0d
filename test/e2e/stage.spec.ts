import type { Page } from '@playwright/test';
import { formatDocument } from '../../graph-nodes/graph/document';
import { tinyPipeline } from '../fixtures/graphs';
import { violations } from './axe';
import { expect, test } from './studio';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

const graph = tinyPipeline({ dataset: { scenes: 60 }, trainer: { epochs: 2 } });

const openStage = async (page: Page): Promise<void> => {
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.keyboard.press('s');
  await expect(page.getByTestId('stage-scene')).toBeVisible();
};

/** Waits for the answers to a question under the given failures. */
const answered = (page: Page, failing: string) =>
  expect(page.locator('.stage-answers')).toHaveAttribute('data-answered', failing);

/** Milliseconds from the change of a switch to the bars of its answers. */
const timeOfSwitch = (page: Page, name: RegExp, failing: string): Promise<number> =>
  page.getByRole('switch', { name }).evaluate(
    (input, wanted) =>
      new Promise<number>((resolve) => {
        const answers = document.querySelector('.stage-answers');
        const start = performance.now();
        const seen = new MutationObserver(() => {
          if (answers?.getAttribute('data-answered') === wanted) resolve(performance.now() - start);
        });
        if (answers) seen.observe(answers, { attributes: true });
        (input as HTMLInputElement).click();
      }),
    failing,
  );

test('the stage answers with each switch, by mouse and by keyboard, and asks own questions', async ({
  studio,
  page,
}) => {
  // Without a model the scene is visible, and one click trains one.
  await openStage(page);
  await expect(page.getByRole('button', { name: /^Train “/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);

  await studio.open('tiny.json', formatDocument(graph));
  await studio.button('Train').click();
  await expect(page.getByTestId('run-state')).toHaveText('Finished', { timeout: 60_000 });
  await openStage(page);
  const bars = page.getByTestId('stage-bars');
  const scene = page.getByTestId('stage-scene');
  await answered(page, 'none');
  await expect(bars.getByRole('columnheader')).toHaveCount(5);
  const real = await bars.innerHTML();

  // Names of variants stay within their columns in a small window, and each wire has the glyph of its modality.
  await page.setViewportSize({ width: 1024, height: 640 });
  const wide = await bars
    .getByRole('columnheader')
    .evaluateAll((heads) =>
      heads.filter((head) => head.scrollWidth > head.clientWidth).map((head) => head.textContent),
    );
  expect(wide).toEqual([]);
  await page.setViewportSize({ width: 1280, height: 720 });
  const glyphs = await page
    .locator('.stage-wires > span')
    .evaluateAll((wires) => new Set(wires.map((wire) => getComputedStyle(wire, '::before').content)).size);
  expect(glyphs).toBe(2);

  // By mouse.
  const microphone = page.getByRole('switch', { name: /Microphone fails/ });
  const camera = page.getByRole('switch', { name: /Camera fails/ });
  await camera.click();
  await answered(page, 'visual');
  expect(await bars.innerHTML()).not.toBe(real);
  await expect(scene).toHaveAttribute('aria-label', /The camera fails: nothing is seen/);
  await expect(scene.locator('[data-part="blind"]')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Recall/ })).toHaveAttribute('data-lit', 'true');
  expect(await violations(page)).toEqual([]);
  await camera.click();
  await answered(page, 'none');

  // By keyboard: a whole clip, then chosen seconds, then noise.
  await microphone.focus();
  await page.keyboard.press('Space');
  await answered(page, 'audio');
  await expect(scene).toHaveAttribute('aria-label', /The microphone fails: nothing is heard/);
  await page.keyboard.press('Space');
  await answered(page, 'none');
  const seconds = page.getByRole('group', { name: 'Seconds in which the microphone fails' });
  await seconds.getByRole('button').first().focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Space');
  await answered(page, 'audio');
  await expect(seconds.getByRole('button', { pressed: true })).toHaveCount(1);
  await page.getByRole('radiogroup', { name: 'Failure of the microphone' }).getByText('Noise').click();
  await page.getByRole('slider', { name: 'Noise of the microphone' }).focus();
  for (let step = 0; step < 4; step += 1) await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('slider', { name: 'Noise of the microphone' })).toHaveAttribute('aria-valuenow', '2');
  await expect(page.getByRole('alert')).toHaveCount(0);
  await microphone.click();
  await answered(page, 'none');

  // The seconds of a drag fail.
  const cells = page.getByRole('group', { name: 'Seconds in which the camera fails' }).getByRole('button');
  await cells.first().hover();
  await page.mouse.down();
  await cells.nth(2).hover();
  await page.mouse.up();
  await answered(page, 'visual');
  await expect(cells.and(page.locator('[aria-pressed="true"]'))).toHaveCount(3);
  await camera.click();
  await answered(page, 'none');

  const times: number[] = [];
  for (const [name, failing] of [
    [/Microphone fails/, 'audio'],
    [/Camera fails/, 'audio visual'],
    [/Microphone fails/, 'visual'],
    [/Camera fails/, 'none'],
  ] as const) {
    times.push(Math.round(await timeOfSwitch(page, name, failing)));
  }
  console.log(`From a switch to its bars: ${times.join(', ')} ms`);

  // A player is dragged to the other corner, and moved by the arrow keys.
  const player = scene.locator('[data-player][role="button"]').first();
  const name = (await player.getAttribute('aria-label')) ?? '';
  const box = await scene.boundingBox();
  if (!box) throw new Error('The scene is not on the screen.');
  const target = /, left/.test(name) ? 0.8 : 0.2;
  await player.hover();
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height * 0.7, { steps: 4 });
  await page.mouse.move(box.x + box.width * target, box.y + box.height * 0.7, { steps: 4 });
  await page.mouse.up();
  await expect(page.getByText(/^Your scene, changed from/)).toBeVisible();
  const moved = scene.locator('[data-player][aria-pressed="true"]');
  await expect(moved).toHaveAttribute('aria-label', target > 0.5 ? /, right/ : /, left/);
  await moved.focus();
  await page.keyboard.press(target > 0.5 ? 'ArrowLeft' : 'ArrowRight');
  await expect(moved).toHaveAttribute('aria-label', /, middle/);
  await page.getByText('Arrange the scene').click();
  await page.getByRole('combobox', { name: 'Add a player' }).click();
  await page.getByRole('option', { name: 'tuba' }).click();
  await expect(page.getByRole('group', { name: /^tuba/ })).toBeVisible();
  await answered(page, 'none');
  await expect(page.getByRole('alert')).toHaveCount(0);
  expect(await violations(page)).toEqual([]);

  // A prediction is required before the answers.
  await page.getByRole('switch', { name: 'Predict first' }).click();
  await expect(bars).toHaveCount(0);
  await page.getByRole('region', { name: 'What will the right answer be?' }).getByRole('button').first().click();
  await expect(page.getByText(/^.?\s?Your prediction/)).toBeVisible();
  await expect(bars).toBeVisible();

  // The time is moved by keyboard, and the drawing can be saved.
  await page.getByRole('slider', { name: 'Time' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('slider', { name: 'Time' })).toHaveValue('1');
  await page.getByRole('button', { name: 'Save the scene' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'Drawing (SVG)' }).click();
  expect((await download).suggestedFilename()).toMatch(/\.svg$/);
});
