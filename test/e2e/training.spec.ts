import { formatDocument } from '../../graph-nodes/graph/document';
import { tinyPipeline } from '../fixtures/graphs';
import { expect, test } from './studio';

/** Small scenes, and more epochs than the test needs. */
const endless = formatDocument(
  tinyPipeline({ dataset: { scenes: 60, visualWidth: 8, seconds: 3 }, trainer: { epochs: 9999, batchSize: 16 } }),
);

test('training draws a growing curve, pauses, resumes, and stops with its accuracy', async ({ studio, page }) => {
  await studio.open('endless.json', endless);
  /** Left edges of buttons, which stay in place when the run changes its state. */
  const lefts = (...names: string[]) =>
    Promise.all(names.map(async (name) => Math.round((await studio.button(name).boundingBox())?.x ?? NaN)));
  const tools = ['New graph', 'Experiments', 'View'];
  const before = await lefts(...tools);
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

  const during = await lefts('Pause', 'Stop');
  await studio.button('Pause').click();
  await expect(state).toHaveText('Paused');
  expect([await lefts(...tools), await lefts('Continue', 'Stop')]).toEqual([before, during]);
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
  expect(await lefts(...tools)).toEqual(before);
});

test('a reopened window finds the run, its curve and the queue, which has an order and names settings', async ({
  studio,
  page,
}) => {
  const state = page.getByTestId('run-state');
  await studio.open('endless.json', endless);
  await studio.button('Train').click();
  await expect.poll(() => studio.lossPoints()).toBeGreaterThan(1);
  await studio.button('Stop').click();
  await expect(state).toHaveText('Stopped');
  await studio.button('Train').click();
  await expect(state).toHaveText('Training');
  await expect.poll(() => studio.lossPoints()).toBeGreaterThan(2);
  const before = await studio.lossPoints();

  // Behind the current run: the stopped one, and another graph.
  await page.keyboard.press('Shift+E');
  await page.getByRole('button', { name: 'Resume tiny-pipeline-seed1-1' }).click();
  await page.keyboard.press('Escape');
  const other = { ...tinyPipeline({ trainer: { epochs: 5, seed: 7 } }), title: 'Other' };
  await studio.open('other.json', formatDocument(other));
  await studio.button('Queue').click();
  const waiting = page.getByRole('button', { name: '2 waiting' });
  await expect(waiting).toBeVisible();
  await page.reload();
  await expect.poll(() => studio.lossPoints()).toBeGreaterThanOrEqual(before);
  await expect(state).toHaveText('Training');
  await waiting.click();
  const entries = page.locator('.queue-entry');
  const resumed = /^Tiny pipeline\s*resumes a run · seed 1 · 9999 epochs/;
  await expect(entries).toHaveText([resumed, /^Other\s*seed 7 · 5 epochs · auto$/]);
  await page.getByRole('button', { name: 'Train Other earlier' }).click();
  await expect(entries).toHaveText([/^Other/, resumed]);
  await page.reload();
  await waiting.click();
  await expect(entries).toHaveText([/^Other/, resumed]);
  for (const name of ['Other', 'Tiny pipeline']) {
    await page.getByRole('button', { name: `Remove ${name} from the queue` }).click();
  }
  await expect(page.getByRole('button', { name: /waiting$/ })).toHaveCount(0);
  await studio.button('Stop').click();
  await expect(state).toHaveText('Stopped');
});

test('the panel and the status bar name the phase of a start, which can be cancelled', async ({ studio, page }) => {
  await studio.open('large.json', formatDocument(tinyPipeline({ dataset: { scenes: 8000 } })));
  await studio.button('Train').click();
  const phase = page.getByTestId('run-start');
  await expect(phase).toHaveText('Reading the data');
  await expect(page.getByTestId('status-start')).toHaveText(/^Reading the data · \d+ s$/);
  await studio.button('Cancel').click();
  await expect(phase).toHaveText('The start is cancelled when this phase ends');
  await expect(phase).toHaveCount(0);
  await expect(page.getByTestId('run-state')).toHaveCount(0);
  await expect(studio.button('Train')).toHaveAttribute('aria-disabled', 'false');
});

test('a graph that the data refuse is reported on the node', async ({ studio }) => {
  await studio.preset(/MUSIC-AVQA: question only/);
  await studio.button('Train').click();
  await expect(studio.problems('dataset')).toContainText('annotations');
});
