import { parseDocument } from '../../graph-nodes/document';
import { expect, test } from './studio';

test('a saved graph is reopened as it was', async ({ studio, page }) => {
  await studio.node('trainer').click();
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  const rate = inspector.getByRole('textbox', { name: 'Learning rate' });
  await rate.fill('0.00123');
  await rate.press('Enter');
  await expect(page.getByTestId('save-state')).toHaveText('Unsaved changes');
  const text = await studio.save();
  await expect(page.getByTestId('save-state')).toHaveText(/Saved in/);
  expect(parseDocument(text).nodes.find(({ id }) => id === 'trainer')?.parameters['learningRate']).toBe(0.00123);

  await studio.button('New graph').click();
  await expect(page.locator('.react-flow__node')).toHaveCount(0);
  await studio.open('mine.json', text);
  await expect(studio.node('trainer')).toContainText('0.00123');
  expect(await studio.save()).toBe(text);
});

test('a truncated file is refused with a sentence, and the graph at hand stays', async ({ studio, page }) => {
  const nodes = await page.locator('.react-flow__node').count();
  const text = await studio.save();
  await studio.open('broken.json', text.slice(0, text.length / 2));
  await expect(page.locator('.toast').filter({ hasText: 'broken.json was not opened' })).toContainText(/line \d+/);
  await expect(page.locator('.react-flow__node')).toHaveCount(nodes);
});

test('changes are not lost without asking', async ({ studio, page }) => {
  await studio.node('avr').click();
  await page.keyboard.press('Delete');
  await studio.button('New graph').click();
  await expect(page.getByRole('dialog')).toContainText('Unsaved changes');
  await page.getByRole('button', { name: 'Keep editing' }).click();
  await expect(studio.node('rmm')).toBeVisible();
});
