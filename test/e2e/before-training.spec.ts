import { formatDocument } from '../../graph-nodes/graph/document';
import { tinyPipeline } from '../fixtures/graphs';
import { violations } from './axe';
import { expect, test } from './studio';

test.describe('on a first visit', () => {
  test.use({ firstVisit: true });

  test('the studio introduces its graph beside the nodes, once', async ({ studio, page }) => {
    const card = page.getByRole('region', { name: 'Introduction' });
    await expect(card).toContainText('The microphone or the camera fails');
    await expect(card).toContainText('Press Train');
    expect(await violations(page)).toEqual([]);
    await card.getByRole('button', { name: 'RMM generator, AVR diffusion' }).click();
    await expect(page.locator('.react-flow__node.selected')).toHaveCount(2);
    // It takes space from the canvas and covers no node.
    const top = (await card.boundingBox())?.y ?? 0;
    for (const node of await page.locator('.react-flow__node').all()) {
      const box = await node.boundingBox();
      expect(box && box.y + box.height).toBeLessThanOrEqual(top);
    }
    await page.keyboard.press('Escape');
    await expect(card).toHaveCount(0);
    await page.reload();
    await page.locator('.react-flow__node').first().waitFor();
    await expect(card).toHaveCount(0);
    await page.keyboard.press('Control+k');
    await page.keyboard.type('introduction');
    await page.keyboard.press('Enter');
    await expect(card).toBeFocused();
    await studio.preset(/Orchestra: zero fill/);
    await expect(card).toHaveCount(0);
  });
});

test('Train names the duration of the run, and figures are marked as stale after a reload and a change', async ({
  studio,
  page,
}) => {
  await studio.open('tiny.json', formatDocument(tinyPipeline({ dataset: { scenes: 20 } })));
  const estimate = page.getByTestId('run-estimate');
  await expect(estimate).toHaveText('Whole run: no estimate yet');
  await studio.button('Train').click();
  await expect(page.getByTestId('run-state')).toHaveText('Finished', { timeout: 60_000 });
  await expect(estimate).toHaveText(/^Whole run: about \d+ (s|min)$/);
  await expect(estimate).toHaveAttribute('title', /as measured in an earlier run of this graph/);
  const figure = studio.node('head').locator('.node-run');
  await expect(figure).toHaveCount(1);
  await page.reload();
  await expect(figure).toHaveCount(1);
  await expect(figure).not.toHaveAttribute('data-stale');
  await studio.node('avr').locator('.node-title').click();
  await page.getByRole('textbox', { name: 'Denoiser width' }).fill('6');
  await page.keyboard.press('Enter');
  await expect(figure).toHaveAttribute('data-stale');
  await expect(figure).toHaveAttribute('title', /The graph has changed since this run/);
});
