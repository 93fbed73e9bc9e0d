import type { Locator, Page } from '@playwright/test';
import { spawnSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, type Studio } from '../e2e/studio';

/** Writes docs/<name>.png, with a palette if pngquant is installed, for a third of the size. */
export async function keep(name: string, png: Buffer): Promise<void> {
  const { status, stdout } = spawnSync('pngquant', ['--quality', '70-98', '--strip', '-'], {
    input: png,
    maxBuffer: 2 ** 26,
  });
  const file = `docs/${name}.png`;
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, status === 0 ? stdout : png);
}

type Box = Readonly<Record<'x' | 'y' | 'width' | 'height', number>>;

/** Captures the window, or a part of it, without a pointer and without a fading message. */
export async function take(page: Page, name: string, clip?: Box): Promise<void> {
  await page.mouse.move(5, 5);
  await expect(page.getByRole('tooltip')).toHaveCount(0);
  await expect(page.locator('.toast')).toHaveCount(0);
  await keep(name, await page.screenshot(clip && { clip }));
}

/** The smallest box around the elements, with a margin, inside the canvas. */
export async function around(studio: Studio, elements: readonly Locator[], margin = 36): Promise<Box> {
  const canvas = await studio.canvasBox();
  const boxes = (await Promise.all(elements.map((element) => element.boundingBox()))).filter((box) => box !== null);
  const left = Math.max(canvas.x, Math.min(...boxes.map(({ x }) => x)) - margin);
  const top = Math.max(canvas.y, Math.min(...boxes.map(({ y }) => y)) - margin);
  const right = Math.min(canvas.x + canvas.width, Math.max(...boxes.map(({ x, width }) => x + width)) + margin);
  const bottom = Math.min(canvas.y + canvas.height, Math.max(...boxes.map(({ y, height }) => y + height)) + margin);
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** Brings some nodes into view at a readable size, and deselects them. */
export async function show(studio: Studio, ids: readonly string[]): Promise<void> {
  const { page } = studio;
  await page.keyboard.press('f');
  await page.keyboard.down('Control');
  for (const id of ids) await studio.node(id).locator('.node-title').click();
  await page.keyboard.up('Control');
  await page.keyboard.press('z');
  await page.mouse.click(...(await studio.emptyPlace()));
  await expect(page.locator('.react-flow__node.selected')).toHaveCount(0);
}

/** Closes the palette and the inspector, so that the graph has the width of the window. */
export async function closeSides(page: Page): Promise<void> {
  for (const key of ['Shift+P', 'Shift+I']) await page.keyboard.press(key);
  for (const name of ['Nodes to add', 'Inspector']) await expect(page.getByLabel(name, { exact: true })).toBeHidden();
}
