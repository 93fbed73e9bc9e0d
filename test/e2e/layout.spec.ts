import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import type { GraphDocument } from '../../graph-nodes/graph/document';
import { expect, test } from './studio';

const preset = async (name: string): Promise<GraphDocument> =>
  JSON.parse(await readFile(`presets/${name}.json`, 'utf8')) as GraphDocument;

const placesOf = ({ nodes }: GraphDocument) => Object.fromEntries(nodes.map(({ id, position }) => [id, position]));

/** A graph whose nodes share a few places. */
function scrambled(document: GraphDocument): GraphDocument {
  const nodes = document.nodes.map((node, index) => ({
    ...node,
    position: { x: 130 * ((index * 5) % 4), y: 90 * ((index * 7) % 3) },
  }));
  return { ...document, nodes };
}

/** Faults of the drawn graph: overlapping nodes, wires and labels behind nodes, and wires to the left. */
const faults = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const nodes = [...document.querySelectorAll<HTMLElement>('.react-flow__node-graph-node')].map((node) => ({
      id: node.dataset['id'] ?? '',
      box: node.getBoundingClientRect(),
    }));
    const apart = (a: DOMRect, b: DOMRect) =>
      a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
    const overlaps = nodes.flatMap((a, index) =>
      nodes.slice(0, index).flatMap((b) => (apart(a.box, b.box) ? [] : [`${a.id} on ${b.id}`])),
    );
    const labels = [...document.querySelectorAll('.wire-label')].flatMap((label) =>
      nodes.flatMap(({ id, box }) =>
        apart(box, label.getBoundingClientRect()) ? [] : [`label ${label.textContent} on ${id}`],
      ),
    );
    const wires = [...document.querySelectorAll<SVGElement>('.react-flow__edge')].flatMap((edge) => {
      const path = edge.querySelector<SVGPathElement>('.react-flow__edge-path');
      const matrix = path?.getScreenCTM();
      if (!path || !matrix) return [`${edge.dataset['id']} is not drawn`];
      const length = path.getTotalLength();
      const points = Array.from({ length: Math.ceil(length / 2) + 1 }, (_, index) => {
        const { x, y } = path.getPointAtLength(Math.min(2 * index, length));
        return new DOMPoint(x, y).matrixTransform(matrix);
      });
      const behind = nodes.filter(({ box }) =>
        points.some(({ x, y }) => x > box.left && x < box.right && y > box.top && y < box.bottom),
      );
      return behind.map(({ id }) => `${edge.dataset['id']} behind ${id}`);
    });
    return [...overlaps, ...labels, ...wires];
  });

const boxes = (page: Page): Promise<Record<string, unknown>> =>
  page
    .locator('.react-flow__node-graph-node')
    .evaluateAll((nodes) =>
      Object.fromEntries(nodes.map((node) => [node.getAttribute('data-id'), node.getBoundingClientRect().toJSON()])),
    );

for (const name of ['orchestra-repair', 'music-avqa-paper', 'orchestra-feed-forward']) {
  test(`${name} is drawn without a wire behind a node, and has the automatic layout`, async ({ studio, page }) => {
    await page.setViewportSize({ width: 1600, height: 900 });
    const document = await preset(name);
    await studio.open(`${name}.json`, JSON.stringify(document));
    await expect(page.locator('.react-flow__node-graph-node')).toHaveCount(document.nodes.length);
    await expect(studio.wires()).toHaveCount(document.edges.length);
    await expect.poll(() => faults(page)).toEqual([]);
    await page.keyboard.press('l');
    expect(placesOf(await studio.saved())).toEqual(placesOf(document));
    await expect(studio.button('Undo')).toBeDisabled();
  });
}

/** The graph with few and small scenes, and one epoch. */
const quick = (document: GraphDocument): GraphDocument => {
  const changes: Readonly<Record<string, Readonly<Record<string, number>>>> = {
    orchestra: { scenes: 24 },
    'rmm-generator': { slots: 8 },
    trainer: { epochs: 1 },
  };
  const nodes = document.nodes.map((node) => ({ ...node, parameters: { ...node.parameters, ...changes[node.kind] } }));
  return { ...document, nodes };
};

test('what a run adds to the nodes of a preset puts none on another and none on a wire', async ({ studio, page }) => {
  await page.setViewportSize({ width: 1600, height: 900 });
  await studio.open('quick.json', JSON.stringify(quick(await preset('orchestra-rmm-avr'))));
  await studio.button('Train').click();
  await expect(page.getByTestId('run-state')).toHaveText('Finished', { timeout: 90_000 });
  await expect(studio.node('audio').locator('.node-sizes')).toBeVisible();
  await expect(studio.node('rmm').locator('.node-look')).toBeVisible();
  await expect.poll(() => faults(page)).toEqual([]);
  const beyond = await page
    .locator('.node-size > *, .node-header > *')
    .evaluateAll((parts) =>
      parts
        .filter(
          (part) => part.getBoundingClientRect().right > (part.closest('.node')?.getBoundingClientRect().right ?? 0),
        )
        .map(({ textContent }) => textContent),
    );
  expect(beyond).toEqual([]);
});

test('one click lays a graph out and fits it into the view, and one undo reverts both', async ({ studio, page }) => {
  const document = scrambled(await preset('orchestra-rmm-avr'));
  await studio.open('scrambled.json', JSON.stringify(document));
  await expect(page.locator('.react-flow__node-graph-node')).toHaveCount(document.nodes.length);
  expect(await faults(page)).not.toEqual([]);
  await studio.button('Lay out automatically').click();
  await expect.poll(() => faults(page)).toEqual([]);
  const canvas = await studio.canvasBox();
  await expect
    .poll(async () => {
      const all = await Promise.all((await page.locator('.react-flow__node').all()).map((node) => node.boundingBox()));
      return all.every((box) => box && box.x >= canvas.x && box.x + box.width <= canvas.x + canvas.width);
    })
    .toBe(true);
  const laid = placesOf(await preset('orchestra-rmm-avr'));
  expect(placesOf(await studio.saved())).toEqual(laid);
  await studio.button('Undo').click();
  expect(placesOf(await studio.saved())).toEqual(placesOf(document));
  await expect(studio.button('Undo')).toBeDisabled();
  await page.keyboard.press('l');
  expect(placesOf(await studio.saved())).toEqual(laid);
});

test('wires avoid a node while it is dragged and after it is dropped', async ({ studio, page }) => {
  await studio.preset(/^Orchestra: question only/);
  const labels = studio.wire('dataset/labels', 'trainer/labels').locator('.react-flow__edge-path');
  const before = (await labels.getAttribute('d')) ?? '';
  const box = await studio.node('question').boundingBox();
  if (!box) throw new Error('The node is not on the screen.');
  await studio.press(studio.node('question').locator('.node-title'));
  await page.mouse.move(box.x + box.width / 2, box.y + 0.75 * box.height, { steps: 6 });
  // Its own wires avoid it at once; the wire that it is dropped on avoids it after the drop.
  await expect.poll(() => faults(page)).toEqual(['dataset/labels → trainer/labels behind question']);
  await page.mouse.up();
  await expect(labels).not.toHaveAttribute('d', before);
  await expect.poll(() => faults(page)).toEqual([]);
  await page.keyboard.press('Control+z');
  await expect(labels).toHaveAttribute('d', before);
});

test('problems of a node do not change its box or other nodes', async ({ studio, page }) => {
  await studio.preset(/^Orchestra: zero fill/);
  await expect(page.locator('.node-size')).toHaveCount(3);
  const before = await boxes(page);
  const wire = studio.wire('missing/batch', 'audio/batch');
  await page.mouse.click(...(await studio.middleOf(wire)));
  await page.keyboard.press('Delete');
  await expect(wire).toHaveCount(0);
  await expect(studio.problems('audio')).toContainText('batch');
  expect(await boxes(page)).toEqual(before);
  const [strip, node] = await Promise.all([
    studio.problems('audio').boundingBox(),
    studio.node('visual').boundingBox(),
  ]);
  expect((strip?.y ?? 0) + (strip?.height ?? 0)).toBeLessThanOrEqual(node?.y ?? 0);
  await studio.node('audio').locator('.node-title').hover();
  await expect
    .poll(async () => (await studio.problems('audio').boundingBox())?.height ?? 0)
    .toBeGreaterThan((strip?.height ?? 0) + 5);
});
