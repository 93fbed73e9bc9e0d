import { expect, test } from './studio';

test('a note is written, moved, sized, copied and removed, and all changes are undone and saved', async ({
  studio,
  page,
}) => {
  const notes = page.locator('.react-flow__node-note');
  const note = notes.first();
  // There is space above the graph.
  const canvas = await studio.canvasBox();
  await page.mouse.move(canvas.x + 330, canvas.y + 90);
  await page.keyboard.press('n');
  await expect(page.getByRole('textbox', { name: 'Text of the note' }).first()).toBeFocused();
  await page.keyboard.type('Slots first,\nthen the diffusion.');
  await page.keyboard.press('Escape');
  await expect(note.locator('p')).toHaveText('Slots first,\nthen the diffusion.', { useInnerText: true });
  const [written] = (await studio.saved()).notes;
  expect(written).toMatchObject({ id: 'note', text: 'Slots first,\nthen the diffusion.' });

  const box = async () => {
    const found = await note.boundingBox();
    if (!found) throw new Error('no note');
    return found;
  };
  const before = await box();
  await note.locator('p').hover();
  await page.mouse.down();
  await page.mouse.move(before.x + before.width / 2 - 60, before.y + before.height / 2 - 40, { steps: 6 });
  await page.mouse.up();
  expect((await box()).y).toBeLessThan(before.y - 30);
  const moved = await box();
  await page.mouse.move(moved.x + moved.width - 3, moved.y + moved.height - 3);
  await page.mouse.down();
  await page.mouse.move(moved.x + moved.width + 57, moved.y + moved.height + 27, { steps: 6 });
  await page.mouse.up();
  expect((await box()).width).toBeGreaterThan(moved.width + 40);
  const sized = (await studio.saved()).notes[0];
  expect(sized?.size?.width).toBeGreaterThan(200);
  expect(sized?.position.y).toBeLessThan(written?.position.y ?? 0);

  // By keyboard: F2 edits, the inspector resizes, the arrows move, as for a node.
  await note.focus();
  await page.keyboard.press('F2');
  await page.keyboard.type(' And a third line.');
  await page.keyboard.press('Escape');
  await expect(note).toContainText('And a third line.');
  const width = page.getByRole('textbox', { name: 'Width', exact: true });
  await width.fill('333');
  await width.press('Enter');
  await expect.poll(async () => (await studio.saved()).notes[0]?.size?.width).toBe(333);

  await note.locator('p').click();
  await page.keyboard.press('Control+d');
  await expect(notes).toHaveCount(2);
  await page.keyboard.press('Delete');
  await expect(notes).toHaveCount(1);
  for (let step = 0; step < 8; step += 1) await page.keyboard.press('Control+z');
  await expect(notes).toHaveCount(0);
  for (let step = 0; step < 5; step += 1) await page.keyboard.press('Control+Shift+z');
  await expect(note).toContainText('And a third line.');
  expect((await studio.saved()).notes[0]).toMatchObject({ position: sized?.position, size: sized?.size });
});

test('notes are in the palette and the menu too, are found, compared, and pasted with their nodes', async ({
  studio,
  page,
}) => {
  await page.getByRole('button', { name: 'Add Note' }).click();
  await page.keyboard.type('From the palette');
  await page.mouse.click(...(await studio.emptyPlace()));
  await page.mouse.click(...(await studio.emptyPlace()), { button: 'right' });
  await page.getByRole('menuitem', { name: /Add a note/ }).click();
  await page.keyboard.type('From the menu');
  await page.keyboard.press('Escape');
  await expect(page.locator('.react-flow__node-note')).toHaveCount(2);

  await page.keyboard.press('Control+f');
  await page.keyboard.type('from the pal');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Text of the note' })).toHaveValue('From the palette');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('Control+c');
  await page.keyboard.press('Control+v');
  await expect(page.locator('.react-flow__node-note')).toHaveCount(3);
  await page.keyboard.press('Control+Shift+d');
  await expect(page.getByRole('dialog')).toContainText('Note “From the menu”');
});
