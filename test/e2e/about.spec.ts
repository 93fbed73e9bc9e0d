import { violations } from './axe';
import { expect, test } from './studio';

test('About shows the version and the licences of the page’s content', async ({ studio, page }) => {
  await expect(studio.node('rmm')).toBeVisible();
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.type('About');
  await page.keyboard.press('Enter');
  const about = page.getByRole('dialog', { name: 'About Missing-Modality Studio' });
  await expect(about.getByRole('row', { name: /^Missing-Modality Studio \d+\.\d+\.\d+$/ })).toBeVisible();
  const packages = about.getByRole('combobox', { name: /^Licences of the \d+ packages/ });
  await packages.fill('react 1');
  await page.getByRole('option', { name: /^react \d.* MIT$/ }).click();
  await expect(about.getByText(/Permission is hereby granted, free of charge/)).toBeVisible();
  expect(await violations(page)).toEqual([]);
});
