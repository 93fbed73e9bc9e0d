import { readFile } from 'node:fs/promises';
import { parseDocument, type GraphDocument } from '../../graph-nodes/graph/document';
import { expect, test, type Studio } from './studio';

async function exported(studio: Studio, name: RegExp): Promise<Buffer> {
  await studio.button('Share').click();
  const download = studio.page.waitForEvent('download');
  // A tooltip would cover the first item.
  await expect(studio.page.getByRole('menuitem', { name })).toBeVisible();
  await expect(studio.page.getByRole('tooltip')).toHaveCount(0);
  await studio.page.getByRole('menuitem', { name }).click();
  const saved = await download;
  await expect(studio.page.locator('.toast').filter({ hasText: `Saved ${saved.suggestedFilename()}.` })).toBeVisible();
  return readFile(await saved.path());
}

/** Drops a file on the window. */
async function drop({ page }: Studio, bytes: Buffer, name: string, type: string): Promise<void> {
  const carried = await page.evaluateHandle(
    ([base64, fileName, mime]) => {
      const data = new DataTransfer();
      const content = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      data.items.add(new File([content], fileName, { type: mime }));
      return data;
    },
    [bytes.toString('base64'), name, type] as const,
  );
  await page.dispatchEvent('body', 'drop', { dataTransfer: carried });
}

/** For each wire of the drawing, the share of its points at which the picture has the wire's colour. */
function coloursAlongWires({ page }: Studio, svg: Buffer, png: Buffer): Promise<number[]> {
  return page.evaluate(
    async ([drawing, picture]) => {
      const root = new DOMParser().parseFromString(drawing, 'image/svg+xml').documentElement;
      document.body.append(root);
      const [left = 0, top = 0, width = 1] = (root.getAttribute('viewBox') ?? '').split(' ').map(Number);
      const bitmap = await createImageBitmap(
        new Blob([Uint8Array.from(atob(picture), (character) => character.charCodeAt(0))], { type: 'image/png' }),
      );
      const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
      if (!canvas) throw new Error('The page has no canvas.');
      canvas.drawImage(bitmap, 0, 0);
      const scale = bitmap.width / width;
      const shares = [...root.querySelectorAll<SVGPathElement>('path[data-wire]')].map((path) => {
        const points = Array.from({ length: 100 }, (_, index) =>
          path.getPointAtLength(((index + 0.5) / 100) * path.getTotalLength()),
        );
        const hits = points.filter(({ x, y }) => {
          const [red = 0, green = 0, blue = 0] = canvas.getImageData((x - left) * scale, (y - top) * scale, 1, 1).data;
          const hex = [red, green, blue].map((value) => value.toString(16).padStart(2, '0')).join('');
          return `#${hex}` === path.getAttribute('stroke');
        });
        return hits.length / points.length;
      });
      root.remove();
      return shares;
    },
    [svg.toString(), png.toString('base64')] as const,
  );
}

test('pictures of the graph contain its wires and the document, and open when they are dropped', async ({
  studio,
  page,
}) => {
  await page.getByRole('textbox', { name: 'Title of the graph' }).fill('In a picture – 그림 </metadata>');
  await page.keyboard.press('Enter');
  const before = parseDocument(await studio.save());
  const png = await exported(studio, /PNG/);
  const svg = await exported(studio, /SVG/);
  expect(svg.length).toBeLessThan(300_000);
  const shares = await coloursAlongWires(studio, svg, png);
  expect(shares).toHaveLength(before.edges.length);
  // Nodes, labels and other wires cover a part of some wires.
  expect(Math.min(...shares)).toBeGreaterThan(0.2);

  for (const [bytes, name, type] of [
    [png, 'picture.png', 'image/png'],
    [svg, 'picture.svg', 'image/svg+xml'],
  ] as const) {
    await page.getByRole('toolbar', { name: 'Graph' }).getByRole('button', { name: 'New graph' }).click();
    await expect(page.locator('.react-flow__node')).toHaveCount(0);
    await drop(studio, bytes, name, type);
    await expect(page.locator('.react-flow__node')).toHaveCount(9);
    expect(parseDocument(await studio.save())).toEqual(before);
  }
});

/** A document several times, below one another. */
function repeated({ nodes, edges, ...rest }: GraphDocument, times: number): GraphDocument {
  const copies = Array.from({ length: times }, (_, copy) => copy);
  return {
    ...rest,
    nodes: copies.flatMap((copy) =>
      nodes.map((node) => ({
        ...node,
        id: `${node.id}${copy}`,
        position: { x: node.position.x, y: node.position.y + 900 * copy },
      })),
    ),
    edges: copies.flatMap((copy) =>
      edges.map(({ from, to, ...edge }) => ({
        ...edge,
        from: { ...from, node: `${from.node}${copy}` },
        to: { ...to, node: `${to.node}${copy}` },
      })),
    ),
  };
}

test('the window handles events while a picture is made', async ({ studio, page }) => {
  // Counts turns of the event loop between a press of a menu item and the download, and the turns in which a PNG is drawn.
  await page.evaluate(() => {
    const { port1, port2 } = new MessageChannel();
    let turn = 0;
    port1.onmessage = () => {
      turn += 1;
      port2.postMessage(undefined);
    };
    port2.postMessage(undefined);
    const counted = { started: 0, ended: 0, drawn: [] as number[] };
    Object.assign(window, { counted });
    addEventListener(
      'click',
      ({ target }) => {
        if ((target as Element).closest('[role="menuitem"]')) Object.assign(counted, { started: turn, drawn: [] });
      },
      { capture: true },
    );
    const url = URL.createObjectURL.bind(URL);
    URL.createObjectURL = (blob) => {
      counted.ended = turn;
      return url(blob);
    };
    const draw = CanvasRenderingContext2D.prototype.drawImage as (...parameters: unknown[]) => void;
    CanvasRenderingContext2D.prototype.drawImage = function (...parameters: unknown[]) {
      counted.drawn.push(turn);
      draw.apply(this, parameters);
    };
  });
  const counted = () =>
    page.evaluate(
      () => (window as unknown as { counted: { started: number; ended: number; drawn: number[] } }).counted,
    );
  const nine = await studio.saved();
  for (const graph of [nine, repeated(nine, 7)]) {
    const parts = graph.nodes.length + graph.edges.length;
    await studio.open('graph.json', JSON.stringify(graph));
    await expect(page.locator('.react-flow__node')).toHaveCount(graph.nodes.length);
    await exported(studio, /SVG/);
    const { started, ended } = await counted();
    expect(ended - started).toBeGreaterThan(parts);
    await exported(studio, /PNG/);
    const { drawn } = await counted();
    expect(drawn.length).toBeGreaterThan(1);
    expect(new Set(drawn).size).toBe(drawn.length);
  }
});

test('the graph is exported as code', async ({ studio }) => {
  const code = (await exported(studio, /TypeScript/)).toString();
  expect(code).toContain('nodes_rmm_generator_layer.createLayer(');
  expect(code).toMatch(/const avrOut = avrLayer\({ "audio": rmmOut\["audio"\]/);
});

test('the gallery shows every preset with a picture and a sentence', async ({ studio, page }) => {
  await studio.button('Gallery').click();
  const groups = page.getByRole('dialog').getByRole('region', { name: /data files$|^Studies$/ });
  await expect(groups).toHaveCount(3);
  const cards = groups.getByRole('listitem');
  await expect(cards.first()).toBeVisible();
  /** Texts of the cards that lack a drawn node or a sentence. */
  const lacking = () =>
    cards.evaluateAll((all) =>
      all
        .filter((card) => {
          const sentence = card.querySelector('.muted')?.textContent.trim() ?? '';
          return card.querySelector('.graph-picture rect')?.checkVisibility() !== true || !sentence.endsWith('.');
        })
        .map((card) => card.textContent),
    );
  await expect.poll(lacking).toEqual([]);
});
