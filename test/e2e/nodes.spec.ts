import { expect, test } from './studio';

test('a node is renamed, collapsed and commented, and all changes are saved', async ({ studio, page }) => {
  const audio = studio.node('audio');
  await audio.locator('.node-title').dblclick();
  await page.getByRole('textbox', { name: 'Name of the node' }).fill('Ears');
  await page.keyboard.press('Enter');
  await expect(audio.locator('.node-title')).toHaveText('Ears');
  await page.keyboard.press('F2');
  await page.getByRole('textbox', { name: 'Name of the node' }).fill('not this');
  await page.keyboard.press('Escape');
  await expect(audio.locator('.node-title')).toHaveText('Ears');
  await expect(audio.getByRole('img', { name: 'Changed since the last save' })).toBeVisible();

  await page.keyboard.press('h');
  await expect(audio).not.toContainText('Width C');
  const [node, socket] = [await audio.boundingBox(), await studio.socket('audio', 'output', 'audio').boundingBox()];
  expect((socket?.x ?? 0) + (socket?.width ?? 0) / 2).toBeCloseTo((node?.x ?? 0) + (node?.width ?? 0), -0.5);

  await page.getByRole('textbox', { name: 'Comment' }).fill('Encodes every second separately.');
  await expect(audio).toContainText('Encodes every second separately.');
  const saved = (await studio.saved()).nodes.find(({ id }) => id === 'audio');
  expect(saved).toMatchObject({ title: 'Ears', collapsed: true, comment: 'Encodes every second separately.' });
  await expect(audio.getByRole('img', { name: 'Changed since the last save' })).toHaveCount(0);
  await audio.getByTitle('Expand Ears').click();
  await expect(audio).toContainText('Width C');
});

test('a frame is put around nodes, moves them, is renamed and removed', async ({ studio, page }) => {
  await studio.node('rmm').locator('.node-title').click();
  await studio
    .node('avr')
    .locator('.node-title')
    .click({ modifiers: ['Control'] });
  await page.keyboard.press('Control+g');
  const frame = page.locator('.react-flow__node-frame');
  const title = frame.locator('.frame-title');
  await expect(title).toHaveText('Frame');
  await title.dblclick();
  await page.getByRole('textbox', { name: 'Title of the frame' }).fill('Recall and enhance');
  await page.keyboard.press('Enter');

  const before = await studio.saved();
  await title.hover();
  await page.mouse.down();
  const box = await title.boundingBox();
  await page.mouse.move((box?.x ?? 0) + 60, (box?.y ?? 0) + 60, { steps: 6 });
  await page.mouse.up();
  const after = await studio.saved();
  const way = (id: string) => {
    const [from, to] = [before, after].map(({ nodes }) => nodes.find((node) => node.id === id)?.position);
    return [(to?.x ?? 0) - (from?.x ?? 0), (to?.y ?? 0) - (from?.y ?? 0)];
  };
  expect(way('rmm')[1]).not.toBe(0);
  expect(way('avr')).toEqual(way('rmm'));
  expect(way('head')).toEqual([0, 0]);
  expect(after.groups).toEqual([{ id: 'group', title: 'Recall and enhance', nodes: ['rmm', 'avr'] }]);
  await title.click();
  await page.keyboard.press('Control+Shift+g');
  await expect(frame).toHaveCount(0);
  await expect(studio.node('rmm')).toBeVisible();
});

test('nodes are copied as the text of a graph and pasted into another window', async ({ studio, page, context }) => {
  await studio.node('rmm').locator('.node-title').click();
  await studio
    .node('avr')
    .locator('.node-title')
    .click({ modifiers: ['Control'] });
  await page.keyboard.press('Control+c');
  await page.mouse.move(...(await studio.emptyPlace()));
  await page.keyboard.press('Control+v');
  await expect(studio.wire('rmm-2/audio', 'avr-2/audio')).toHaveCount(1);
  await expect(page.locator('.react-flow__node')).toHaveCount(11);
  await page.keyboard.press('Control+z');
  await expect(page.locator('.react-flow__node')).toHaveCount(9);

  const other = await context.newPage();
  await other.goto(page.url());
  await other.locator('.react-flow__node').first().waitFor();
  await other.keyboard.press('Control+v');
  await expect(other.locator('.react-flow__node[data-id="rmm-2"]')).toHaveCount(1);
  await other.keyboard.press('Control+x');
  await expect(other.locator('.react-flow__node[data-id="rmm-2"]')).toHaveCount(0);
  await other.close({ runBeforeUnload: false });

  // The copied content is text: it is readable, and any graph document can be pasted.
  await page.getByRole('textbox', { name: 'Description' }).focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Control+v');
  await expect(page.getByRole('textbox', { name: 'Description' })).toHaveValue(/missing-modality-studio\/graph/);
});

test('nodes are aligned, distributed and laid out', async ({ studio, page }) => {
  const xs = async (...ids: string[]) => {
    const { nodes } = await studio.saved();
    return ids.map((id) => nodes.find((node) => node.id === id)?.position.x);
  };
  await studio.node('rmm').locator('.node-title').click();
  for (const id of ['head', 'trainer'])
    await studio
      .node(id)
      .locator('.node-title')
      .click({ modifiers: ['Control'] });
  await page.keyboard.press('Alt+ArrowLeft');
  expect(new Set(await xs('rmm', 'head', 'trainer')).size).toBe(1);
  await page.mouse.click(...(await studio.emptyPlace()));
  await page.keyboard.press('l');
  const laid = await studio.saved();
  const place = new Map(laid.nodes.map(({ id, position }) => [id, position.x]));
  for (const { from, to } of laid.edges) expect(place.get(from.node)).toBeLessThan(place.get(to.node) ?? 0);
  await page.keyboard.press('Control+z');
  expect(new Set(await xs('rmm', 'head', 'trainer')).size).toBe(1);
  await page.keyboard.press('Control+z');
  expect(new Set(await xs('rmm', 'head', 'trainer')).size).toBe(3);
});

test('a main parameter is changed on the node, and a common one on several nodes at once', async ({ studio, page }) => {
  const value = studio.node('rmm').getByTitle(/^Slots L/);
  await value.dblclick();
  await page.getByRole('textbox', { name: 'Slots L', exact: true }).first().fill('64');
  await page.keyboard.press('Enter');
  await expect(value).toHaveText('64');
  await value.dblclick();
  await page.keyboard.type('0');
  await page.keyboard.press('Enter');
  await expect(studio.problems('rmm')).toContainText('at least 1');
  await page.keyboard.press('Control+z');
  await expect(studio.problems('rmm')).toHaveCount(0);

  await studio.node('audio').locator('.node-title').click();
  await studio
    .node('question')
    .locator('.node-title')
    .click({ modifiers: ['Control'] });
  const common = page.getByRole('region', { name: 'Common parameters' });
  await common.getByRole('textbox', { name: 'Width C' }).fill('48');
  await page.keyboard.press('Enter');
  for (const id of ['audio', 'question']) await expect(studio.node(id)).toContainText('48');
  await studio.node('audio').locator('.node-title').click();
  await studio.button('Reset all to default').click();
  await expect(studio.node('audio')).not.toContainText('48');
});

test('nodes are distributed with equal gaps between them, across and down', async ({ studio, page }) => {
  const ids = ['audio', 'visual', 'question'] as const;
  const boxes = async () =>
    (
      await Promise.all(
        ids.map(async (id) => (await studio.node(id).boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 }),
      )
    )
      .sort((a, b) => a.y - b.y)
      .map(({ y, height }) => [y, y + height] as const);
  const gaps = async () => {
    const [first = [0, 0], second = [0, 0], third = [0, 0]] = await boxes();
    return [second[0] - first[1], third[0] - second[1]] as const;
  };
  await studio.node('visual').locator('.node-title').click();
  for (let press = 0; press < 4; press += 1) await page.keyboard.press('ArrowDown');
  const before = await gaps();
  expect(Math.abs(before[0] - before[1])).toBeGreaterThan(3);
  await studio.node('audio').locator('.node-title').click();
  for (const id of ['visual', 'question'])
    await studio
      .node(id)
      .locator('.node-title')
      .click({ modifiers: ['Control'] });
  await page.keyboard.press('Control+k');
  await page.keyboard.type('distribute vertically');
  await page.keyboard.press('Enter');
  await expect.poll(async () => Math.abs((await gaps())[0] - (await gaps())[1])).toBeLessThan(2);
  expect((await gaps())[0]).toBeCloseTo((before[0] + before[1]) / 2, -1);
  // The palette receives the keys until it is closed.
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await expect.poll(gaps).toEqual(before);
});

test('by keyboard a node is collapsed and its values are changed in place', async ({ studio, page }) => {
  const rmm = studio.node('rmm');
  await rmm.focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('h');
  await expect(rmm).not.toContainText('Slots L');
  await expect(rmm).toHaveAttribute('aria-label', /collapsed/);
  // The mouse-only arrow does not take the focus; it and the node name the key.
  await expect(rmm.getByTitle('Expand RMM generator (H)')).toHaveAttribute('aria-hidden', 'true');
  await expect(rmm).toHaveAccessibleDescription(/H collapses it/);
  await page.keyboard.press('h');
  await page.keyboard.press('e');
  const field = (name: string) => rmm.getByRole('textbox', { name });
  await expect(field('Slots L')).toBeFocused();
  await page.keyboard.type('33');
  await page.keyboard.press('Tab');
  await expect(field('Temperature τ')).toBeFocused();
  await page.keyboard.type('0.5');
  await page.keyboard.press('Tab');
  await expect(rmm).toBeFocused();
  const saved = (await studio.saved()).nodes.find(({ id }) => id === 'rmm')?.parameters;
  expect(saved).toMatchObject({ slots: 33, temperature: 0.5 });
  await page.keyboard.press('e');
  await page.keyboard.type('7');
  await page.keyboard.press('Escape');
  await expect(rmm).toContainText('33');
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await expect(rmm).toContainText('32');
});

test('keys keep their function with the focus on a switch, and type in a field', async ({ studio, page }) => {
  const rmm = studio.node('rmm');
  await rmm.locator('.node-title').click();
  await page.getByRole('switch', { name: 'Bypass' }).focus();
  await page.keyboard.press('h');
  await expect(rmm).not.toContainText('Slots L');
  await page.keyboard.press('b');
  await expect(page.getByRole('switch', { name: 'Bypass' })).toBeChecked();
  // The space bar belongs to the switch.
  await page.keyboard.press('Space');
  await expect(page.getByRole('switch', { name: 'Bypass' })).not.toBeChecked();
  await page.getByRole('textbox', { name: 'Comment' }).focus();
  await page.keyboard.type('hb');
  await expect(rmm).toContainText('hb');
  await expect(rmm).not.toContainText('Slots L');
  await expect(page.getByRole('switch', { name: 'Bypass' })).not.toBeChecked();
});
