import { formatDocument, type GraphDocument } from '../../graph-nodes/graph/document';
import { ablations, withParameters } from '../fixtures/graphs';
import { withStages } from '../fixtures/stages';
import { violations } from './axe';
import { expect, test } from './studio';

/** A graph that trains in seconds, with one stage. */
const graph = withStages(
  withParameters(ablations['mean-pool head on both, learned token, linear projection'] as GraphDocument, {
    dataset: { scenes: 12 },
    trainer: { epochs: 2, batchSize: 16 },
  }),
  [{ name: 'backbone', parameters: { audioMissing: 0, visualMissing: 0 }, frozen: [] }],
);

test('a node is frozen by a key, and is still frozen after saving and opening', async ({ studio, page }) => {
  const rmm = studio.node('rmm');
  const mark = rmm.getByRole('img', { name: 'Frozen' });
  await rmm.locator('.node-title').click();
  await page.keyboard.press('t');
  await expect(mark).toBeVisible();
  await expect(page.getByRole('switch', { name: 'Frozen' })).toBeChecked();
  await expect(rmm).toHaveAttribute('aria-label', /frozen/);
  await expect(rmm.locator('.node')).toHaveCSS('outline-style', 'solid');
  await page.keyboard.press('Control+z');
  await expect(mark).toHaveCount(0);
  await page.keyboard.press('Control+y');
  await expect(mark).toBeVisible();

  const text = await studio.save();
  expect((JSON.parse(text) as GraphDocument).nodes.find(({ id }) => id === 'rmm')?.frozen).toBe(true);
  await studio.open('frozen.json', text);
  await expect(mark).toBeVisible();

  // A dataset has no parameters to freeze.
  await studio.node('dataset').locator('.node-title').click();
  await page.keyboard.press('t');
  await expect(page.getByText(/^None of the selected nodes has variables/)).toBeVisible();
  await expect(page.getByRole('switch', { name: 'Frozen' })).toHaveCount(0);
});

test('a stage is added in the form, and both are trained, marked and evaluated', async ({ studio, page }) => {
  await studio.open('stages.json', formatDocument(graph));
  await expect(studio.node('trainer')).toContainText('1 stage');
  await studio.node('trainer').locator('.node-title').click();
  const form = page.getByRole('region', { name: 'Stages' });
  await form.getByRole('button', { name: 'Add a stage' }).click();
  await expect(form.getByRole('textbox', { name: 'Name of the stage' }).last()).toBeFocused();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('repair');
  const stage = form.getByRole('group', { name: 'Stage 2 of 2, repair' });
  await stage.getByRole('combobox', { name: 'Change a parameter' }).fill('scenario: complete');
  await expect(page.getByRole('option', { name: /^Batch size/ })).toHaveCount(0);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await stage.getByRole('textbox', { name: 'Scenario: complete' }).fill('0');
  await stage.getByRole('combobox', { name: 'Frozen nodes' }).click();
  await page.getByRole('option', { name: 'Audio encoder (audio)' }).click();
  await page.keyboard.press('Escape');
  await expect(studio.node('trainer')).toContainText('2 stages');
  expect((await studio.saved()).nodes.find(({ id }) => id === 'trainer')?.stages).toEqual([
    ...(graph.nodes.find(({ id }) => id === 'trainer')?.stages ?? []),
    { name: 'repair', parameters: { complete: 0 }, frozen: ['audio'] },
  ]);
  const leavePointer = async () => {
    await page.mouse.move(5, 5);
    await expect(page.getByRole('tooltip')).toHaveCount(0);
  };
  await leavePointer();
  expect(await violations(page)).toEqual([]);

  await studio.button('Train').click();
  await expect(page.getByTestId('run-state')).toHaveText('Finished', { timeout: 60_000 });
  await expect(page.getByTestId('run-facts')).toContainText('stage 2 of 2, repair');
  await page.getByRole('tab', { name: 'Curves and accuracy' }).click();
  for (const chart of ['Losses', 'Accuracy']) {
    const region = page.getByRole('region', { name: chart, exact: true });
    await expect(region.locator('.chart-mark')).toHaveCount(2);
    for (const label of ['stage 1: backbone', 'stage 2: repair']) await expect(region.getByText(label)).toBeVisible();
  }
  const table = page.getByTestId('accuracy-table');
  for (const name of ['1 · backbone', '2 · repair']) {
    await expect(table.getByRole('row', { name: new RegExp(`^${name}`) })).toContainText(/\d+\.\d.*\d+\.\d.*\d+\.\d/);
  }
  // In a small window the training panel does not make the page wider.
  await page.setViewportSize({ width: 1024, height: 640 });
  expect(await page.evaluate(() => document.querySelector('.top-bar')?.clientWidth)).toBe(1024);
  await leavePointer();
  expect(await violations(page)).toEqual([]);
});
