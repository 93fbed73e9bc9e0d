import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { formatDocument } from '../../graph-nodes/graph/document';
import { tinyPipeline } from '../fixtures/graphs';
import { expect, test } from './studio';

const small = (title: string, epochs: number) =>
  formatDocument({
    ...tinyPipeline({ dataset: { scenes: 60, visualWidth: 8, seconds: 3 }, trainer: { epochs, batchSize: 16 } }),
    title,
  });

test('runs are queued, and the predictions are shown as a matrix and as examples', async ({ studio, page }) => {
  await studio.open('first.json', small('First', 2));
  await studio.button('Train').click();
  await studio.open('second.json', small('Second', 2));
  await studio.button('Queue').or(studio.button('Train')).click();
  const state = page.getByTestId('run-state');
  await expect(page.locator('.run-title')).toHaveText('Second');
  await expect(page).toHaveTitle(/^\d+ % – Second|^Second/);
  await expect(state).toHaveText('Finished');

  // The heat map: three scenarios by question type, with numbers.
  await page.getByLabel('Accuracy of each question type').click({ force: true });
  await expect(page.getByTestId('accuracy-table').getByRole('row')).toHaveCount(14);
  // At a small zoom the nodes omit their small print; zoom in.
  await studio.node('head').locator('.node-title').click();
  await page.keyboard.press('z');
  await expect(studio.node('head').getByRole('img', { name: /Validation accuracy/ })).toBeVisible();
  await expect(studio.node('rmm')).toContainText(/\d+ % of the loss/);
  await expect(page.getByTestId('hardware')).toContainText(/backend.*(onnx|tensorflow|wasm|cpu) – /);
  await expect(page.getByTestId('hardware')).toContainText(/engine\d.*MiB/);

  await page.getByRole('tab', { name: 'Confusion' }).click();
  const matrix = page.getByTestId('confusion');
  await expect(matrix.getByRole('cell').first()).toBeVisible();
  const counted = await matrix
    .locator('td')
    .evaluateAll((cells) => cells.reduce((sum, cell) => sum + Number(cell.textContent), 0));
  expect(counted).toBeGreaterThan(10);
  await page.getByText('audio missing', { exact: true }).last().click();
  await page.getByRole('tab', { name: 'Examples' }).click();
  const example = page.getByTestId('examples').getByRole('row').nth(1);
  await expect(example).toContainText(/scene-\d+.*(indoor|outdoor)/);
  await expect(example.getByRole('img', { name: /right:|wrong:/ })).toHaveCount(3);
});

test('curves are smoothed, zoomed, drawn over time and over one another, and saved', async ({ studio, page }) => {
  for (const title of ['First', 'Second']) {
    await studio.open(`${title}.json`, small(title, 2));
    await studio.button('Train').click();
    await expect(page.locator('.run-title')).toHaveText(title);
    await expect(page.getByTestId('run-state')).toHaveText('Finished');
  }
  const chart = studio.lossChart();
  const curve = chart.locator('.recharts-line-curve').first();
  const measured = await curve.getAttribute('d');
  await studio.button('Curve settings').click();
  const slider = page.getByRole('slider', { name: 'Smoothing' });
  await slider.focus();
  for (let press = 0; press < 5; press += 1) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('End');
  await expect.poll(() => curve.getAttribute('d')).not.toBe(measured);
  await page.getByText('Wall time').click();
  await expect(chart).toContainText(/\d s/);
  await page.getByText('Steps', { exact: true }).click();
  await page
    .getByRole('textbox', { name: /Other runs/ })
    .or(page.getByRole('combobox', { name: /Other runs/ }))
    .click();
  await page.getByRole('option', { name: /first/ }).click();
  await expect(page.getByRole('group', { name: 'Curves' })).toContainText(/first-seed/);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  // The settings cover the chart until they are closed.
  await expect(slider).toBeHidden();

  const box = await chart.boundingBox();
  if (!box) throw new Error('no chart');
  const whole = Number(await chart.getAttribute('data-drawn'));
  await page.mouse.move(box.x + box.width * 0.4, box.y + box.height / 2);
  await expect(chart.locator('.recharts-tooltip-wrapper')).toContainText(/step \d+/);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.7, box.y + box.height / 2);
  await page.mouse.up();
  await expect.poll(async () => Number(await chart.getAttribute('data-drawn'))).toBeLessThan(whole);
  await studio.button('Whole run').click();
  await expect(chart).toHaveAttribute('data-drawn', String(whole));

  const saved = async (name: string) => {
    await studio.button('Save the curves').click();
    const download = page.waitForEvent('download');
    await page.getByRole('menuitem', { name }).click();
    return readFile(await (await download).path());
  };
  expect((await saved('As CSV table')).toString()).toMatch(/^step,epoch,seconds,total,qa.*\n\d+,0,\d/);
  expect((await saved('As SVG drawing')).toString()).toMatch(/^<svg[^]*stroke:/);
  expect((await saved('As PNG picture')).subarray(1, 4).toString()).toBe('PNG');
});

test('the nodes show the figures of a run on the graph that it trains, and on no other', async ({ studio, page }) => {
  const share = studio.node('rmm').getByText(/\d+ % of the loss/);
  const accuracy = studio.node('head').locator('.node-run');
  await studio.open('first.json', small('First', 2));
  await studio.button('Train').click();
  await expect(page.getByTestId('run-state')).toHaveText('Finished');
  await expect(share).toHaveCount(1);
  await expect(accuracy).toHaveCount(1);
  // The button of the insides leaves space for the titles.
  await page.keyboard.press('1');
  await expect(studio.node('question').locator('.node-look')).toBeVisible();
  const cut = await page
    .locator('.node-title')
    .evaluateAll((titles) =>
      titles.flatMap((title) =>
        title.scrollHeight > title.clientHeight + 1 || title.scrollWidth > title.clientWidth ? title.textContent : [],
      ),
    );
  expect(cut).toEqual([]);

  // The same nodes and kinds, trained for longer: not the graph of the run.
  await studio.open('second.json', small('Second', 3));
  await expect(page.locator('.tab-name')).toHaveText(['First', 'Second']);
  await expect(studio.node('rmm')).toBeVisible();
  await expect(share).toHaveCount(0);
  await expect(accuracy).toHaveCount(0);
  await studio.button('First').click();
  await expect(share).toHaveCount(1);

  // A change for the next run keeps the figures of this one, and a reloaded window finds them.
  await studio.node('audio').locator('.node-title').click();
  await page.keyboard.press('h');
  await expect(share).toHaveCount(1);
  await page.keyboard.press('Control+z');
  await page.reload();
  await expect(studio.node('rmm')).toBeVisible();
  await expect(share).toHaveCount(1);
});

test('nodes show slots, denoising error and times of a run, which are stale after a change and not copied', async ({
  studio,
  page,
}) => {
  await studio.open('first.json', small('First', 3));
  await studio.button('Train').click();
  await expect(page.getByTestId('run-state')).toHaveText('Finished');
  await studio.node('rmm').locator('.node-title').click();
  await page.keyboard.press('z');
  const slots = studio.node('rmm').getByRole('img', { name: /^Slots that recall the (sound|picture).*after epoch 3$/ });
  await expect(slots).toHaveCount(2);
  // Eight questions by five slots; each question has a slot that it uses most.
  await expect(slots.first()).toHaveAttribute('viewBox', '0 0 5 8');
  expect(await slots.first().locator('path').first().getAttribute('d')).toMatch(/M\d \dh1v1h-1z/);
  await expect(studio.node('rmm')).toContainText(/≈ \d+(\.\d+)? ms\/step/);
  await expect(studio.node('rmm').getByTitle(/Estimated time/)).toBeVisible();
  await studio.node('avr').locator('.node-title').click();
  await page.keyboard.press('z');
  const error = studio.node('avr').getByRole('img', { name: /^Error of the denoiser over its steps.*after epoch 3$/ });
  await expect(error).toBeVisible();
  expect((await error.locator('polyline').getAttribute('points'))?.split(' ')).toHaveLength(2);

  // Each accuracy has its name.
  await expect(studio.node('head').locator('.node-run')).toContainText('validation videos, epoch 3');
  const accuracy = page.getByRole('region', { name: /Accuracy/ });
  await expect(accuracy.getByText(/^\d+ questions on held-out videos$/)).toBeVisible();
  await expect(accuracy.getByText(/ · validation$/)).toBeVisible();

  await page.keyboard.press('Control+c');
  await page.keyboard.press('Control+v');
  await expect(studio.node('avr-2')).toBeVisible();
  await expect(studio.node('avr-2').locator('.node-run, .node-share')).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await studio.node('avr').locator('.node-title').click();
  const figures = page.locator('.node-run, .node-share');
  const count = await figures.count();
  expect(count).toBeGreaterThan(5);
  await expect(page.locator('[data-stale]')).toHaveCount(0);
  await page.getByRole('textbox', { name: 'Denoiser width' }).fill('6');
  await page.keyboard.press('Enter');
  const stale = page.locator(':is(.node-run, .node-share)[data-stale][title^="The graph has changed since this run"]');
  await expect(stale).toHaveCount(count);
  await expect(stale.locator('svg').first()).toHaveCSS('filter', 'grayscale(1)');
});

test.describe('on a machine with a GPU', () => {
  // A replacement of the driver's program with a given output.
  const programs = mkdtempSync(path.join(os.tmpdir(), 'studio-gpu-'));
  const program = path.join(programs, 'nvidia-smi');
  writeFileSync(program, '#!/bin/sh\necho "NVIDIA RTX A4000, 2048, 16376, 42"\n');
  chmodSync(program, 0o755);
  test.use({ environment: { PATH: `${programs}${path.delimiter}${process.env['PATH'] ?? ''}` } });
  test.skip(process.platform === 'win32', 'The program is a shell script.');

  test('the hardware strip names it, with its memory and utilisation', async ({ studio, page }) => {
    await studio.open('first.json', small('First', 1));
    await studio.button('Train').click();
    await expect(page.getByTestId('hardware')).toContainText('GPUNVIDIA RTX A4000, 2.0 GiB of 16.0 GiB, 42 %');
  });
});
