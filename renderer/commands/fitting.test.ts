import { describe, expect, it } from 'vitest';
import { fitting, leastZoom, showsAll } from './fitting';

const canvas = { width: 800, height: 600 };
const minimap = { x: 650, y: 490, width: 134, height: 90 };

/** Drawn position of a box. */
function drawn(box: { x: number; y: number; width: number; height: number }, view: ReturnType<typeof fitting>) {
  const right = view.x + view.zoom * (box.x + box.width);
  return { right, bottom: view.y + view.zoom * (box.y + box.height) };
}

describe('fitting a graph into view', () => {
  it('keeps it as large as possible if nothing covers a node', () => {
    const wide = [
      { x: 0, y: 0, width: 200, height: 150 },
      { x: 1000, y: 0, width: 200, height: 150 },
    ];
    expect(fitting(wide, canvas, [minimap])).toEqual(fitting(wide, canvas, []));
  });

  it('keeps a graph above the overview or beside it, whichever leaves it larger', () => {
    const [square, high] = [
      [
        { x: 0, y: 0, width: 200, height: 200 },
        { x: 900, y: 600, width: 200, height: 200 },
      ],
      [
        { x: 0, y: 0, width: 200, height: 200 },
        { x: 250, y: 1400, width: 400, height: 200 },
      ],
    ] as const;
    const above = fitting(square, canvas, [minimap]);
    expect(drawn(square[1], above).bottom).toBeLessThanOrEqual(minimap.y);
    const plain = fitting(high, canvas, []);
    const cover = { x: 480, y: 450, width: 300, height: 140 };
    const beside = fitting(high, canvas, [cover]);
    expect(beside.zoom).toBe(plain.zoom);
    expect(drawn(high[1], beside).right).toBeLessThanOrEqual(cover.x);
  });
});

it('shows all nodes if none is outside of the canvas or under an element over it', () => {
  const boxes = [
    { x: 0, y: 0, width: 200, height: 100 },
    { x: 500, y: 400, width: 200, height: 100 },
  ];
  const view = { x: 0, y: 0, zoom: 1 };
  expect(showsAll(boxes, view, canvas, [])).toBe(true);
  expect(showsAll(boxes, view, canvas, [minimap])).toBe(false);
  expect(showsAll(boxes, view, { width: 800, height: 450 }, [])).toBe(false);
  expect(showsAll(boxes, { ...view, x: -1 }, canvas, [])).toBe(false);
});

describe('the minimum zoom of the canvas', () => {
  const box = (x: number, y: number) => ({ x, y, width: 200, height: 150 });

  it('shows a large graph whole, with the overview beside it', () => {
    const large = [box(0, 0), box(9000, 0), box(4000, 12_000)];
    expect(leastZoom(large, canvas)).toBeLessThan(fitting(large, canvas, [minimap]).zoom);
  });

  it('is the usual one for a small graph and for none', () => {
    expect(leastZoom([box(0, 0), box(900, 400)], canvas)).toBe(0.2);
    expect(leastZoom([], canvas)).toBe(0.2);
  });
});
