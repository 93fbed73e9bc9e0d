import type { Page } from '@playwright/test';
import { formatDocument } from '../../graph-nodes/graph/document';
import type { Stage } from '../../graph-nodes/graph/document';
import { tinyPipeline } from '../fixtures/graphs';
import { withStages } from '../fixtures/stages';
import { violations } from './axe';
import { cutOff } from './clipping';
import { expect, ready, test } from './studio';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

/** Supported widths; the first is a window of 1280 × 720 at 200 % zoom. */
const sizes = [
  [640, 360],
  [900, 640],
  [1024, 640],
  [1280, 720],
  [1440, 900],
  [2560, 1440],
] as const;

const stages: readonly Stage[] = [
  { name: 'backbone, trained on complete pairs alone', parameters: { audioMissing: 0 }, frozen: [] },
  { name: 'repair', parameters: {}, frozen: ['head', 'audio', 'visual', 'question'] },
];
const document = {
  ...withStages(tinyPipeline({ dataset: { scenes: 60 }, trainer: { epochs: 2 } }), stages),
  title: 'Tiny pipeline with a title that is longer than most: repair after the collapse',
};

/** Asserts that nothing is clipped at any of the sizes. */
async function expectWhole(
  page: Page,
  state: string,
  at: readonly (readonly [number, number])[] = sizes,
): Promise<void> {
  for (const [width, height] of at) {
    await page.setViewportSize({ width, height });
    await expect.poll(() => cutOff(page), `${state} at ${width} × ${height}`).toEqual([]);
  }
}

async function speak(page: Page, language: 'en' | 'ko'): Promise<void> {
  await page.evaluate((code) => localStorage.setItem('studio-language', code), language);
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('lang', language);
  // A key does not wait for the engine, as a click on Train does.
  await ready(page);
}

const press = async (page: Page, key: string): Promise<void> => {
  await page.evaluate(() => (globalThis.document.activeElement as HTMLElement | null)?.blur());
  await page.keyboard.press(key);
};

for (const language of ['en', 'ko'] as const) {
  test(`nothing is clipped at any width, in “${language}”`, async ({ studio, page }, info) => {
    test.setTimeout(3 * info.timeout);
    // Texts in another language have other lengths, which matters in narrow windows.
    const at = language === 'en' ? sizes : sizes.slice(0, 3);
    await studio.open('long.json', formatDocument(document));
    await speak(page, language);
    await press(page, 'Control+Enter');
    await expect(page.getByTestId('run-state')).toHaveAttribute('data-state', 'training');
    await expectWhole(page, 'a training run', at);
    await expect(page.getByTestId('run-state')).toHaveAttribute('data-state', 'finished', { timeout: 90_000 });
    // A result that still rises has a long note. This run is too short for a reliable one.
    await page.locator('.run-facts').evaluate((facts) => {
      const note = globalThis.document.createElement('span');
      note.className = 'run-rising';
      note.textContent =
        'The last epoch was the best: mean accuracy over the scenarios 52.5 % on the validation questions. '.repeat(2);
      facts.after(note);
    });
    await expectWhole(page, 'a note on the last epoch', at.slice(1, 4));
    for (const tab of await page.locator('.live [role="tab"]').all()) {
      await tab.click();
      await expectWhole(page, `the training panel: ${await tab.innerText()}`, at);
    }
    await page.setViewportSize({ width: 1440, height: 900 });
    await studio.node('trainer').locator('.node-title').click();
    await expectWhole(page, 'the inspector of a trainer', at);
    for (const key of ['?', 'Control+k', 'Control+f', 'g', 'Control+Shift+d', 'Shift+A']) {
      await press(page, key);
      await expect(page.getByRole('dialog').first()).toBeVisible();
      await expectWhole(page, `the dialog of ${key}`, at);
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toHaveCount(0);
    }
    await press(page, 'Shift+E');
    for (const tab of await page.getByRole('dialog').getByRole('tab').all()) {
      await tab.click();
      await expectWhole(page, `experiments: ${await tab.innerText()}`, at);
    }
  });
}

test('tools have visible labels where the window has the space, and the title of the graph is whole', async ({
  studio,
  page,
}) => {
  const tools = page.getByRole('toolbar');
  const labels = async () => (await tools.locator('button span:not(:has(*))').allInnerTexts()).filter((text) => text);
  const needed = ['Share', 'Gallery', 'Stage', 'Lessons', 'Experiments'];
  const title = page.getByRole('textbox', { name: 'Title of the graph' });
  await expect(title).toHaveAttribute('title', 'Orchestra: collapse and repair');
  for (const [width, expected] of [
    [900, []],
    [1024, []],
    [1100, needed],
    [1280, needed],
    [1680, expect.arrayContaining(['New', 'Recent', 'Save as', ...needed, 'Shortcuts', 'Light or dark'])],
  ] as const) {
    await page.setViewportSize({ width, height: 700 });
    await expect.poll(labels, `labels at ${width}`).toEqual(expected);
    await expect.poll(() => cutOff(page), `at ${width}`).toEqual([]);
    const hidden = () => title.evaluate((field) => field.scrollHeight - field.clientHeight);
    await expect.poll(hidden, `hidden part of the title at ${width}`).toBe(0);
  }
  await expect(studio.button('Lay out automatically')).toHaveText('Lay out');
});

test('no text on a node is smaller than 11 pixels at full size', async ({ studio, page }) => {
  await studio.open('tiny.json', formatDocument(tinyPipeline({ dataset: { scenes: 60 } })));
  await studio.button('Train').click();
  await expect(page.getByTestId('run-state')).toHaveText('Finished', { timeout: 60_000 });
  await studio.node('head').locator('.node-title').click();
  await page.keyboard.press('1');
  const sizesOnNodes = await page.locator('.react-flow__node').evaluateAll((nodes) =>
    nodes.flatMap((node) => {
      const texts = globalThis.document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
      const found: string[] = [];
      for (let text = texts.nextNode(); text; text = texts.nextNode()) {
        const size = parseFloat(getComputedStyle(text.parentElement ?? node).fontSize);
        if (size < 11) found.push(`${text.textContent ?? ''}: ${size}`);
      }
      return found;
    }),
  );
  expect(sizesOnNodes).toEqual([]);
});

test('projector mode enlarges everything and hides parts that an audience does not need', async ({ studio, page }) => {
  const train = studio.button('Train');
  const before = [await train.boundingBox(), await studio.node('rmm').boundingBox()];
  await page.keyboard.press('p');
  await expect(page.locator('html')).toHaveAttribute('data-projector', '');
  for (const name of ['Inspector', 'Nodes to add']) await expect(page.getByLabel(name, { exact: true })).toBeHidden();
  for (const hidden of ['.react-flow__minimap', '.status-bar']) await expect(page.locator(hidden)).toHaveCount(0);
  const larger = async () => {
    const after = [await train.boundingBox(), await studio.node('rmm').boundingBox()];
    return after.map((box, index) => (box?.height ?? 0) / (before[index]?.height ?? Infinity));
  };
  await expect.poll(larger).toEqual([expect.closeTo(1.5, 1), expect.any(Number)]);
  await expect.poll(async () => (await larger())[1]).toBeGreaterThan(1.4);
  expect(await violations(page)).toEqual([]);
  await expectWhole(page, 'projector mode');
  await page.setViewportSize({ width: 1280, height: 720 });

  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-projector', '');
  await studio.node('rmm').waitFor();
  await studio.button('View').click();
  await expect(page.getByRole('menuitemcheckbox', { name: /^Projector mode/ })).toBeChecked();
  // The first Escape closes only the menu; the next one ends the mode.
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toHaveCount(0);
  await expect(page.locator('html')).toHaveAttribute('data-projector', '');
  await page.keyboard.press('Escape');
  await expect(page.locator('html')).not.toHaveAttribute('data-projector', '');
  await expect(page.getByRole('region', { name: 'Inspector' })).toBeVisible();
  for (const on of [true, false]) {
    await page.keyboard.press('p');
    await expect(page.locator('html[data-projector]')).toHaveCount(on ? 1 : 0);
  }
});
