import { formatDocument } from '../../graph-nodes/graph/document';
import { tinyPipeline } from '../fixtures/graphs';
import { withStages } from '../fixtures/stages';
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

test('settings that cannot learn, and features that nobody uses, are repaired with one click each', async ({
  studio,
  page,
}) => {
  const graph = tinyPipeline({ trainer: { epochs: 1, warmUp: 5000, batchSize: 4000 } });
  // The picture passes by the generator.
  const edges = graph.edges.map((edge) =>
    edge.from.node === 'rmm' && edge.from.socket === 'visual'
      ? { ...edge, from: { node: 'visual', socket: 'visual' } }
      : edge,
  );
  const every = ['audio', 'question', 'rmm', 'avr', 'head'];
  const stages = [{ name: 'nothing', parameters: {}, frozen: every }];
  await studio.open('cannot-learn.json', formatDocument(withStages({ ...graph, edges }, stages)));
  const problems = page.getByRole('region', { name: 'Inspector' }).getByRole('list', { name: 'Problems' });
  const fix = (name: RegExp) => problems.getByRole('button', { name }).click();
  await expect(studio.button('Train')).toHaveAttribute('aria-disabled', 'true');
  await page.getByText('1 error').click();
  await fix(/^Remove .* from stage “nothing”$/);
  await expect(studio.button('Train')).toHaveAttribute('aria-disabled', 'false');
  await page.getByText('No errors, 3 warnings').click();
  await fix(/^Set Batch size B of stage “nothing” to \d+$/);
  await fix(/^Set Warm-up of stage “nothing” to \d+$/);
  await fix(/^Route visual through RMM generator$/);
  await expect(page.getByText('No errors', { exact: true })).toBeVisible();
  await expect(studio.wire('rmm/visual', 'avr/visual')).toHaveCount(1);
  const [stage] = (await studio.saved()).nodes.find(({ id }) => id === 'trainer')?.stages ?? [];
  expect(stage?.frozen).toHaveLength(every.length - 1);
  expect(Object.keys(stage?.parameters ?? {}).sort()).toEqual(['batchSize', 'warmUp']);
});
