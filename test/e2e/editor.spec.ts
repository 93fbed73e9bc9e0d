import { parseDocument, type GraphDocument } from '../../graph-nodes/graph/document';
import { expect, test } from './studio';

test('opens with the paper’s pipeline as a graph, with shapes on its wires', async ({ studio, page }) => {
  for (const title of [
    'Orchestra',
    'Missing modality',
    'Audio encoder',
    'RMM generator',
    'AVR diffusion',
    'AVST QA head',
    'Trainer',
  ]) {
    await expect(page.locator('.node-title', { hasText: title })).toBeVisible();
  }
  await expect(studio.wire('audio/audio', 'rmm/audio')).toHaveAttribute('aria-label', /\[B, T \d+, C \d+\]/);
  await expect(page.locator('.wire-label', { hasText: /\[B, \d+, \d+, \d+, \d+\]/ }).first()).toBeVisible();
  await expect(studio.node('rmm')).toContainText(/\d.*parameters/);
  await expect(page.getByText('No errors')).toBeVisible();
});

test('a graph is wired by dragging, from an empty canvas to a valid document', async ({ studio, page }) => {
  await studio.button('New graph').click();
  await expect(page.locator('.react-flow__node')).toHaveCount(0);
  const canvas = page.locator('.react-flow');
  const place = async (title: string, x: number, y: number) => {
    const search = page.getByRole('textbox', { name: 'Search nodes' });
    await search.fill(title);
    await page.getByRole('button', { name: `Add ${title}` }).dragTo(canvas, { targetPosition: { x, y } });
    await search.fill('');
  };
  await place('Orchestra', 110, 120);
  await place('Question encoder', 110, 420);
  await place('Mean-pool fusion head', 420, 120);
  await place('Trainer', 420, 420);
  const [dataset, question, head, trainer] = ['orchestra', 'question-encoder', 'mean-pool-head', 'trainer'] as const;
  for (const id of [dataset, question, head, trainer]) await expect(studio.node(id)).toBeVisible();
  await expect(page.getByText(/errors?$/)).toBeVisible();

  const wires = [
    [dataset, 'batch', question, 'batch'],
    [question, 'question', head, 'question'],
    [head, 'logits', trainer, 'logits'],
    [dataset, 'labels', trainer, 'labels'],
  ] as const;
  for (const [index, [from, output, to, input]] of wires.entries()) {
    await studio.drag(studio.socket(from, 'output', output), studio.socket(to, 'input', input));
    await expect(studio.wires()).toHaveCount(index + 1);
  }
  await expect(page.getByText('No errors')).toBeVisible();
  const document = parseDocument(await studio.save());
  expect(document.edges).toHaveLength(4);
  expect(document.edges[1]).toEqual({
    from: { node: question, socket: 'question' },
    to: { node: head, socket: 'question' },
  });

  // New nodes have settings for their dataset; one click switches all of them.
  const settings = ({ nodes }: GraphDocument) => {
    const { epochs, batchSize } = nodes.find(({ id }) => id === trainer)?.parameters ?? {};
    return { epochs, batchSize };
  };
  expect(settings(document)).toEqual({ epochs: 3, batchSize: 32 });
  await studio.node(dataset).locator('.node-title').click();
  await studio.button('Use the paper’s settings for all nodes').click();
  await expect(page.getByText('2 nodes do not use the settings for this dataset.')).toBeVisible();
  expect(settings(await studio.saved())).toEqual({ epochs: 50, batchSize: 4 });
  await studio.button('Use the Orchestra settings for all nodes').click();
  expect(settings(await studio.saved())).toEqual({ epochs: 3, batchSize: 32 });
});

test('a wrong wire is refused while it is dragged, with the reason on the screen', async ({ studio, page }) => {
  const before = await studio.wires().count();
  await studio.press(studio.socket('question', 'output', 'question'));
  await studio.over(studio.socket('head', 'input', 'audio'));
  await expect(page.locator('.refusal-hint')).toContainText('audio features');
  await expect(page.locator('.socket[data-state="fits"]').first()).toBeVisible();
  await expect(page.locator('.socket[data-state="dim"]').first()).toBeVisible();
  await page.mouse.up();
  await expect(page.locator('.toast')).toContainText('audio features');
  await expect(studio.wires()).toHaveCount(before);
  await expect(studio.wire('rmm/audio', 'avr/audio')).toHaveCount(1);
  await expect(page.getByText('No errors')).toBeVisible();
});

test('a wire is pulled off its socket, and restored by undo', async ({ studio, page }) => {
  const before = await studio.wires().count();
  await studio.wire('head/logits', 'trainer/logits').click({ force: true });
  await page.keyboard.press('Delete');
  await expect(studio.wires()).toHaveCount(before - 1);
  await expect(studio.node('trainer')).toContainText('logits');
  await expect(page.getByText('1 error')).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(studio.wires()).toHaveCount(before);
  await expect(page.getByText('No errors')).toBeVisible();
});

test('parameters are edited with their bounds, reset, undone and redone', async ({ studio, page }) => {
  await studio.node('rmm').click();
  const inspector = page.getByRole('region', { name: 'Inspector' });
  const slots = inspector.getByRole('textbox', { name: 'Slots L' });
  await expect(inspector).toContainText('a whole number from 1 to');
  const start = await slots.inputValue();
  await slots.fill('0');
  await slots.press('Enter');
  await expect(inspector.getByText(/Expected a whole number from 1 to \d+, found 0\./)).toBeVisible();
  await expect(studio.problems('rmm')).toContainText('slots');
  await expect(studio.button('Train')).toHaveAttribute('aria-disabled', 'true');
  // A thousand or one: the text is refused.
  await slots.fill('1,000');
  await slots.press('Enter');
  await expect(inspector.getByText('Expected a whole number from 1 to 2048, found “1,000”.')).toBeVisible();
  await expect(studio.problems('rmm')).toContainText('1,000');
  await expect(studio.button('Train')).toHaveAttribute('aria-disabled', 'true');
  await slots.fill('12');
  await slots.press('Enter');
  await expect(studio.problems('rmm')).toHaveCount(0);
  await expect(studio.node('rmm')).toContainText('12');
  for (let change = 0; change < 3; change += 1) await studio.button('Undo').click();
  await expect(inspector.getByRole('textbox', { name: 'Slots L' })).toHaveValue(start);
  await studio.button('Redo').click();
  await expect(inspector.getByRole('textbox', { name: 'Slots L' })).toHaveValue('0');
});

test('nodes are moved, duplicated, bypassed and deleted', async ({ studio, page }) => {
  await studio.preset(/RMM generator and AVR diffusion/);
  const count = await page.locator('.react-flow__node').count();
  const title = studio.node('avr').locator('.node-title');
  const start = await studio.node('avr').boundingBox();
  await title.hover();
  await page.mouse.down();
  await page.mouse.move((start?.x ?? 0) + 60, (start?.y ?? 0) + 90, { steps: 6 });
  await page.mouse.up();
  const moved = await studio.node('avr').boundingBox();
  expect((moved?.y ?? 0) - (start?.y ?? 0)).toBeGreaterThan(40);
  await title.click();
  await page.keyboard.press('b');
  await expect(studio.node('avr')).toContainText('off');
  await expect(page.getByText('No errors')).toBeVisible();
  await page.keyboard.press('Control+d');
  await expect(page.locator('.react-flow__node')).toHaveCount(count + 1);
  await page.keyboard.press('Delete');
  await expect(page.locator('.react-flow__node')).toHaveCount(count);
});

test('the palette finds nodes, the gallery opens a preset', async ({ studio, page }) => {
  await page.getByRole('textbox', { name: 'Search nodes' }).fill('diffusion');
  await expect(page.getByRole('button', { name: 'Add AVR diffusion' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Add Trainer' })).toHaveCount(0);
  await studio.preset(/Orchestra: zero fill/);
  await expect(page.getByRole('textbox', { name: 'Title of the graph' })).toHaveValue(/zero fill/);
  await expect(studio.node('rmm')).toHaveCount(0);
  await expect(page.getByText('No errors')).toBeVisible();
});

test('a bundled study opens from the gallery in the study form, ready to run', async ({ studio, page }) => {
  await studio.button('Gallery').click();
  const card = page.getByRole('button', { name: /^Collapse and repair/ });
  await expect(card).toContainText(/\d+ runs/);
  await card.click();
  await expect(page.getByRole('textbox', { name: 'Name of the study' })).toHaveValue('Collapse and repair');
  await expect(page.getByTestId('study-plan')).toContainText(/\d+ runs/);
  await expect(studio.button('Start')).toBeEnabled();
});
