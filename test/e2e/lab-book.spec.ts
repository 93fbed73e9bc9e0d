import { readdir } from 'node:fs/promises';
import { formatDocument } from '../../graph-nodes/graph/document';
import { tinyPipeline } from '../fixtures/graphs';
import { violations } from './axe';
import { expect, test } from './studio';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

test('the list of runs has settings, rename, open with results, delete and undo', async ({ studio, page }) => {
  const list = page.getByRole('table', { name: 'Runs' });
  const row = (run: string) => list.getByRole('row').filter({ hasText: run });
  const act = async (run: string, action: string) => {
    await page.getByRole('button', { name: `Actions on ${run}` }).click();
    await page.getByRole('menuitem', { name: action }).click();
  };
  for (const [index, slots] of [5, 9].entries()) {
    const graph = tinyPipeline({ rmm: { slots }, dataset: { scenes: 40 } });
    await studio.open(`slots-${slots}.json`, formatDocument({ ...graph, title: 'Tiny' }));
    await studio.button('Train').click();
    await expect(page.locator('.run-title')).toHaveAttribute('title', `tiny-seed1-${index + 1}`);
    await expect(page.getByTestId('run-state')).toHaveText('Finished', { timeout: 60_000 });
  }
  await page.keyboard.press('Shift+E');
  await expect(list.getByRole('columnheader', { name: 'rmm.slots' })).toBeVisible();
  await expect(row('tiny-seed1-1')).toContainText(/20\d\d-\d\d-\d\d \d\d:\d\d/);
  await expect(row('tiny-seed1-1')).toContainText('Finished');
  await expect(row('tiny-seed1-1').getByRole('cell', { name: /^\d+ s$/ })).toBeVisible();
  // For each scenario, with the difference from the most frequent answers.
  await expect(row('tiny-seed1-1').getByRole('cell', { name: /^\d+\.\d [+−±]\d+\.\d/ })).toHaveCount(3);
  await expect(row('tiny-seed1-1').getByRole('cell', { name: '5', exact: true })).toBeVisible();
  await expect(row('tiny-seed1-2').getByRole('cell', { name: '9', exact: true })).toBeVisible();

  await act('tiny-seed1-1', 'Rename, tag or annotate');
  await page.getByRole('textbox', { name: 'Title', exact: true }).fill('Few slots');
  await page.getByRole('textbox', { name: 'Notes', exact: true }).fill('Starts well, then stalls.');
  await expect(row('tiny-seed1-1')).toContainText('Few slots');
  await expect(page.getByText(`${studio.runs}/tiny-seed1-1`)).toBeVisible();
  expect(await violations(page)).toEqual([]);

  await act('tiny-seed1-1', 'Delete');
  await expect(page.getByText('“Few slots” was deleted.')).toBeVisible();
  await expect(list.getByRole('rowheader')).toHaveCount(1);
  expect((await readdir(studio.runs)).sort()).toEqual(['.trash', 'tiny-seed1-2']);
  await page.getByRole('tabpanel').getByRole('button', { name: 'Undo' }).click();
  await expect(row('tiny-seed1-1')).toContainText('Few slots');
  await act('tiny-seed1-2', 'Delete');
  await studio.button('Trash (1)').click();
  await studio.button('Restore tiny-seed1-2').click();
  await expect(list.getByRole('rowheader')).toHaveCount(2);
  expect(await readdir(`${studio.runs}/.trash`)).toEqual([]);

  const accuracy = await row('tiny-seed1-1').getByRole('cell').nth(5).innerText();
  await act('tiny-seed1-1', 'Open its graph with the results');
  await expect(list).toBeHidden();
  await expect(page.locator('.run-title')).toHaveAttribute('title', 'tiny-seed1-1');
  await expect(page.getByTestId('run-state')).toHaveText('Finished');
  await expect(studio.node('head')).toContainText(accuracy.split(' ')[0] ?? 'no accuracy');
  // The graph of the other run still shows its own.
  await page.locator('.tab-name').nth(1).click();
  await expect(page.locator('.run-title')).toHaveAttribute('title', 'tiny-seed1-2');
});
