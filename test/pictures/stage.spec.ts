import { writeFile } from 'node:fs/promises';
import { expect, test } from '../e2e/studio';
import { film } from './film';

test.use({ colorScheme: 'light', viewport: { width: 1100, height: 620 } });

/** Pictures of README's film before and after the switch, and the time between two of them. */
const [before, after, milliseconds] = [3, 6, 600];

test('the film of README: the microphone fails', async ({ studio, page }) => {
  await studio.preset(/^Orchestra: collapse and repair/);
  await studio.button('Train').click();
  await expect(page.getByTestId('run-state')).toHaveText('Finished');
  await page.keyboard.press('s');
  const answers = page.locator('.stage-answers');
  await expect(answers).toHaveAttribute('data-answered', 'none');
  const microphone = page.getByRole('switch', { name: /Microphone fails/ });
  const verdicts = () => page.getByTestId('stage-bars').locator('thead').innerText();
  // The film shows a question that zero fill gets wrong and the whole graph gets right.
  await microphone.click();
  await expect(answers).toHaveAttribute('data-answered', 'audio');
  await expect(async () => {
    await page.getByRole('button', { name: 'Next held-out question' }).click();
    await page.waitForTimeout(milliseconds);
    expect((await verdicts()).match(/[✓✕]/g)?.join('')).toBe('✓✕✓✓');
  }).toPass();
  await microphone.click();
  await expect(answers).toHaveAttribute('data-answered', 'none');
  const pictures: Buffer[] = [];
  const take = async () => {
    pictures.push(await page.screenshot({ animations: 'allow' }));
    await page.waitForTimeout(milliseconds / 2);
  };
  for (let index = 0; index < before; index += 1) await take();
  await microphone.click();
  await expect(answers).toHaveAttribute('data-answered', 'audio');
  for (let index = 0; index < after; index += 1) await take();
  await writeFile('docs/stage.png', film(pictures, milliseconds));
});
