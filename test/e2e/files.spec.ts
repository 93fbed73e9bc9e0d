import { parseDocument } from '../../graph-nodes/graph/document';
import { expect, ready, test } from './studio';

test('a saved graph is reopened unchanged', async ({ studio, page }) => {
  await studio.node('trainer').click();
  const inspector = page.getByRole('region', { name: 'Inspector' });
  const rate = inspector.getByRole('textbox', { name: 'Learning rate' });
  await rate.fill('0.00123');
  await rate.press('Enter');
  await expect(page.getByTestId('save-state')).toHaveText('Unsaved changes');
  const text = await studio.save();
  await expect(page.getByTestId('save-state')).toHaveText(/Saved in/);
  expect(parseDocument(text).nodes.find(({ id }) => id === 'trainer')?.parameters['learningRate']).toBe(0.00123);

  await studio.button('New graph').click();
  await expect(page.locator('.react-flow__node')).toHaveCount(0);
  await studio.open('mine.json', text);
  await expect(studio.node('trainer')).toContainText('0.00123');
  expect(await studio.save()).toBe(text);
});

test('a truncated file is refused with a sentence, and the open graph stays', async ({ studio, page }) => {
  const nodes = await page.locator('.react-flow__node').count();
  const text = await studio.save();
  await studio.open('broken.json', text.slice(0, text.length / 2));
  await expect(page.locator('.toast').filter({ hasText: 'broken.json was not opened' })).toContainText(/line \d+/);
  await expect(page.locator('.react-flow__node')).toHaveCount(nodes);
});

test('changes are not lost without a question', async ({ studio, page }) => {
  await studio.node('avr').locator('.node-title').click();
  await page.keyboard.press('Delete');
  await page.keyboard.press('Alt+w');
  await expect(page.getByRole('dialog')).toContainText('Unsaved changes');
  await page.getByRole('button', { name: 'Keep editing' }).click();
  await expect(studio.node('rmm')).toBeVisible();
  const asked = page.waitForEvent('dialog');
  const reloaded = page.reload().catch(() => undefined);
  const warning = await asked;
  expect(warning.type()).toBe('beforeunload');
  await warning.accept();
  await reloaded;
  // Even then, the open graph is restored.
  await expect(studio.node('rmm')).toBeVisible();
  await expect(studio.node('avr')).toHaveCount(0);
});

test('several graphs are open in tabs, each with its own history', async ({ studio, page }) => {
  await studio.node('avr').locator('.node-title').click();
  await page.keyboard.press('Delete');
  await studio.preset(/Orchestra: zero fill/);
  const bar = page.getByRole('navigation', { name: 'Open graphs' });
  await expect(bar.locator('.tab')).toHaveCount(2);
  await expect(studio.node('rmm')).toHaveCount(0);
  await studio.node('head').locator('.node-title').click();
  await page.keyboard.press('b');
  await page.keyboard.press('Alt+,');
  await expect(studio.node('rmm')).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(studio.node('avr')).toBeVisible();
  await bar
    .getByRole('button', { name: /zero fill/ })
    .first()
    .click();
  await expect(studio.node('head')).toContainText('off');
  await page.keyboard.press('Control+z');
  await expect(studio.node('head')).not.toContainText('off');
  await bar.getByRole('button', { name: /Close .*zero fill/ }).click();
  await expect(bar).toHaveCount(0);
  await expect(studio.node('avr')).toBeVisible();
});

test('a saved graph can be opened from the recent files', async ({ studio, page }) => {
  await page.getByRole('textbox', { name: 'Title of the graph' }).fill('My ablation');
  await page.keyboard.press('Enter');
  await studio.save();
  await page.keyboard.press('Alt+w');
  await expect(page.locator('.react-flow__node')).toHaveCount(0);
  await studio.button('Recent graphs').click();
  await page.getByRole('menuitem', { name: /My ablation/ }).click();
  await expect(page.locator('.react-flow__node')).toHaveCount(9);
});

test('a file dropped on the window opens', async ({ studio, page }) => {
  const text = (await studio.save()).replace('"title": "Orchestra', '"title": "Dropped: Orchestra');
  const carried = await page.evaluateHandle((content) => {
    const data = new DataTransfer();
    data.items.add(new File([content], 'dropped.json', { type: 'application/json' }));
    return data;
  }, text);
  await page.dispatchEvent('body', 'dragover', { dataTransfer: carried });
  await expect(page.getByText('Drop graph documents to open them')).toBeVisible();
  await page.dispatchEvent('body', 'drop', { dataTransfer: carried });
  await expect(page.getByRole('textbox', { name: 'Title of the graph' })).toHaveValue(/^Dropped/);
});

test('the editor warns that autosave is off while the browser’s storage is full or absent', async ({
  studio,
  page,
}) => {
  const title = page.getByRole('textbox', { name: 'Title of the graph' });
  const warning = page.getByText('Autosave is off');
  page.on('dialog', (asked) => void asked.accept());
  await title.fill('Stored');
  await title.press('Enter');
  await expect(page.getByTestId('save-state')).toHaveText('Unsaved changes');
  await title.focus();
  const [input, state] = [await title.boundingBox(), await page.getByTestId('save-state').boundingBox()];
  expect((input?.y ?? 0) + (input?.height ?? Infinity)).toBeLessThanOrEqual((state?.y ?? 0) + 0.5);
  expect(await title.evaluate((each) => getComputedStyle(each).outlineOffset)).toBe('-2px');
  await expect(warning).toHaveCount(0);
  const withScript = async (script: () => void, name: string) => {
    await page.addInitScript(script);
    await page.reload();
    await ready(page);
    await title.fill(name);
    await title.press('Enter');
    await expect(warning).toBeVisible();
    await expect(warning).toHaveAttribute('title', /Save the graph to a file/);
  };
  await withScript(() => {
    const setItem = Object.getOwnPropertyDescriptor(Storage.prototype, 'setItem')?.value as Storage['setItem'];
    Storage.prototype.setItem = function (key, value) {
      if (key.startsWith('studio-draft/')) throw new DOMException('full', 'QuotaExceededError');
      setItem.call(this, key, value);
    };
  }, 'With full storage');
  await withScript(() => {
    Object.defineProperty(window, 'localStorage', {
      get() {
        throw new DOMException('denied', 'SecurityError');
      },
    });
  }, 'Without storage');
  await expect(studio.button('Train')).toHaveAttribute('aria-disabled', 'false');
});

test('the graphs of a crashed window are recovered one by one', async ({ studio, page, context }) => {
  await studio.preset(/Orchestra: zero fill/);
  await page.getByRole('textbox', { name: 'Title of the graph' }).fill('The other one');
  await page.keyboard.press('Enter');
  await studio.preset(/RMM generator and AVR diffusion/);
  await page.getByRole('textbox', { name: 'Title of the graph' }).fill('In the middle of it');
  await page.keyboard.press('Enter');
  await studio.node('avr').locator('.node-title').click();
  await page.keyboard.press('Delete');
  await expect
    .poll(() =>
      page.evaluate(() =>
        Object.entries(localStorage).some(([key, text]) => {
          if (!key.startsWith('studio-draft/')) return false;
          const { graphs } = JSON.parse(text) as { graphs: { document: { title: string; nodes: unknown[] } }[] };
          return graphs.some(({ document: { title, nodes } }) => title === 'In the middle of it' && nodes.length === 8);
        }),
      ),
    )
    .toBe(true);
  const address = page.url();
  // The page's process ends as in a crash, without any further code.
  const killer = await context.newCDPSession(page);
  const crashed = page.waitForEvent('crash');
  void killer.send('Page.crash').catch(() => undefined);
  await crashed;

  const next = await context.newPage();
  next.on('dialog', (warning) => void warning.accept());
  await next.goto(address);
  const offer = next.getByRole('dialog', { name: 'Recovered graphs' });
  const left = offer.getByRole('listitem');
  await expect(left).toHaveCount(2);
  const now = new Date().getFullYear();
  for (const one of await left.all()) {
    await expect(one).toContainText(new RegExp(`Changed .*${now}`));
    await expect(one.locator('.graph-picture rect').first()).toBeVisible();
  }
  await offer.getByRole('button', { name: 'Discard “The other one”' }).click();
  await expect(left).toHaveCount(1);
  await offer.getByRole('button', { name: 'Open “In the middle of it”' }).click();
  await expect(offer).toHaveCount(0);
  await expect(next.getByRole('textbox', { name: 'Title of the graph' })).toHaveValue('In the middle of it');
  await expect(next.locator('.react-flow__node')).toHaveCount(8);
  await expect(next.getByTestId('save-state')).toHaveText('Unsaved changes');
  await next.reload();
  await expect(next.getByRole('textbox', { name: 'Title of the graph' })).toHaveValue('In the middle of it');
  await expect(offer).toHaveCount(0);
  await next.close();
});

test('two graphs are compared as text', async ({ studio, page }) => {
  await studio.preset(/RMM generator and AVR diffusion/);
  await studio.node('avr').locator('.node-title').click();
  await page.keyboard.press('Delete');
  const slots = studio.node('rmm').getByTitle(/^Slots L/);
  await slots.dblclick();
  await page.keyboard.type('64');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+Shift+d');
  const lines = page.getByRole('list', { name: 'Differences' });
  await expect(lines).toContainText('Node AVR diffusion (avr)');
  await expect(lines).toContainText('RMM generator (rmm), Slots L: 512 → 64');
  await expect(lines).toContainText('Wire RMM generator (rmm): audio → AVR diffusion (avr): audio');
  await page.getByRole('dialog').getByRole('combobox', { name: 'Compare with' }).click();
  await page
    .getByRole('option', { name: /question only/i })
    .first()
    .click();
  await expect(lines).toContainText('Node RMM generator (rmm)');
});
