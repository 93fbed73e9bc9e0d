import { readFile } from 'node:fs/promises';
import { parseStudy } from '../../graph-nodes/study/document';
import { expect, test } from './studio';

test('a study of three generators and three seeds is created with clicks only', async ({ studio, page }) => {
  await studio.preset(/^Orchestra: RMM generator without diffusion/);
  await studio.node('rmm').locator('.node-title').click();
  await studio.button('Study alternatives…').click();
  const form = page.getByRole('group', { name: 'Alternatives of a node…' });
  await form.getByRole('checkbox', { name: 'Without RMM generator' }).check();
  await form.getByRole('checkbox', { name: 'Retrieval', exact: true }).check();
  await form.getByRole('button', { name: 'Add 2 rows' }).click();
  for (const row of ['RMM generator', 'Without RMM generator', 'Retrieval']) {
    await expect(page.getByRole('group', { name: row, exact: true })).toBeVisible();
  }
  await expect(page.getByTestId('study-plan')).toContainText('9 runs');

  const download = page.waitForEvent('download');
  await studio.button('Save the study…').click();
  const study = parseStudy(await readFile(await (await download).path(), 'utf8'));
  expect(study.graph.title).toBe('Orchestra: RMM generator without diffusion');
  expect(study.seeds).toEqual([1, 2, 3]);
  const unchanged = { set: {}, bypass: [], freeze: [] };
  expect(study.rows).toEqual([
    { name: 'RMM generator', ...unchanged },
    { name: 'Without RMM generator', changes: [{ change: 'remove', node: 'rmm' }], ...unchanged },
    {
      name: 'Retrieval',
      changes: [{ change: 'replace', node: 'rmm', id: 'retrieval', kind: 'retrieval' }],
      ...unchanged,
    },
  ]);

  // A row can also add a node.
  const removed = page.getByRole('group', { name: 'Without RMM generator', exact: true });
  await removed.getByRole('button', { name: 'Add a change' }).click();
  await page.getByRole('menuitem', { name: 'Add', exact: true }).click();
  await expect(removed.getByRole('group', { name: /^Add / })).toBeVisible();
  await expect(removed.getByRole('alert')).toHaveCount(0);
  await removed.getByRole('button', { name: /^Remove the change: Add/ }).click();

  // A row with an incomplete graph shows this with its name, and the study cannot start.
  const row = page.getByRole('group', { name: 'Retrieval', exact: true });
  await row.getByRole('button', { name: 'Add a change' }).click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  await row
    .getByRole('group', { name: /^Remove/ })
    .getByRole('combobox', { name: 'Node' })
    .click();
  await page.getByRole('option', { name: 'Question encoder (question)' }).click();
  await expect(row.getByRole('alert')).toContainText('Row “Retrieval”: ');
  await expect(studio.button('Start')).toBeDisabled();
});
