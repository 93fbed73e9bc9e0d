import type { Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { formatDocument, readDocument } from '../../graph-nodes/graph/document';
import { expect, test, type Studio } from '../e2e/studio';
import { closeSides, show, take } from './picture';

test.use({ contextOptions: { reducedMotion: 'reduce' }, colorScheme: 'light' });

const preset = async (name: string) =>
  readDocument(JSON.parse(await readFile(`presets/${name}.json`, 'utf8')) as unknown);

/** Pins a note at a place of the canvas. */
async function pin(studio: Studio, page: Page, [x, y]: readonly [number, number], text: string): Promise<void> {
  await page.mouse.move(x, y);
  await page.keyboard.press('n');
  await page.keyboard.type(text);
  await page.keyboard.press('Escape');
  await page.mouse.click(...(await studio.emptyPlace()));
}

test('a running training, and the predictions of its model', async ({ studio, page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await closeSides(page);
  await studio.button('Train').click();
  await expect(page.getByTestId('run-facts')).toContainText(/stage 3 of 3.* epoch 10 of/);
  // The figures of the run have made the nodes larger.
  await page.keyboard.press('f');
  await expect(studio.node('trainer').getByRole('progressbar')).toBeInViewport({ ratio: 1 });
  await take(page, 'training');
  await studio.button('Stop').click();
  await expect(page.getByTestId('run-state')).toHaveText('Stopped');
  await page.getByRole('tab', { name: 'Examples' }).click();
  await expect(page.getByTestId('examples').getByRole('row').nth(1)).toBeVisible();
  await page.setViewportSize({ width: 1280, height: 720 });
  const panel = await page.locator('.live').boundingBox();
  const third = await page.getByTestId('examples').getByRole('row').nth(3).boundingBox();
  if (!panel || !third) throw new Error('The examples are not on the screen.');
  await take(page, 'examples', { ...panel, height: third.y + third.height - panel.y });
});

test('a wire dropped on the canvas', async ({ studio, page }) => {
  await closeSides(page);
  await show(studio, ['question', 'rmm', 'avr']);
  const canvas = await studio.canvasBox();
  await pin(
    studio,
    page,
    [canvas.x + 0.45 * canvas.width, canvas.y + 30],
    'What may be missing, and what takes its place.',
  );
  await studio.press(studio.socket('question', 'output', 'question'));
  await page.mouse.move(canvas.x + canvas.width * 0.64, canvas.y + canvas.height * 0.6, { steps: 8 });
  await page.mouse.up();
  await expect(page.getByRole('dialog').getByRole('option').first()).toBeVisible();
  await take(page, 'wiring');
});

test('the table of a study', async ({ studio, page }) => {
  const { nodes, ...rest } = await preset('orchestra-rmm-avr');
  const small = nodes.map((node) => {
    const changes = { orchestra: { scenes: 500 }, trainer: { epochs: 4 } }[node.kind];
    return { ...node, parameters: { ...node.parameters, ...changes } };
  });
  await studio.open('small.json', formatDocument({ ...rest, title: 'RMM and AVR', nodes: small }));
  await studio.button('Experiments').click();
  await page.getByRole('tab', { name: 'Study' }).click();
  for (const node of [/\(rmm\)/, /\(avr\)/]) await page.getByRole('checkbox', { name: node }).check();
  await page.getByRole('textbox', { name: 'Number of seeds' }).fill('2');
  await studio.button('Start').click();
  await expect(page.getByRole('article', { name: 'RMM and AVR' })).toContainText('Finished');
  await studio.button('Table of RMM and AVR').click();
  for (const [choice, option] of [
    ['Columns', 'groups'],
    ['Scenarios', 'one below the other'],
  ] as const) {
    await page
      .getByRole('combobox', { name: choice })
      .or(page.getByRole('textbox', { name: choice }))
      .click();
    await page.getByRole('option', { name: option }).click();
  }
  await page
    .getByTestId('result-table')
    .getByRole('row', { name: /^without AVR diffusion/ })
    .first()
    .getByRole('button')
    .first()
    .click();
  await take(page, 'experiments');
});
