import type { Page } from '@playwright/test';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { formatDocument } from '../../graph-nodes/graph/document';
import { parseStudy } from '../../graph-nodes/study/document';
import { tinyPipeline } from '../fixtures/graphs';
import { violations } from './axe';
import { expect, test } from './studio';

async function downloaded(page: Page, press: () => Promise<void>): Promise<{ name: string; bytes: Buffer }> {
  const download = page.waitForEvent('download');
  await press();
  const file = await download;
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}

/** A run as a zip, with accuracies that equal that of the most frequent answer of each type. */
function asTrivial(zip: Uint8Array): Uint8Array {
  const files = unzipSync(zip);
  const [name, bytes] = Object.entries(files).find(([file]) => file.endsWith('/run.json')) ?? [];
  if (name === undefined) throw new Error('The zip has no run.json.');
  const run = JSON.parse(new TextDecoder().decode(bytes)) as {
    result: { accuracy: Record<string, { overall: number }>; baseline: { mostFrequentPerType: number } };
  };
  const { accuracy, baseline } = run.result;
  for (const scenario of Object.values(accuracy)) scenario.overall = baseline.mostFrequentPerType;
  return zipSync({ ...files, [name]: strToU8(JSON.stringify(run)) });
}

/** Long enough to learn, so that there is a best row. */
const tiny = {
  ...tinyPipeline({ dataset: { scenes: 60 }, trainer: { epochs: 6, learningRate: 0.01 } }),
  title: 'Tiny',
};

test.use({ contextOptions: { reducedMotion: 'reduce' } });

test('a study is created from the open graph, run, tabulated, and two of its runs compared', async ({
  studio,
  page,
}, info) => {
  test.setTimeout(3 * info.timeout);
  await studio.open('tiny.json', formatDocument(tiny));
  await studio.button('Experiments').click();
  await expect(page.getByText('There are no runs yet.')).toBeVisible();

  await page.getByRole('tab', { name: 'Study' }).click();
  const plan = page.getByTestId('study-plan');
  await expect(plan).toContainText('3 runs');
  await page.getByRole('checkbox', { name: /\(avr\)/ }).check();
  await page.getByRole('textbox', { name: 'Number of seeds' }).fill('2');
  await expect(plan).toContainText('4 runs');
  await expect(plan).toContainText('no time estimate yet');
  await studio.button('Estimate the time').click();
  await expect(plan).toContainText(/about \d+ (s|min)/, { timeout: 60_000 });
  const rates = page.getByRole('textbox', { name: /Missing rates/ });
  await rates.fill('2');
  await expect(page.getByText('Expected a rate from 0 to 1, found “2”.')).toBeVisible();
  // The form keeps its content while the window of experiments is closed.
  const atATime = page.getByRole('textbox', { name: 'Runs at a time' });
  await atATime.fill('2');
  await page.keyboard.press('Escape');
  await expect(plan).toBeHidden();
  await page.keyboard.press('Shift+E');
  await expect(rates).toHaveValue('2');
  await expect(atATime).toHaveValue('2');
  await expect(studio.button('Start')).toBeDisabled();
  await rates.fill('');
  await studio.button('Add a parameter').click();
  const values = page.getByRole('textbox', { name: 'Values' });
  await expect(page.getByText('Enter at least one value.')).toBeVisible();
  await values.fill('60, 80, 90');
  await expect(plan).toContainText('12 runs');
  await page.getByRole('button', { name: /^Remove \S+\.\S+$/ }).click();
  await expect(plan).toContainText('4 runs');
  expect(await violations(page)).toEqual([]);

  await studio.button('Start').click();
  const card = page.getByRole('article', { name: 'Tiny' });
  await expect(card).toContainText('Running');
  await expect(page.locator('.status-bar')).toContainText(/Study: \d of 4 runs/);
  const runs = card.getByRole('table', { name: 'Runs of Tiny' });
  await expect(runs.getByRole('row')).toHaveCount(5);
  await expect(runs).toContainText(/Running|Done/);
  await expect(card).toContainText(/[1-4] of 4 done/, { timeout: 120_000 });
  await expect(card).toContainText('Finished', { timeout: 120_000 });
  await expect(card).toContainText('4 of 4 done');
  await expect(plan).toContainText('all finished');

  await studio.button('Table of Tiny').click();
  const table = page.getByTestId('result-table');
  await expect(table.getByRole('row', { name: /^without AVR diffusion/ })).toContainText(/\d+\.\d ± \d+\.\d/);
  const best = await table.locator('strong').allInnerTexts();
  expect(best.length).toBeGreaterThan(0);
  expect(best.length).toBeLessThan(await table.getByRole('button').count());
  expect(best.every((figure) => /^\d+\.\d$/.test(figure))).toBe(true);
  expect(await violations(page)).toEqual([]);
  await expect(page.getByText(/^Rows are compared with “Tiny”/)).toBeVisible();
  const saving = page.getByRole('group', { name: 'Save the table as' });
  const csv = await downloaded(page, () => saving.getByRole('button', { name: 'CSV' }).click());
  expect(csv.name).toBe('tiny.csv');
  expect(csv.bytes.toString()).toContain('without AVR diffusion');
  const latex = await downloaded(page, () => saving.getByRole('button', { name: 'LaTeX' }).click());
  expect(latex.bytes.toString()).toContain('\\toprule');
  const png = await downloaded(page, () => saving.getByRole('button', { name: 'PNG' }).click());
  expect(png.bytes.subarray(1, 4).toString()).toBe('PNG');

  await page.getByRole('tab', { name: 'Curves' }).click();
  await expect(page.getByRole('img', { name: /^Validation accuracy, %: complete: Tiny \(n = 2\)/ })).toBeVisible();
  await page.getByRole('combobox', { name: 'Quantity' }).click();
  await page.getByRole('option', { name: 'Total loss' }).click();
  await expect(page.getByText(/^A total loss is the sum of the terms of its graph/)).toBeVisible();
  const means = page.getByRole('img', { name: 'Total loss: Tiny (n = 2), without AVR diffusion (n = 2)' });
  await expect(means.locator('path.recharts-line-curve')).toHaveCount(2);
  await expect(means.locator('.curve-band path.recharts-area-area')).toHaveCount(2);
  expect(await violations(page)).toEqual([]);
  await page.getByRole('combobox', { name: 'Quantity' }).click();
  await page.getByRole('option', { name: 'Validation accuracy, %: audio missing' }).click();
  await expect(page.getByRole('img', { name: /^Validation accuracy, %: audio missing: Tiny/ })).toBeVisible();
  await page.getByRole('switch', { name: /Mean over seeds/ }).press('Space');
  const singles = page.getByRole('img', { name: /: Tiny, seed 1, Tiny, seed 2, without AVR diffusion, seed 1, / });
  await expect(singles.locator('path.recharts-line-curve')).toHaveCount(4);
  await expect(singles.locator('.curve-band')).toHaveCount(0);

  await page.getByRole('tab', { name: 'Parallel coordinates' }).click();
  const lines = page.getByRole('group', { name: /^4 runs as lines over row, complete/ });
  await expect(lines.locator('polyline')).toHaveCount(4);
  await studio.button('without AVR diffusion').click();
  await expect(lines.locator('[data-faint]')).toHaveCount(2);
  await studio.button('without AVR diffusion').click();
  // A range over the upper half of the rows keeps the runs of one row.
  const axis = await lines.getByRole('button', { name: /^Ranges on row/ }).boundingBox();
  if (!axis) throw new Error('The axis is not drawn.');
  const [x, top] = [axis.x + axis.width / 2, axis.y + 2];
  await page.mouse.move(x, top);
  await page.mouse.down();
  await page.mouse.move(x, top + axis.height / 2, { steps: 4 });
  await page.mouse.up();
  await expect(page.getByText('2 of 4 runs are in the ranges')).toBeVisible();
  await expect(lines.locator('[data-faint]')).toHaveCount(2);
  const drawing = await downloaded(page, () => studio.button('As SVG drawing').click());
  expect(drawing.bytes.toString().match(/<polyline/g)).toHaveLength(4);
  const coordinates = await downloaded(page, () => studio.button('As PNG picture').click());
  expect(coordinates.bytes.subarray(1, 4).toString()).toBe('PNG');
  expect(await violations(page)).toEqual([]);
  await page.getByRole('tab', { name: 'Table' }).click();

  await table
    .getByRole('row', { name: /^without AVR diffusion/ })
    .getByRole('button')
    .first()
    .click();
  const sources = page.getByRole('region', { name: 'Sources of a figure' });
  await expect(sources).toContainText('mean of 2 runs');
  await expect(sources.getByRole('listitem')).toHaveCount(2);
  await studio.button('Select these runs in the list').click();

  const list = page.getByRole('table', { name: 'Runs' });
  await expect(list.getByRole('checkbox', { checked: true })).toHaveCount(2);
  await page.getByRole('button', { name: /2 chosen/ }).click();
  const filter = page.getByRole('textbox', { name: /Filter/ });
  await filter.fill('without');
  await expect(list.getByRole('rowheader')).toHaveCount(2);
  await filter.fill('');
  await page.getByRole('combobox', { name: 'Grouping' }).click();
  await page.getByRole('option', { name: 'Grouped by title' }).click();
  await expect(list.getByRole('rowheader', { name: 'without AVR diffusion (2)' })).toBeVisible();
  const seed = list.getByRole('button', { name: 'Seed', exact: true });
  await seed.click();
  await expect(list.getByRole('columnheader', { name: 'Seed' })).toHaveAttribute('aria-sort', 'ascending');
  await page.getByRole('checkbox', { name: /tiny-seed1/ }).check();
  await page.getByRole('checkbox', { name: /without-avr-diffusion-seed1/ }).check();
  expect(await violations(page)).toEqual([]);

  await studio.button('Compare').click();
  await expect(page.getByRole('region', { name: 'Pairs of runs' })).toContainText('2 seeds are paired: 1, 2.');
  await expect(page.getByRole('table', { name: 'Settings that differ' })).toContainText('avr');
  const accuracies = page.getByRole('table', { name: 'Accuracy, %' });
  await expect(accuracies.getByRole('row', { name: /^Overall/ })).toContainText(
    /\d+\.\d ± \d+\.\d\s*\d+\.\d ± \d+\.\d\s*[+−]?\d+\.\d \([+−]?\d+\.\d … [+−]?\d+\.\d\)\s*(0\.\d{3}|1\.000|< 0\.001)/,
  );
  await expect(
    page
      .getByRole('region', { name: /^Assumptions/ })
      .getByRole('listitem')
      .first(),
  ).toContainText(/\w/);
  expect(await violations(page)).toEqual([]);

  // Runs of different seeds, whose build and data files differ too.
  const folder = path.join(studio.runs, 'studies', 'tiny', 'runs');
  for (const name of (await readdir(folder)).filter((each) => each.startsWith('without-avr-diffusion'))) {
    const file = path.join(folder, name, 'run.json');
    const state = JSON.parse(await readFile(file, 'utf8')) as { origin: object };
    const origin = { ...state.origin, builds: ['0.0.9'], files: 'f'.repeat(64) };
    await writeFile(file, JSON.stringify({ ...state, origin }));
  }
  await studio.button('Back to the runs').click();
  await page.getByRole('checkbox', { name: /without-avr-diffusion-seed1/ }).uncheck();
  await page.getByRole('checkbox', { name: /without-avr-diffusion-seed2/ }).check();
  await studio.button('Compare').click();
  const pairs = page.getByRole('region', { name: 'Pairs of runs' });
  await expect(pairs).toContainText('2 seeds are paired: 1, 2.');
  await expect(pairs).toContainText(
    'The seeds of the two chosen runs are mixed (1 and 2), so all seeds of both settings are compared.',
  );
  const settings = page.getByRole('table', { name: 'Settings that differ' });
  for (const name of ['avr', 'build', 'files of the data'])
    await expect(settings.getByRole('rowheader', { name })).toBeVisible();
  await page.getByRole('switch', { name: 'Compare only these two runs' }).check();
  await expect(pairs).toContainText('Seeds are mixed: A has seed 1 and B has seed 2');
  await expect(settings.getByRole('row', { name: /^trainer\.seed/ })).toHaveText(/1\s*2$/);
});

test('a study is saved and opened; a run is exported as a zip and imported', async ({ studio, page }) => {
  await studio.open('tiny.json', formatDocument(tiny));
  await studio.button('Train').click();
  await expect(page.getByTestId('run-state')).toHaveText('Finished', { timeout: 60_000 });
  await page.keyboard.press('Shift+E');
  await page.getByRole('checkbox', { name: /tiny/i }).check();
  await studio.button('Export…').click();
  const zip = await downloaded(page, () => page.getByRole('menuitem', { name: 'The run as one zip' }).click());
  // The message covers neither the folder of the run nor its notes.
  const message = page.locator('.toast').filter({ hasText: `Saved ${zip.name}.` });
  const bottom = await message.boundingBox().then((box) => box && box.y + box.height);
  expect(bottom).toBeLessThan((await page.getByRole('tabpanel', { name: 'Runs' }).boundingBox())?.y ?? 0);
  const chooser = page.waitForEvent('filechooser');
  await studio.button('Import a zip').click();
  const trivial = Buffer.from(asTrivial(zip.bytes));
  await (await chooser).setFiles({ name: 'tiny.zip', mimeType: 'application/zip', buffer: trivial });
  await expect(page.getByText(/^Imported as /)).toBeVisible();
  const list = page.getByRole('table', { name: 'Runs' });
  await expect(list.getByRole('rowheader')).toHaveCount(2);
  // The accuracies of the imported run are not above the trivial answer, in the list and in the panel.
  const marks = { name: 'Not above the most frequent answer of each question type' };
  await expect(list.getByRole('row').filter({ hasText: 'tiny-seed1-1-2' }).getByRole('img', marks)).toHaveCount(3);
  await page.getByRole('button', { name: 'Actions on tiny-seed1-1-2' }).click();
  await page.getByRole('menuitem', { name: 'Open its graph with the results' }).click();
  await expect(page.locator('.run-title')).toHaveAttribute('title', 'tiny-seed1-1-2');
  const overall = page.getByTestId('accuracy-table').getByRole('row', { name: /^Overall/ });
  await expect(overall.getByRole('img', marks)).toHaveCount(3);
  await page.keyboard.press('Shift+E');

  await page.getByRole('tab', { name: 'Study' }).click();
  await page.getByRole('checkbox', { name: /\(avr\)/ }).check();
  const saved = await downloaded(page, () => studio.button('Save the study…').click());
  const study = parseStudy(saved.bytes.toString());
  expect(study).toMatchObject({ title: 'Tiny', ablation: { nodes: ['avr'] }, seeds: [1, 2, 3] });
  const opening = page.waitForEvent('filechooser');
  await studio.button('Open a study…').click();
  const rows = [
    { name: 'base', bypass: ['rmm'] },
    { name: 'after', startFrom: 'base', freeze: ['audio'] },
  ];
  const other = JSON.stringify({ ...study, title: 'Other', rows, seeds: [1] });
  await (await opening).setFiles({ name: 'other.json', mimeType: 'application/json', buffer: Buffer.from(other) });
  await expect(page.getByRole('textbox', { name: 'Name of the study' })).toHaveValue('Other');
  const after = page.getByRole('group', { name: 'after' });
  await expect(after.getByRole('combobox', { name: 'Starts from' })).toHaveValue('base');
  await expect(page.getByTestId('study-plan')).toContainText('3 runs');
  // Estimated from the run above.
  await expect(page.getByTestId('study-plan')).toContainText(/about \d+ (s|min)/);
  await expect(studio.button('Estimate the time')).toBeDisabled();
});

test('curves leave out a stopped run beside a finished one; tags and notes are written, grouped by and imported', async ({
  studio,
  page,
}) => {
  const list = page.getByRole('table', { name: 'Runs' });
  for (const [index, slots] of [5, 5, 7].entries()) {
    const count = index + 1;
    await studio.open('tiny.json', formatDocument({ ...tinyPipeline({ rmm: { slots } }), title: 'Tiny' }));
    await studio.button('Train').click();
    await expect(page.getByTestId('run-state')).toHaveText('Finished', { timeout: 60_000 });
    await page.keyboard.press('Shift+E');
    await expect(list.getByRole('rowheader')).toHaveCount(count);
    await page.keyboard.press('Escape');
    await expect(list).toBeHidden();
  }
  // The first of two equal runs becomes one that was stopped after its first step.
  const stopped = path.join(studio.runs, 'tiny-seed1-1');
  const state = JSON.parse(await readFile(path.join(stopped, 'run.json'), 'utf8')) as object;
  await writeFile(path.join(stopped, 'run.json'), JSON.stringify({ ...state, state: 'stopped' }));
  const [firstStep = ''] = (await readFile(path.join(stopped, 'metrics.jsonl'), 'utf8')).split('\n');
  await writeFile(path.join(stopped, 'metrics.jsonl'), `${firstStep}\n`);
  await page.keyboard.press('Shift+E');
  await page.getByRole('tab', { name: 'Curves', exact: true }).click();
  await page.getByRole('combobox', { name: 'Quantity' }).click();
  await page.getByRole('option', { name: 'Total loss' }).click();
  const curves = page.getByRole('img', {
    name: 'Total loss: Tiny (RMM generator slots 7) (n = 1), Tiny (RMM generator slots 5) (n = 1)',
  });
  const lines = curves.locator('path.recharts-line-curve');
  await expect(lines).toHaveCount(2);
  // The only point of the stopped run would be no line.
  for (const line of await lines.all()) expect(await line.getAttribute('d')).toMatch(/[LC]/);
  await expect(
    page.getByText(
      /^Left out: “.*tiny-seed1-1” is not finished, but “.*tiny-seed1-2” with the same graph and seed is\.$/,
    ),
  ).toBeVisible();
  await page.getByRole('tab', { name: 'Runs' }).click();
  const row = (run: string) => list.getByRole('row').filter({ hasText: run });
  await page.getByRole('checkbox', { name: 'Choose tiny-seed1-1' }).check();
  const tags = page.getByRole('combobox', { name: /^Tags/ });
  await tags.fill('talk');
  await tags.press('Enter');
  // The typed text is not lost when another run is selected at once.
  await page.getByRole('textbox', { name: 'Notes', exact: true }).fill('The one for the talk.');
  await page.getByRole('checkbox', { name: 'Choose tiny-seed1-2' }).check();
  await expect(page.getByRole('textbox', { name: 'Notes', exact: true })).toBeHidden();
  await tags.fill('seeds');
  await tags.press('Enter');
  await expect(row('tiny-seed1-1')).toContainText('seeds');
  await expect(row('tiny-seed1-1')).toContainText('talk');
  await expect(row('tiny-seed1-1')).toContainText('The one for the talk.');
  await expect(row('tiny-seed1-2')).toContainText('seeds');
  const file = path.join(studio.runs, 'tiny-seed1-1', 'remarks.json');
  const kept = async () => JSON.parse(await readFile(file, 'utf8').catch(() => '{}')) as unknown;
  await expect.poll(kept).toEqual({ version: 2, title: '', tags: ['talk', 'seeds'], notes: 'The one for the talk.' });

  await page.getByRole('combobox', { name: 'Grouping' }).click();
  await page.getByRole('option', { name: 'Grouped by tag' }).click();
  await expect(list.getByRole('rowheader', { name: 'seeds (2)' })).toBeVisible();
  await expect(list.getByRole('rowheader', { name: 'talk (1)' })).toBeVisible();
  await list.getByRole('button', { name: 'Filter by the tag talk' }).first().click();
  await expect(list.getByRole('row').filter({ hasText: 'tiny-seed1-2' })).toHaveCount(0);
  expect(await violations(page)).toEqual([]);

  await page.getByRole('checkbox', { name: 'Choose tiny-seed1-2' }).waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: /2 chosen/ }).click();
  await page.getByRole('checkbox', { name: 'Choose tiny-seed1-1' }).first().check();
  await studio.button('Export…').click();
  const zip = await downloaded(page, () => page.getByRole('menuitem', { name: 'The run as one zip' }).click());
  const chooser = page.waitForEvent('filechooser');
  await studio.button('Import a zip').click();
  await (await chooser).setFiles({ name: 'tiny.zip', mimeType: 'application/zip', buffer: zip.bytes });
  await expect(row('tiny-seed1-1-2')).toHaveCount(2);
  await expect(row('tiny-seed1-1-2').first()).toContainText('The one for the talk.');
});

test('a run that was stopped is continued, and so is a study, which trains beside the run', async ({
  studio,
  page,
}) => {
  const endless = {
    ...tinyPipeline({ dataset: { scenes: 60 }, trainer: { epochs: 9999, batchSize: 16 } }),
    title: 'Long',
  };
  await studio.open('long.json', formatDocument(endless));
  await studio.button('Train').click();
  await expect.poll(() => studio.lossPoints()).toBeGreaterThan(1);
  await studio.button('Stop').click();
  await expect(page.getByTestId('run-state')).toHaveText('Stopped');
  await page.keyboard.press('Shift+E');
  await page.getByRole('button', { name: /^Resume long/ }).click();
  const list = page.getByRole('table', { name: 'Runs' });
  await expect(list).toContainText('Training');
  await page.getByRole('tab', { name: 'Study' }).click();
  await page.getByRole('textbox', { name: 'Number of seeds' }).fill('1');
  await expect(page.getByText(/^“Long” is training\. A study that starts now trains at the same time/)).toBeVisible();
  await studio.button('Start').click();
  const card = page.getByRole('article', { name: 'Long' });
  await expect(card.getByRole('table')).toContainText('Running', { timeout: 60_000 });
  await page.keyboard.press('Escape');
  const before = await studio.lossPoints();
  await expect.poll(() => studio.lossPoints()).toBeGreaterThan(before);
  await studio.button('Stop').click();
  await expect(page.getByTestId('run-state')).toHaveText('Stopped');
  await studio.button('Train').hover();
  await expect(page.getByRole('tooltip')).toContainText(
    'The study “Long” is running. A run that starts now trains at the same time',
  );

  await page.keyboard.press('Shift+E');
  await studio.button('Stop Long').click();
  await expect(card).toContainText('Unfinished', { timeout: 60_000 });
  await studio.button('Continue Long').click();
  await expect(card.locator('.study-head')).toContainText('Running');
  await studio.button('Stop Long').click();
  await expect(card).toContainText('Unfinished', { timeout: 60_000 });
});
