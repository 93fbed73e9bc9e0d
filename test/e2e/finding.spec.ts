import { formatDocument } from '../../graph-nodes/graph/document';
import { tinyPipeline } from '../fixtures/graphs';
import { expect, test } from './studio';

test('the command palette controls a run, opens runs, presets and studies, and sets theme, backend and language', async ({
  studio,
  page,
}) => {
  const choose = async (query: string) => {
    await page.keyboard.press('Control+k');
    await page.keyboard.type(query);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog', { name: 'Search commands' })).toHaveCount(0);
  };
  await choose('open preset orchestra retrieval');
  await expect(page.getByRole('textbox', { name: 'Title of the graph' })).toHaveValue('Orchestra: retrieval');
  await choose('light or dark: dark');
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
  await choose('add node: avr');
  await expect(studio.node('avr-diffusion')).toBeVisible();
  await choose('open study: orchestra ablation');
  await expect(page.getByRole('textbox', { name: 'Name of the study' })).toHaveValue('Orchestra ablation');
  await page.keyboard.press('Escape');

  await choose('backend: onnx');
  await expect(page.getByRole('button', { name: /^Backend: onnx/ })).toBeVisible();
  const endless = tinyPipeline({ trainer: { epochs: 9999 } });
  await studio.open('endless.json', formatDocument({ ...endless, title: 'Endless' }));
  await choose('train this graph');
  const state = page.getByTestId('run-state');
  await expect(state).toHaveText('Training');
  await choose('pause the run');
  await expect(state).toHaveText('Paused');
  await choose('resume the paused run');
  await expect(state).toHaveText('Training');
  await choose('stop the run');
  await expect(state).toHaveText('Stopped');
  await choose('new graph');
  await expect(page.locator('.react-flow__node')).toHaveCount(0);
  await choose('open run: endless');
  await expect(studio.node('rmm')).toBeVisible();
  await choose('language: 한국어');
  await expect(page.locator('html')).toHaveAttribute('lang', 'ko');
});

test('the gallery has groups, starts with lessons and graphs without data, and has a search', async ({
  studio,
  page,
}) => {
  await studio.button('Gallery').click();
  const groups = page.getByRole('dialog').getByRole('region');
  await expect(groups).toHaveCount(4);
  await expect(groups.first()).toContainText('Lessons');
  await expect(groups.nth(1)).toContainText('Orchestra: runs without data files');
  await page.getByRole('textbox', { name: 'Search graphs and studies' }).fill('shaspec');
  await expect(page.getByRole('dialog').getByRole('listitem')).toHaveCount(2);
  await expect(groups.first()).toContainText(/Measured, one thread: \d+ s/);
  await expect(groups.nth(1)).toContainText('Not trained here yet');
});

test('rare parameters of the Trainer are folded, and the fold is stored', async ({ studio, page }) => {
  const choose = () => studio.node('trainer').locator('.node-title').click();
  await choose();
  const optimizer = page.getByRole('group', { name: 'Optimizer' });
  const clipping = optimizer.getByRole('textbox', { name: 'Gradient clipping' });
  await expect(clipping).toHaveCount(0);
  await optimizer.getByRole('button', { name: 'More (3)' }).click();
  await clipping.fill('5');
  await page.keyboard.press('Enter');
  await optimizer.getByRole('button', { name: /^More/ }).click();
  await expect(optimizer.getByRole('button', { name: 'More (3), changed: Gradient clipping' })).toBeVisible();
  await optimizer.getByRole('button', { name: /^More/ }).click();
  await page.reload();
  await page.locator('.react-flow__node').first().waitFor();
  await choose();
  await expect(clipping).toBeVisible();
});
