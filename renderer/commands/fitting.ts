import { getViewportForBounds, type Rect, type Viewport } from '@xyflow/react';

/** Space at the right for the shape on a wire without another end. */
const padding = { x: '22px', y: 0.05, right: '50px' } as const;
const maxZoom = 1.4;
/** Minimum zoom of a canvas whose graph does not need a lower one. */
const usualMinZoom = 0.2;
/** Distance between the graph and the elements over the canvas. */
const gap = 10;
/** Sizes of nodes are known only in whole pixels. */
const rounding = 1;

const boundsOf = (boxes: readonly Rect[]): Rect => {
  const [x, y] = [Math.min(...boxes.map((box) => box.x)), Math.min(...boxes.map((box) => box.y))];
  return {
    x,
    y,
    width: Math.max(...boxes.map((box) => box.x + box.width)) - x,
    height: Math.max(...boxes.map((box) => box.y + box.height)) - y,
  };
};

const overlap = (a: Rect, b: Rect): boolean =>
  a.x < b.x + b.width + rounding &&
  b.x < a.x + a.width + rounding &&
  a.y < b.y + b.height + rounding &&
  b.y < a.y + a.height + rounding;

/**
 * The view that shows a whole graph as large as possible, with no node under the elements at the corners of the canvas. If the
 * plain view hides one, the graph stays above or to the left of it, whichever leaves it larger.
 * @param boxes the nodes, in the graph's coordinates
 * @param covered elements over the canvas at its lower edge, in pixels from the canvas's corner
 */
export function fitting(
  boxes: readonly Rect[],
  { width, height }: { readonly width: number; readonly height: number },
  covered: readonly Rect[],
): Viewport {
  const bounds = boundsOf(boxes);
  const view = (more: object): Viewport =>
    getViewportForBounds(bounds, width, height, 0, maxZoom, { ...padding, ...more });
  const hides = ({ x, y, zoom }: Viewport): boolean =>
    boxes.some((box) => {
      const drawn = { x: x + zoom * box.x, y: y + zoom * box.y, width: zoom * box.width, height: zoom * box.height };
      return covered.some((cover) => overlap(drawn, cover));
    });
  const plain = view({});
  if (!hides(plain)) return plain;
  const above = height - Math.min(...covered.map((cover) => cover.y)) + gap;
  // To the left only of elements in the right half; the graph avoids the others by staying above.
  const left = width - Math.min(...covered.map(({ x }) => (x > width / 2 ? x : width))) + gap;
  const [higher, beside] = [view({ bottom: `${above}px` }), view({ right: `${left}px` })];
  return beside.zoom > higher.zoom && !hides(beside) ? beside : higher;
}

/** True if every node is inside the canvas and none is under the elements over it. */
export function showsAll(
  boxes: readonly Rect[],
  { x, y, zoom }: Viewport,
  { width, height }: { readonly width: number; readonly height: number },
  covered: readonly Rect[],
): boolean {
  return boxes.every((box) => {
    const drawn = { x: x + zoom * box.x, y: y + zoom * box.y, width: zoom * box.width, height: zoom * box.height };
    const inside = drawn.x >= 0 && drawn.y >= 0 && drawn.x + drawn.width <= width && drawn.y + drawn.height <= height;
    return inside && !covered.some((cover) => overlap(drawn, cover));
  });
}

/**
 * Minimum zoom of a canvas: a large graph is visible with some space around it.
 * @param boxes the nodes, in the graph's coordinates
 */
export function leastZoom(boxes: readonly Rect[], canvas: { readonly width: number; readonly height: number }): number {
  if (boxes.length === 0 || canvas.width === 0 || canvas.height === 0) return usualMinZoom;
  const { width, height } = boundsOf(boxes);
  return Math.min(usualMinZoom, Math.min(canvas.width / width, canvas.height / height) / 2);
}
