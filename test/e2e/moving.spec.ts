import { expect, test } from './studio';

test('the command palette finds and runs commands', async ({ studio, page }) => {
  const before = await studio.saved();
  await studio.node('question').locator('.node-title').click();
  await page.keyboard.press('ArrowDown');
  await expect(studio.button('Undo')).toBeEnabled();
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog');
  await palette.getByRole('combobox').or(palette.getByRole('textbox')).fill('lay out');
  await expect(palette.getByRole('option').first()).toContainText('Lay out automatically');
  await page.keyboard.press('Enter');
  await expect(palette).toHaveCount(0);
  expect((await studio.saved()).nodes).toEqual(before.nodes);
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toContainText('Zoom to the selection');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('letters of another script are shortcuts by their position, but not while a text is composed', async ({
  studio,
  page,
}) => {
  await studio.node('avr').locator('.node-title').click();
  await page.keyboard.press('Delete');
  await expect(studio.node('avr')).toHaveCount(0);
  const press = (key: { key: string; code: string; ctrlKey: boolean; isComposing?: boolean }) =>
    page.evaluate(
      (init) => document.body.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init })),
      key,
    );
  const undo = { key: 'я', code: 'KeyZ', ctrlKey: true };
  await press({ ...undo, isComposing: true });
  await press({ ...undo, key: 'Process' });
  await expect(studio.button('Redo')).toBeDisabled();
  await expect(studio.node('avr')).toHaveCount(0);
  await press(undo);
  await expect(studio.node('avr')).toBeVisible();

  // A real composition in the title: its Enter ends the composition and nothing else.
  const title = page.getByRole('textbox', { name: 'Title of the graph' });
  await title.fill('');
  const session = await page.context().newCDPSession(page);
  await session.send('Input.imeSetComposition', { text: '한', selectionStart: 1, selectionEnd: 1 });
  await session.send('Input.dispatchKeyEvent', { type: 'keyDown', key: 'Process', code: 'KeyZ', modifiers: 2 });
  await expect(title).toHaveValue('한');
  await session.send('Input.insertText', { text: '한국' });
  await page.keyboard.press('Enter');
  await expect(title).toHaveValue('한국');
  await expect(studio.node('avr')).toBeVisible();
});

test('a node is found by a parameter, selected and brought into view', async ({ studio, page }) => {
  const before = await studio.node('avr').boundingBox();
  await page.keyboard.press('Control+f');
  await page.keyboard.type('diffusion');
  await page.keyboard.press('Enter');
  await expect(studio.node('avr')).toHaveClass(/selected/);
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect
    .poll(async () => (await studio.node('avr').boundingBox())?.width)
    .toBeGreaterThan((before?.width ?? 0) * 1.2);
  await page.keyboard.press('f');
  await expect
    .poll(async () => (await studio.node('avr').boundingBox())?.width)
    .toBeLessThan((before?.width ?? 0) * 1.1);
  await page.keyboard.press('z');
  await expect
    .poll(async () => (await studio.node('avr').boundingBox())?.width)
    .toBeGreaterThan((before?.width ?? 0) * 1.2);
});

test('the right mouse button opens a menu for the element below it', async ({ studio, page }) => {
  await studio.node('rmm').locator('.node-title').click({ button: 'right' });
  const menu = page.getByRole('menu', { name: 'Menu' });
  await menu.getByRole('menuitem', { name: /^Bypass/ }).click();
  await expect(studio.node('rmm')).toContainText('off');
  await page.mouse.click(...(await studio.middleOf(studio.wire('audio/audio', 'rmm/audio'))), { button: 'right' });
  await menu.getByRole('menuitem', { name: /^Add a reroute point/ }).click();
  await expect(page.getByRole('button', { name: /Reroute point/ })).toBeVisible();
  await page.mouse.click(...(await studio.emptyPlace()), { button: 'right' });
  await menu.getByRole('menuitem', { name: /snapping/ }).click();
  const title = studio.node('head').locator('.node-title');
  await title.hover();
  const box = await title.boundingBox();
  await page.mouse.down();
  await page.mouse.move((box?.x ?? 0) + 37, (box?.y ?? 0) + 41, { steps: 5 });
  await page.mouse.up();
  const place = (await studio.saved()).nodes.find(({ id }) => id === 'head')?.position;
  expect([(place?.x ?? 1) % 22, (place?.y ?? 1) % 22].map(Math.abs)).toEqual([0, 0]);
});

test('the overview moves the view', async ({ studio, page }) => {
  const overview = page.getByTestId('rf__minimap').or(page.locator('.react-flow__minimap'));
  await expect(overview.first()).toBeVisible();
  const before = await studio.node('head').boundingBox();
  const box = await page.locator('.react-flow__minimap').boundingBox();
  await page.mouse.move((box?.x ?? 0) + 60, (box?.y ?? 0) + 40);
  await page.mouse.down();
  await page.mouse.move((box?.x ?? 0) + 80, (box?.y ?? 0) + 50, { steps: 4 });
  await page.mouse.up();
  await expect.poll(async () => (await studio.node('head').boundingBox())?.x).not.toBe(before?.x);
  await page.mouse.move(...(await studio.emptyPlace()));
  await page.keyboard.press('m');
  await expect(page.locator('.react-flow__minimap')).toHaveCount(0);
});

test('the overview and the buttons cover no node after the graph is fitted into the view', async ({ studio, page }) => {
  const overview = page.locator('.react-flow__minimap');
  await expect(overview).toBeVisible();
  // A node in the corner of the overview.
  await studio.node('trainer').locator('.node-title').click();
  for (let press = 0; press < 8; press += 1) await page.keyboard.press('Shift+ArrowDown');
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  for (const fit of [() => page.keyboard.press('f'), () => studio.button('Fit the graph into view').click()]) {
    await page.mouse.move(600, 300);
    await page.mouse.wheel(0, -400);
    await fit();
    // The view moves for a while: first the lowest node becomes visible, then nothing covers any.
    const canvas = await studio.canvasBox();
    await expect
      .poll(async () => {
        const lowest = await studio.node('trainer').boundingBox();
        return (lowest?.y ?? Infinity) + (lowest?.height ?? 0);
      })
      .toBeLessThan(canvas.y + canvas.height);
    const nodes = page.locator('.react-flow__node');
    await expect.poll(() => nodes.evaluateAll(areCovered)).toEqual([]);
  }
});

test('a graph that was visible as a whole stays so when the training panel opens', async ({ studio, page }) => {
  // A smaller view of the whole graph, in the lower half of the canvas.
  await page.mouse.move(600, 300);
  await page.keyboard.down('Control');
  await page.mouse.wheel(0, 200);
  await page.keyboard.up('Control');
  await page.mouse.wheel(0, -120);
  const nodes = page.locator('.react-flow__node');
  const outside = async () => {
    const { y, height } = await studio.canvasBox();
    return nodes.evaluateAll(
      (all, end) => all.filter((node) => node.getBoundingClientRect().bottom > end).length,
      y + height,
    );
  };
  expect(await outside()).toBe(0);
  await studio.button('Training panel').click();
  await expect(page.getByRole('region', { name: 'Training', exact: true })).toBeVisible();
  await expect.poll(outside).toBe(0);
  await expect.poll(() => nodes.evaluateAll(areCovered)).toEqual([]);
});

/** Ids of nodes that are covered by an element at the edge of the canvas. */
function areCovered(nodes: Element[]): (string | null)[] {
  const covers = ['.react-flow__minimap', '.react-flow__controls'].map((selector) =>
    document.querySelector(selector)?.getBoundingClientRect(),
  );
  return nodes
    .filter((node) => {
      const box = node.getBoundingClientRect();
      return covers.some(
        (cover) =>
          cover !== undefined &&
          box.left < cover.right &&
          cover.left < box.right &&
          box.top < cover.bottom &&
          cover.top < box.bottom,
      );
    })
    .map((node) => node.getAttribute('data-id'));
}
