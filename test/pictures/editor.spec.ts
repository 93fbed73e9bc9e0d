import { readFile } from 'node:fs/promises';
import { formatDocument, readDocument, type GraphDocument } from '../../graph-nodes/graph/document';
import { expect, test, type Studio } from '../e2e/studio';
import { around, closeSides, keep, show, take } from './picture';

/** Pictures of docs/editor.md; those in docs/before show the same states of an earlier build. */
const folder = 'after';

test.use({ contextOptions: { reducedMotion: 'reduce' }, colorScheme: 'light' });

const preset = async (name: string) =>
  readDocument(JSON.parse(await readFile(`presets/${name}.json`, 'utf8')) as unknown);

const short = (document: GraphDocument, changes: Readonly<Record<string, object>>): string => {
  const nodes = document.nodes.map((node) => {
    const parameters: GraphDocument['nodes'][number]['parameters'] = { ...node.parameters, ...changes[node.id] };
    return { ...node, parameters };
  });
  return formatDocument({ ...document, nodes });
};

async function train(studio: Studio): Promise<void> {
  await studio.button('Train').click();
  await expect(studio.page.getByTestId('run-state')).toHaveText('Finished');
}

test('a node dropped on a wire', async ({ studio, page }) => {
  await studio.preset(/^Orchestra: zero fill/);
  const middle = await studio.middleOf(studio.wire('audio/audio', 'head/audio'));
  await page.getByRole('textbox', { name: 'Search nodes' }).fill('rmm');
  await page.getByRole('button', { name: 'Add RMM generator' }).hover();
  await page.mouse.down();
  await page.mouse.move(middle[0] - 20, middle[1], { steps: 6 });
  await page.mouse.move(...middle, { steps: 3 });
  await page.mouse.up();
  await expect(studio.wire('audio/audio', 'rmm-generator/audio')).toHaveCount(1);
  await page.mouse.click(...(await studio.emptyPlace()));
  await closeSides(page);
  await show(studio, ['audio', 'visual', 'question', 'head']);
  const shown = ['audio', 'visual', 'question', 'rmm-generator', 'head'].map((id) => studio.node(id));
  await take(page, `${folder}/insertion`, await around(studio, shown));
});

test('an unconnected output', async ({ studio, page }) => {
  const document = await preset('orchestra-rmm');
  const edges = document.edges.map((edge) =>
    edge.to.node === 'head' && edge.to.socket === 'visual'
      ? { ...edge, from: { node: 'visual', socket: 'visual' } }
      : edge,
  );
  await studio.open('unused.json', formatDocument({ ...document, edges }));
  await closeSides(page);
  await show(studio, ['visual', 'rmm', 'head']);
  // A selected node shows the whole text of its problems.
  await studio.node('rmm').locator('.node-title').click();
  const shown = ['visual', 'rmm', 'head'].map((id) => studio.node(id));
  await take(page, `${folder}/unused-output`, await around(studio, shown, 90));
});

test('figures of a run after an edit', async ({ studio, page }) => {
  const changes = { dataset: { scenes: 300 }, trainer: { epochs: 3, warmUp: 0 } };
  await studio.open('short.json', short(await preset('orchestra-rmm-avr'), changes));
  await train(studio);
  await studio.node('avr').locator('.node-title').click();
  await page.getByRole('textbox', { name: 'Denoiser width' }).fill('64');
  await page.keyboard.press('Enter');
  await page.mouse.click(...(await studio.emptyPlace()));
  await page.keyboard.press('Shift+T');
  await closeSides(page);
  await show(studio, ['avr', 'head', 'trainer']);
  const shown = ['avr', 'head', 'trainer'].map((id) => studio.node(id));
  await take(page, `${folder}/stale`, await around(studio, shown));
});

test('the list of runs', async ({ studio, page }) => {
  const document = await preset('orchestra-rmm');
  for (const [index, slots] of [16, 64, 256].entries()) {
    const changes = { dataset: { scenes: 200 }, trainer: { epochs: 1 }, rmm: { slots } };
    await studio.open(`slots-${slots}.json`, short(document, changes));
    await studio.button('Train').click();
    await expect(page.locator('.run-title')).toHaveAttribute('title', new RegExp(`-${index + 1}$`));
    await expect(page.getByTestId('run-state')).toHaveText('Finished');
  }
  await page.keyboard.press('Shift+E');
  const list = page.getByRole('table', { name: 'Runs' });
  await expect(list.getByRole('columnheader', { name: 'rmm.slots' })).toBeVisible();
  await page.getByRole('button', { name: /^Actions on .*-1$/ }).click();
  await page.getByRole('menuitem', { name: 'Rename, tag or annotate' }).click();
  await page.getByRole('textbox', { name: 'Title', exact: true }).fill('Few slots');
  await page.getByRole('textbox', { name: 'Notes', exact: true }).fill('First try, one epoch.');
  await expect(list).toContainText('Few slots');
  // Without the path of the run below.
  await take(page, `${folder}/runs`, { x: 0, y: 0, width: 1280, height: 678 });
});

test('the exported picture of a graph', async ({ studio, page }) => {
  await studio.open('whole.json', formatDocument(await preset('orchestra-rmm-avr')));
  await studio.button('Share').click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: /PNG/ }).click();
  const png = await readFile(await (await download).path());
  const frame = await page.context().newPage();
  await frame.setContent(`<img alt="" width="1200" src="data:image/png;base64,${png.toString('base64')}">`);
  await keep(`${folder}/export`, await frame.getByRole('presentation').screenshot());
});

test('narrow windows', async ({ studio, page }) => {
  await closeSides(page);
  await page.setViewportSize({ width: 1024, height: 640 });
  await page.keyboard.press('f');
  await studio.button('View').click();
  await expect(page.getByRole('menu')).toBeVisible();
  await take(page, `${folder}/window-1024`);
  await page.keyboard.press('Escape');
  // The buttons of a run need the most space.
  await studio.button('Train').click();
  await expect(page.getByTestId('run-facts')).toContainText(/step \d\d+ of/);
  await page.setViewportSize({ width: 900, height: 640 });
  await page.keyboard.press('f');
  await studio.button('More tools').click();
  await expect(page.getByRole('menu')).toBeVisible();
  await take(page, `${folder}/window-900`);
});

test('projector mode', async ({ studio, page }) => {
  await expect(studio.node('trainer')).toBeVisible();
  await page.keyboard.press('p');
  await expect(page.locator('html')).toHaveAttribute('data-projector', '');
  await take(page, `${folder}/projector`);
});

test('the layout of a preset', async ({ studio, page }) => {
  await studio.open('preset.json', formatDocument(await preset('orchestra-rmm-avr')));
  await closeSides(page);
  await page.keyboard.press('m');
  await page.keyboard.press('f');
  await take(page, `${folder}/layout`, await around(studio, await page.locator('.react-flow__node').all()));
});

test.describe('on a first visit', () => {
  test.use({ firstVisit: true });

  test('the window', async ({ studio, page }) => {
    await expect(page.getByRole('region', { name: 'Introduction' })).toBeVisible();
    await expect(studio.node('trainer')).toBeVisible();
    await take(page, `${folder}/first-visit`);
  });
});
