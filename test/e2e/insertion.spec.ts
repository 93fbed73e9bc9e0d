import type { Page } from '@playwright/test';
import { expect, test, type Studio } from './studio';

/** Pairs of overlapping nodes. */
const overlaps = (page: Page): Promise<string[]> =>
  page.locator('.react-flow__node-graph-node').evaluateAll((nodes) =>
    nodes.flatMap((node, index) =>
      nodes.slice(0, index).flatMap((other) => {
        const [a, b] = [node.getBoundingClientRect(), other.getBoundingClientRect()];
        const apart = a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
        return apart ? [] : [`${node.getAttribute('data-id')} on ${other.getAttribute('data-id')}`];
      }),
    ),
  );

const taken = ['audio/audio', 'visual/visual'] as const;

async function expectTaken(studio: Studio): Promise<void> {
  for (const from of taken) await expect(studio.wire(from, `rmm-generator/${from.split('/')[1]}`)).toHaveCount(1);
  for (const name of ['audio', 'visual']) {
    await expect(studio.wire(`rmm-generator/${name}`, `head/${name}`)).toHaveCount(1);
    await expect(studio.wire(`${name}/${name}`, `head/${name}`)).toHaveCount(0);
  }
  await expect(studio.wire('question/question', 'rmm-generator/question')).toHaveCount(1);
  await expect(studio.problems('rmm-generator')).toHaveCount(0);
}

test('a generator from the palette is connected to audio, visual and question, and moves other nodes away', async ({
  studio,
  page,
}) => {
  await studio.preset(/^Orchestra: zero fill/);
  const before = await studio.saved();
  const wire = studio.wire('audio/audio', 'head/audio');
  const middle = await studio.middleOf(wire);
  await page.getByRole('textbox', { name: 'Search nodes' }).fill('rmm');
  await page.getByRole('button', { name: 'Add RMM generator' }).hover();
  await page.mouse.down();
  await page.mouse.move(middle[0] - 20, middle[1], { steps: 6 });
  await page.mouse.move(...middle, { steps: 3 });
  await page.mouse.up();
  await expectTaken(studio);
  expect(await overlaps(page)).toEqual([]);
  await page.keyboard.press('Control+z');
  await expect(studio.node('rmm-generator')).toHaveCount(0);
  expect((await studio.saved()).nodes).toEqual(before.nodes);
  expect((await studio.saved()).edges).toEqual(before.edges);
});

test('a node dragged over a wire shows all the wires that it will replace', async ({ studio, page }) => {
  await studio.preset(/^Orchestra: zero fill/);
  await page.getByRole('textbox', { name: 'Search nodes' }).fill('rmm');
  await page.getByRole('button', { name: 'Add RMM generator' }).click();
  await expect(studio.node('rmm-generator')).toBeVisible();
  const before = await studio.saved();
  const middle = await studio.middleOf(studio.wire('visual/visual', 'head/visual'));
  await studio.press(studio.node('rmm-generator').locator('.node-title'));
  await page.mouse.move(middle[0] - 10, middle[1], { steps: 6 });
  await page.mouse.move(...middle, { steps: 3 });
  for (const from of taken) {
    const name = from.split('/')[1] ?? '';
    await expect(studio.wire(from, `head/${name}`).locator('.wire')).toHaveAttribute('data-taking', 'true');
  }
  await page.mouse.up();
  await expectTaken(studio);
  expect(await overlaps(page)).toEqual([]);
  await page.keyboard.press('Control+z');
  await expect(studio.wire('audio/audio', 'head/audio')).toHaveCount(1);
  expect((await studio.saved()).nodes).toEqual(before.nodes);
});
