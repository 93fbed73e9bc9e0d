import { expect, test } from './studio';

test('a problem is located and repaired with one click', async ({ studio, page }) => {
  await studio.node('audio').locator('.node-title').click();
  await page.keyboard.press('Delete');
  await page.getByText('1 error').click();
  const problems = page.getByRole('region', { name: 'Inspector' }).getByRole('list', { name: 'Problems' });
  await problems.getByRole('button', { name: /input “audio” is not connected/ }).click();
  await expect(studio.node('rmm')).toHaveClass(/selected/);
  await problems.getByRole('button', { name: 'Add Audio encoder' }).click();
  await expect(studio.wire('audio-encoder/audio', 'rmm/audio')).toHaveCount(1);
  await expect(studio.wire('missing/batch', 'audio-encoder/batch')).toHaveCount(1);
  await expect(page.getByText('No errors')).toBeVisible();

  // In the inspector, which does not move while the view moves to the node.
  await page.keyboard.press('Control+f');
  await expect(page.getByRole('dialog').locator('input')).toBeFocused();
  await page.keyboard.type('forget bias');
  await expect(page.getByRole('option').first()).toContainText('Question encoder');
  await page.keyboard.press('Enter');
  await expect(studio.node('question')).toHaveClass(/selected/);
  const width = page.getByRole('textbox', { name: 'Width C' });
  await width.fill('48');
  await width.press('Enter');
  await page.getByText(/\d errors?$/).click();
  await problems.getByRole('button', { name: /^Set Width C of Question encoder to 64/ }).click();
  await expect(page.getByText('No errors')).toBeVisible();
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await expect(studio.node('audio-encoder')).toHaveCount(0);
});
