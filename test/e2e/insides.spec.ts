import type { Page } from '@playwright/test';
import { formatDocument } from '../../graph-nodes/graph/document';
import { tinyPipeline } from '../fixtures/graphs';
import { violations } from './axe';
import { expect, test } from './studio';

/** Small scenes, and more epochs than the test needs. */
const endless = formatDocument(
  tinyPipeline({ dataset: { scenes: 60, visualWidth: 8, seconds: 3 }, trainer: { epochs: 9999, batchSize: 16 } }),
);

/** Name of the animation of the wires in a slow step; undefined between steps. */
const animationOfWires = (page: Page): Promise<string | undefined> =>
  page.evaluate(() => {
    const wire = document.querySelector('.canvas[data-motion] .wire .react-flow__edge-path');
    return wire ? getComputedStyle(wire).animationName : undefined;
  });

test('a paused run takes one step, and the insides of its nodes and wires are visible after its end', async ({
  studio,
  page,
}) => {
  await studio.open('endless.json', endless);
  await studio.button('Train').click();
  await expect.poll(() => studio.lossPoints()).toBeGreaterThan(1);
  await studio.button('Pause').click();
  const state = page.getByTestId('run-state');
  await expect(state).toHaveText('Paused');
  const facts = page.getByTestId('run-facts');
  const stepNow = async () => Number(/step (\d+) of/.exec((await facts.textContent()) ?? '')?.[1]);
  const paused = await stepNow();
  await studio.button('Run one epoch').click();
  await expect.poll(stepNow).toBeGreaterThan(paused);
  await expect(state).toHaveText('Paused');
  await expect(studio.node('rmm').locator('[aria-label^="gradient "]')).toBeAttached();
  const before = await stepNow();
  await studio.button('Run one step').click();
  await expect(page.locator('.canvas[data-motion="forward"]')).toBeVisible();
  await expect.poll(stepNow).toBe(before + 1);
  await expect(page.locator('.canvas[data-motion]')).toHaveCount(0);

  const slow = studio.button('Slow motion: signals run forward, gradients back');
  await slow.click();
  await expect.poll(() => animationOfWires(page)).toBe('along-wire');
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await expect.poll(() => animationOfWires(page)).toBe('none');
  await slow.click();
  await expect(page.locator('.canvas[data-motion]')).toHaveCount(0);
  await studio.button('Stop').click();
  await expect(state).toHaveText('Stopped');

  await studio.node('rmm').click();
  await page.keyboard.press('i');
  const dialog = page.getByRole('dialog', { name: /Inside RMM generator/ });
  const slot = dialog.getByRole('slider', { name: 'Slot' });
  await slot.focus();
  await page.keyboard.press('Home');
  await expect(dialog.getByText(/^slot 1: \d/).first()).toBeVisible();
  await expect(dialog.getByRole('button', { name: /^Slot / }).first()).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');

  await studio.node('avr').click();
  await page.keyboard.press('i');
  const steps = page.getByRole('dialog', { name: /Inside AVR diffusion/ });
  await steps.getByRole('slider', { name: 'Step' }).focus();
  await page.keyboard.press('End');
  await expect(steps.getByText(/t = 0$/)).toBeVisible();
  await page.keyboard.press('Escape');

  const [x, y] = await studio.middleOf(studio.wire('rmm/audio', 'avr/audio'));
  await page.mouse.click(x, y, { button: 'right' });
  await page.getByRole('menuitem', { name: /Probe/ }).click();
  await expect(
    page.getByRole('dialog', { name: /Values of audio/ }).getByRole('img', { name: /Histogram of/ }),
  ).toBeVisible();
});
