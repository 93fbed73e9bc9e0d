import { readFile } from 'node:fs/promises';
import { parseDocument } from '../../graph-nodes/graph/document';
import { expect, test, type Studio } from './studio';

async function exported(studio: Studio, name: RegExp): Promise<Buffer> {
  await studio.button('Share').click();
  const download = studio.page.waitForEvent('download');
  await studio.page.getByRole('menuitem', { name }).click();
  return readFile(await (await download).path());
}

test('a picture of the graph carries it, and opens when it is dropped', async ({ studio, page }) => {
  await page.getByRole('textbox', { name: 'Title of the graph' }).fill('In a picture – 그림');
  await page.keyboard.press('Enter');
  const before = parseDocument(await studio.save());
  const png = await exported(studio, /PNG/);
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect([png.readUInt32BE(16), png.readUInt32BE(20)].every((size) => size > 900)).toBe(true);

  await studio.button('New graph').click();
  await expect(page.locator('.react-flow__node')).toHaveCount(0);
  const carried = await page.evaluateHandle((base64) => {
    const data = new DataTransfer();
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    data.items.add(new File([bytes], 'picture.png', { type: 'image/png' }));
    return data;
  }, png.toString('base64'));
  await page.dispatchEvent('body', 'drop', { dataTransfer: carried });
  await expect(page.locator('.react-flow__node')).toHaveCount(9);
  expect(parseDocument(await studio.save())).toEqual(before);
});

test('the graph is exported as a drawing and as code', async ({ studio }) => {
  expect((await exported(studio, /SVG/)).toString()).toMatch(/^<svg[^]*RMM generator/);
  const code = (await exported(studio, /TypeScript/)).toString();
  expect(code).toContain('createLayer as rmmGenerator');
  expect(code).toMatch(/const avrOut = avrLayer\({ "audio": rmmOut\["audio"\]/);
});

test('the gallery shows every preset with a picture and a sentence', async ({ studio, page }) => {
  await studio.button('Gallery').click();
  const cards = page.getByRole('dialog').getByRole('listitem');
  expect(await cards.count()).toBeGreaterThanOrEqual(5);
  for (const card of await cards.all()) {
    await expect(card.locator('.graph-picture rect').first()).toBeVisible();
    expect((await card.locator('.muted').textContent())?.trim().endsWith('.')).toBe(true);
  }
});
