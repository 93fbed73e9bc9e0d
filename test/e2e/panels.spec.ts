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
