import { expect, test } from './studio';

test.use({ expectedFault: /ERR_FAILED|Failed to fetch dynamically imported module/ });

test('a panel that cannot be loaded shows its error, and the rest of the window works', async ({ studio, page }) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const code = '**/assets/Inspector-*.js';
  await page.route(code, (route) => route.abort());
  await page.reload();
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('“Inspector” stopped because of an error.');

  await studio.node('rmm').click();
  await page.getByRole('textbox', { name: 'Search nodes' }).fill('retrieval');
  await page.keyboard.press('Enter');
  await expect(studio.node('retrieval')).toBeVisible();

  await alert.getByRole('button', { name: 'Copy error details' }).click();
  await expect(page.getByText('Copied the error details.')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^Panel: inspector\nError: /);

  await page.unroute(code);
  await alert.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('region', { name: 'Inspector' })).toBeVisible();
  await expect(alert).toHaveCount(0);
});

test('the edge of a panel is dragged only while the panel is open, to a limit, and a double click resets it', async ({
  studio,
  page,
}) => {
  const live = page.getByRole('region', { name: 'Training', exact: true });
  const edge = page.getByRole('separator', { name: 'Height of the training panel' });
  const canvas = page.locator('.react-flow');
  const heightOf = async (panel: typeof live) => Math.round((await panel.boundingBox())?.height ?? 0);
  const drag = async (x: number, y: number) => {
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 20, 200, { steps: 4 });
    await page.mouse.up();
  };
  // Where the edge would be, at the end of the palette.
  const {
    x = 0,
    y = 0,
    height = 0,
  } = (await page.getByRole('navigation', { name: 'Nodes to add' }).boundingBox()) ?? {};
  for (const offset of [1, 4]) await drag(x + 60, y + height - offset);
  await expect(live).toBeHidden();
  await expect(edge).toBeHidden();

  await studio.button('Training panel').click();
  await expect.poll(() => heightOf(live)).toBe(290);
  const line = (await edge.boundingBox()) ?? { x: 0, y: 0 };
  await drag(line.x + 100, line.y);
  await expect.poll(() => heightOf(live)).toBeGreaterThan(350);
  expect(await heightOf(canvas)).toBeGreaterThan(200);
  await edge.dblclick({ position: { x: 100, y: 0 } });
  await expect.poll(() => heightOf(live)).toBe(290);
});
