import { formatDocument } from '../../graph-nodes/graph/document';
import { tinyPipeline } from '../fixtures/graphs';
import { expect, test } from './studio';

/** Small scenes, and more epochs than the test needs. */
const endless = formatDocument(
  tinyPipeline({ dataset: { scenes: 60, visualWidth: 8, seconds: 3 }, trainer: { epochs: 9999, batchSize: 16 } }),
);

test('training draws a growing curve, pauses, resumes, and stops with its accuracy', async ({ studio, page }) => {
  await studio.open('endless.json', endless);
  await studio.button('Train').click();
  const state = page.getByTestId('run-state');
  await expect(state).toHaveText('Training');
  await expect.poll(() => studio.lossPoints()).toBeGreaterThan(1);
  const early = await studio.lossPoints();
  await expect.poll(() => studio.lossPoints()).toBeGreaterThan(early);
  await expect(studio.lossChart().locator('.recharts-line-curve').first()).toBeVisible();
  for (const name of ['total', 'qa', 'match', 'rmmr', 'diffusion', 'ave']) {
    await expect(page.getByRole('group', { name: 'Curves' }).getByText(name, { exact: true })).toBeVisible();
  }
  await expect(page.getByTestId('run-facts')).toContainText(/epoch \d+ of 9999 · step \d+ of \d+/);
  await expect(page.getByTestId('run-facts')).toContainText(/ left/);

  // The window stays responsive during training.
  await page.getByRole('textbox', { name: 'Search nodes' }).fill('head');
  await expect(page.getByRole('button', { name: 'Add AVST QA head' })).toBeVisible({ timeout: 1000 });

  await studio.button('Pause').click();
  await expect(state).toHaveText('Paused');
  const facts = page.getByTestId('run-facts');
  const stepNow = async () => Number(/step (\d+) of/.exec((await facts.textContent()) ?? '')?.[1]);
  const paused = await stepNow();
  await studio.button('Gallery').click();
  await page.getByRole('button', { name: 'Close' }).click();
  expect(await stepNow()).toBeLessThanOrEqual(paused + 1);
  await studio.button('Continue').click();
  await expect.poll(stepNow).toBeGreaterThan(paused + 1);

  await studio.button('Stop').click();
  await expect(state).toHaveText('Stopped');
  const table = page.getByTestId('accuracy-table');
  await expect(table.getByRole('row', { name: /Overall/ })).toContainText(/\d+\.\d.*\d+\.\d.*\d+\.\d/);
  await expect(page.getByText(/Always the most frequent answer: \d/)).toBeVisible();
  await expect(studio.button('Train')).toBeVisible();
});

test('a reopened window finds the run, its curve and the queue', async ({ studio, page }) => {
  await studio.open('endless.json', endless);
  await studio.button('Train').click();
  await expect.poll(() => studio.lossPoints()).toBeGreaterThan(2);
  const before = await studio.lossPoints();
  await studio.button('Queue').click();
  const waiting = page.getByRole('button', { name: '1 waiting' });
  await expect(waiting).toBeVisible();
  await page.reload();
  await expect.poll(() => studio.lossPoints()).toBeGreaterThanOrEqual(before);
  await expect(page.getByTestId('run-state')).toHaveText('Training');
  await waiting.click();
  await page.getByRole('button', { name: /^Remove .* from the queue$/ }).click();
  await expect(waiting).toHaveCount(0);
  await studio.button('Stop').click();
  await expect(page.getByTestId('run-state')).toHaveText('Stopped');
});

test('a graph that the data refuse is reported on the node', async ({ studio }) => {
  await studio.preset(/MUSIC-AVQA: question only/);
  await studio.button('Train').click();
  await expect(studio.problems('dataset')).toContainText('annotations');
});
