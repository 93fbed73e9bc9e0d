import { readFile } from 'node:fs/promises';
import type { Locator } from '@playwright/test';
import type { GraphDocument } from '../../graph-nodes/graph/document';
import { expect, test } from './studio';

/** A graph that is so large that it fits into the view only at a small zoom. */
async function spread(): Promise<GraphDocument> {
  const document = JSON.parse(await readFile('presets/orchestra-rmm-avr.json', 'utf8')) as GraphDocument;
  const nodes = document.nodes.map((node) => ({
    ...node,
    position: { x: 8 * node.position.x, y: 8 * node.position.y },
  }));
  return { ...document, nodes };
}

const placeOf = ({ nodes }: GraphDocument, id: string) => nodes.find((node) => node.id === id)?.position;

async function boxOf(locator: Locator) {
  const box = await locator.boundingBox();
  if (!box) throw new Error('The element is not on the screen.');
  return box;
}

/** Ends of lines on the screen. */
const endsOf = (lines: Locator): Promise<{ x: number; y: number }[]> =>
  lines.evaluateAll((paths) =>
    paths.flatMap((path) => {
      if (!(path instanceof SVGPathElement)) return [];
      const { x, y } = path.getPointAtLength(path.getTotalLength());
      const end = new DOMPoint(x, y).matrixTransform(path.getScreenCTM() ?? undefined);
      return [{ x: end.x, y: end.y }];
    }),
  );

/** One of the lines ends at the left side of a node. */
async function expectEnd(lines: Locator, node: Locator): Promise<void> {
  await expect
    .poll(async () => {
      const { x, y, height } = await boxOf(node);
      const ends = await endsOf(lines);
      return ends.filter((end) => Math.abs(end.x - x) < 4 && end.y > y && end.y < y + height).length;
    })
    .toBe(1);
}

test('a spread-out graph is shown completely, as boxes and lines, and a node is dragged with its wires', async ({
  studio,
  page,
}) => {
  const document = await spread();
  await studio.open('spread.json', JSON.stringify(document));
  const nodes = page.locator('.react-flow__node');
  await expect(nodes).toHaveCount(document.nodes.length);
  const canvas = await studio.canvasBox();
  await expect
    .poll(async () => {
      const boxes = await Promise.all((await nodes.all()).map(boxOf));
      return boxes.every(
        (box) =>
          box.x >= canvas.x &&
          box.y >= canvas.y &&
          box.x + box.width <= canvas.x + canvas.width &&
          box.y + box.height <= canvas.y + canvas.height,
      );
    })
    .toBe(true);
  await expect(page.locator('.socket-name')).toHaveCount(0);
  const lines = page.locator('.distant-wires path');
  await expect(lines).toHaveCount(document.edges.length);
  await expectEnd(lines, studio.node('audio'));

  const box = await boxOf(studio.node('audio'));
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2 + 40, box.y + box.height / 2 + 30, { steps: 5 });
  await expect.poll(async () => (await boxOf(studio.node('audio'))).x - box.x).toBeGreaterThan(30);
  await expectEnd(lines, studio.node('audio'));
  await page.mouse.up();
  await expectEnd(lines, studio.node('audio'));
  const moved = placeOf(await studio.saved(), 'audio');
  expect(moved?.x).toBeGreaterThan((placeOf(document, 'audio')?.x ?? 0) + 200);
  await studio.button('Undo').click();
  expect(placeOf(await studio.saved(), 'audio')).toEqual(placeOf(document, 'audio'));
  await expect(studio.button('Undo')).toBeDisabled();
  await expectEnd(lines, studio.node('audio'));
});

test('after zooming in, a simplified node is complete, and its wires end at their sockets', async ({
  studio,
  page,
}) => {
  await studio.open('spread.json', JSON.stringify(await spread()));
  await expect(page.locator('.distant-wires')).not.toHaveCount(0);
  await studio.node('audio').click();
  await page.keyboard.press('z');
  await expect(studio.node('audio')).toContainText('Width C');
  await expect(page.locator('.distant-wires')).toHaveCount(0);
  const [wire] = (await spread()).edges.filter(({ to }) => to.node === 'audio');
  const line = studio
    .wire(`${wire?.from.node}/${wire?.from.socket}`, `audio/${wire?.to.socket}`)
    .locator('.react-flow__edge-path');
  await expect
    .poll(async () => {
      const { x, y, height } = await boxOf(studio.socket('audio', 'input', wire?.to.socket ?? ''));
      const [end] = await endsOf(line);
      return end && Math.hypot(end.x - x, end.y - (y + height / 2));
    })
    .toBeLessThan(2);
});

test('at a small zoom a node is renamed in place', async ({ studio, page }) => {
  await studio.open('spread.json', JSON.stringify(await spread()));
  await expect(page.locator('.distant-wires')).not.toHaveCount(0);
  await studio.node('audio').click();
  await page.keyboard.press('F2');
  await page.getByRole('textbox', { name: 'Name of the node' }).fill('Ears');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Name', exact: true })).toHaveValue('Ears');
  await page.keyboard.press('z');
  await expect(studio.node('audio').locator('.node-title')).toHaveText('Ears');
});
