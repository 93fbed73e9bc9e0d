import type { Locator, Page } from '@playwright/test';
import type { Studio } from './studio';
import { expect, test } from './studio';

const item = (page: Page, name: string | RegExp): Locator =>
  page.getByRole('menu').getByRole('menuitem', { name, exact: true });

const widthOf = async (node: Locator): Promise<number> => (await node.boundingBox())?.width ?? 0;
const placeOf = async (node: Locator): Promise<[number, number]> => {
  const { x, y } = (await node.boundingBox()) ?? { x: 0, y: 0 };
  return [x, y];
};

async function menuOf(studio: Studio, node: string): Promise<void> {
  await studio.node(node).locator('.node-title').click({ button: 'right' });
}

test('the wheel pans, with Ctrl it zooms, and the alternative can be selected', async ({ studio, page }) => {
  const node = studio.node('rmm');
  await page.mouse.move(...(await studio.emptyPlace()));
  const [width, [x, y]] = [await widthOf(node), await placeOf(node)];
  await page.mouse.wheel(30, 50);
  await expect.poll(() => placeOf(node)).toEqual([expect.closeTo(x - 30, 0), expect.closeTo(y - 50, 0)]);
  expect(await widthOf(node)).toBeCloseTo(width, 0);
  await page.keyboard.down('Control');
  await page.mouse.wheel(0, -200);
  await page.keyboard.up('Control');
  await expect.poll(() => widthOf(node)).toBeGreaterThan(width * 1.1);

  await studio.button('View').click();
  await page.getByRole('menuitemradio', { name: 'Zoom', exact: true }).click();
  await page.keyboard.press('Escape');
  await page.reload();
  await node.waitFor();
  const fitted = await widthOf(node);
  await page.mouse.move(...(await studio.emptyPlace()));
  await page.mouse.wheel(0, -200);
  await expect.poll(() => widthOf(node)).toBeGreaterThan(fitted * 1.1);
});

test('menus cut, copy, paste beside the pointer, undo and redo, by mouse and by keyboard', async ({ studio, page }) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const nodes = page.locator('.react-flow__node');
  await expect(nodes).toHaveCount(9);
  await menuOf(studio, 'rmm');
  await expect(item(page, /^Undo/)).toBeDisabled();
  await expect(item(page, /^Copy/)).toContainText(/Ctrl\s*C$/);
  await item(page, /^Copy/).click();

  const [x, y] = await studio.emptyPlace();
  await page.mouse.click(x, y, { button: 'right' });
  await item(page, /^Paste/).click();
  const copy = studio.node('rmm-2');
  await expect(copy).toHaveClass(/selected/);
  // Beside the pointer, limited by the lower edge of the canvas.
  const box = await copy.boundingBox();
  const canvas = await studio.canvasBox();
  expect(Math.abs((box?.x ?? 0) - x)).toBeLessThan(30);
  expect(Math.min(y + 30, canvas.y + canvas.height)).toBeGreaterThan(box?.y ?? Infinity);
  expect(y - (box?.y ?? 0)).toBeLessThan(200);

  await menuOf(studio, 'rmm-2');
  await item(page, /^Cut/).click();
  await expect(copy).toHaveCount(0);
  await page.mouse.click(x, y, { button: 'right' });
  await item(page, /^Undo/).click();
  await expect(copy).toHaveCount(1);
  await page.mouse.click(x, y, { button: 'right' });
  await item(page, /^Redo/).click();
  await expect(copy).toHaveCount(0);

  // By keyboard: at the last place of the pointer over the canvas, here near the upper left corner.
  await page.mouse.move(canvas.x + 40, canvas.y + 40);
  await page.mouse.move(canvas.x + 60, 10);
  await page.keyboard.press('Control+v');
  await expect(copy).toHaveCount(1);
  const [left, top] = await placeOf(copy);
  expect([left - canvas.x - 40, top - canvas.y - 40].every((away) => away > 0 && away < 40)).toBe(true);

  // The frame's menu includes the nodes in it.
  await page.keyboard.press('Control+g');
  await page.locator('.frame-title').click({ button: 'right' });
  await item(page, /^Cut/).click();
  await expect(nodes).toHaveCount(9);
  await page.mouse.click(...(await studio.middleOf(studio.wire('audio/audio', 'rmm/audio'))), { button: 'right' });
  await expect(item(page, /^Copy/)).toBeDisabled();
  await item(page, /^Delete/).click();
  await expect(studio.wire('audio/audio', 'rmm/audio')).toHaveCount(0);
});

test('a copy is placed in the middle of the view for keyboard users', async ({ studio, page }) => {
  await studio.node('rmm').focus();
  await page.keyboard.press('Enter');
  await expect(studio.node('rmm')).toHaveClass(/selected/);
  await page.keyboard.press('Control+c');
  await page.keyboard.press('Control+v');
  const box = await studio.node('rmm-2').boundingBox();
  const canvas = await studio.canvasBox();
  const away = [
    (box?.x ?? 0) + (box?.width ?? 0) / 2 - canvas.x - canvas.width / 2,
    (box?.y ?? 0) + (box?.height ?? 0) / 2 - canvas.y - canvas.height / 2,
  ];
  expect(Math.max(...away.map(Math.abs))).toBeLessThan(60);
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menu').waitFor();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toHaveCount(0);
});

test('a tab has a menu: rename, duplicate and close', async ({ studio, page }) => {
  const tabs = page.getByRole('navigation', { name: 'Open graphs' });
  const names = tabs.locator('.tab-name');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('Duplicate the graph');
  await page.keyboard.press('Enter');
  await expect(names).toHaveText(['Orchestra: collapse and repair', '●Copy of Orchestra: collapse and repair']);

  await names.first().click({ button: 'right' });
  await item(page, 'Rename the graph').click();
  await page.keyboard.type('First');
  await page.keyboard.press('Enter');
  await expect(names.first()).toHaveText('●First');

  await names.last().focus();
  await page.keyboard.press('Shift+F10');
  await item(page, 'Duplicate the graph').waitFor();
  await page.keyboard.press('ArrowDown');
  await expect(item(page, 'Duplicate the graph')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(names).toHaveCount(3);
  await names.last().click({ button: 'right' });
  await item(page, 'Close the other graphs').click();
  for (let left = 2; left > 0; left -= 1) {
    await studio.button('Discard changes').click();
  }
  await expect(tabs).toHaveCount(0);
  await expect(page.getByRole('textbox', { name: 'Title of the graph' })).toHaveValue(/^Copy of Copy of/);
});
