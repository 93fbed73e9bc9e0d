import { expect, test } from './studio';

test('a wire dropped on the canvas opens a list of nodes that fit, and connects the selected one', async ({
  studio,
  page,
}) => {
  const before = await studio.wires().count();
  const canvas = await studio.canvasBox();
  await studio.press(studio.socket('question', 'output', 'question'));
  await page.mouse.move(canvas.x + 330, canvas.y + canvas.height - 40, { steps: 8 });
  // While a wire is dragged, nodes without a matching socket are dimmed.
  await expect(studio.node('dataset').locator('.node')).toHaveAttribute('data-dim', 'true');
  await expect(studio.node('head').locator('.node')).not.toHaveAttribute('data-dim', 'true');
  await page.mouse.up();
  const search = page.getByRole('dialog', { name: 'Add a node' });
  await expect(search.getByRole('option', { name: /Mean-pool fusion head/ })).toBeVisible();
  await expect(search.getByRole('option', { name: /Visual encoder/ })).toHaveCount(0);
  await page.keyboard.type('mean');
  await page.keyboard.press('Enter');
  await expect(studio.wires()).toHaveCount(before + 1);
  await expect(studio.wire('question/question', 'mean-pool-head/question')).toHaveCount(1);
  await page.keyboard.press('Control+z');
  await expect(studio.wires()).toHaveCount(before);
  await expect(studio.node('mean-pool-head')).toHaveCount(0);
});

test('double-click and Tab open search-to-add, which tolerates typos', async ({ studio, page }) => {
  const place = await studio.emptyPlace();
  await page.mouse.dblclick(...place);
  const search = page.getByRole('dialog', { name: 'Add a node' });
  await expect(search).toBeVisible();
  await page.keyboard.type('difusoin');
  await expect(search.getByRole('option').first()).toContainText('AVR diffusion');
  await page.keyboard.press('Enter');
  await expect(studio.node('avr-diffusion')).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(studio.node('avr-diffusion')).toHaveCount(0);
  await page.mouse.click(...place);
  await page.keyboard.press('Tab');
  await expect(search).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(search).toHaveCount(0);
});

test('a node dropped on a wire is inserted into it, in one step', async ({ studio, page }) => {
  const wire = studio.wire('rmm/audio', 'avr/audio');
  const middle = await studio.middleOf(wire);
  await page.getByRole('textbox', { name: 'Search nodes' }).fill('rmm');
  const item = await page.getByRole('button', { name: 'Add RMM generator' }).boundingBox();
  await page.mouse.move((item?.x ?? 0) + 20, (item?.y ?? 0) + 10);
  await page.mouse.down();
  await page.mouse.move(middle[0] - 20, middle[1], { steps: 6 });
  await page.mouse.move(...middle, { steps: 3 });
  await page.mouse.up();
  await expect(studio.wire('rmm/audio', 'rmm-generator/audio')).toHaveCount(1);
  await expect(studio.wire('rmm-generator/audio', 'avr/audio')).toHaveCount(1);
  await expect(wire).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await expect(wire).toHaveCount(1);
  await expect(studio.node('rmm-generator')).toHaveCount(0);
});

test('a wire’s end is moved to another socket, and the wire is removed if it is dropped on the canvas', async ({
  studio,
  page,
}) => {
  const before = await studio.wires().count();
  const end = async (node: string, name: string): Promise<[number, number]> => {
    const box = await studio.socket(node, 'input', name).boundingBox();
    return [(box?.x ?? 0) + (box?.width ?? 0) / 2, (box?.y ?? 0) + (box?.height ?? 0) / 2];
  };
  const [x, y] = await end('head', 'audio');
  const canvas = await studio.canvasBox();
  // The anchor at the end of a wire is just before the socket.
  await studio.takeEnd('avr/audio', 'head/audio');
  await page.mouse.move(x - 60, canvas.y + canvas.height - 30, { steps: 8 });
  await page.mouse.up();
  await expect(studio.wires()).toHaveCount(before - 1);
  await expect(page.getByRole('dialog', { name: 'Add a node' })).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await expect(studio.wires()).toHaveCount(before);
  await expect.poll(() => end('head', 'audio')).toEqual([x, y]);
  await studio.takeEnd('question/question', 'rmm/question');
  await studio.over(studio.socket('avr', 'input', 'audio'));
  await page.mouse.up();
  await expect(page.locator('.toast')).toContainText('question');
  await expect(studio.wires()).toHaveCount(before);
});

test('a reroute point is added to a wire, dragged, saved and removed', async ({ studio, page }) => {
  const wire = studio.wire('audio/audio', 'rmm/audio');
  await page.mouse.dblclick(...(await studio.middleOf(wire)));
  const point = page.getByRole('button', { name: /Reroute point/ });
  await expect(point).toBeVisible();
  const start = await point.boundingBox();
  await point.hover();
  await page.mouse.down();
  await page.mouse.move((start?.x ?? 0) + 6, (start?.y ?? 0) + 70, { steps: 5 });
  await page.mouse.up();
  const saved = await studio.saved();
  const [via] = saved.edges.find(({ to }) => to.node === 'rmm' && to.socket === 'audio')?.via ?? [];
  expect(via).toBeDefined();
  await page.keyboard.press('Control+z');
  const back = await studio.saved();
  expect(back.edges.find(({ to }) => to.node === 'rmm' && to.socket === 'audio')?.via?.[0]?.y).toBeLessThan(
    via?.y ?? 0,
  );
  await point.focus();
  await page.keyboard.press('Delete');
  await expect(point).toHaveCount(0);
});

test('a wire shows its shape under the pointer, and its glyph', async ({ studio, page }) => {
  const wire = studio.wire('audio/audio', 'rmm/audio');
  await expect(wire.locator('.wire-glyph')).toHaveText('♪');
  await page.mouse.move(...(await studio.middleOf(wire)));
  await expect(page.locator('.wire-shape')).toContainText(/audio features \[B, T \d+, C \d+\]/);
});

test('a wire’s end is moved to a matching socket, and refused at another one, with the reason', async ({
  studio,
  page,
}) => {
  const before = await studio.wires().count();
  await studio.takeEnd('audio/audio', 'rmm/audio');
  await studio.over(studio.socket('avr', 'input', 'audio'));
  await page.mouse.up();
  await expect(studio.wire('audio/audio', 'avr/audio')).toHaveCount(1);
  await expect(studio.wire('audio/audio', 'rmm/audio')).toHaveCount(0);
  // The new input had a wire, which is replaced.
  await expect(studio.wires()).toHaveCount(before - 1);
  await page.keyboard.press('Control+z');
  await expect(studio.wire('audio/audio', 'rmm/audio')).toHaveCount(1);
  await expect(studio.wires()).toHaveCount(before);

  // A wire against the direction of the graph is not possible.
  await studio.takeEnd('avr/audio', 'head/audio');
  await studio.over(studio.socket('rmm', 'input', 'audio'));
  await expect(page.locator('.refusal-hint')).toContainText('must not contain a cycle');
  await page.mouse.up();
  await expect(page.locator('.toast')).toContainText('“RMM generator” already leads to “AVR diffusion”');
  await expect(studio.wire('avr/audio', 'head/audio')).toHaveCount(1);
  await expect(studio.wires()).toHaveCount(before);
});
