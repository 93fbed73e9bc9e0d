import { overlap, type Box } from './boxes';
import type { Point } from './editing';

/** Between a new node and others. */
const gap = 40;
/** Rings around the wanted place that are searched, at most. */
const mostRings = 12;

/** Steps of one ring around a place, the nearest first, of equally near ones the right before the left. */
function ring(radius: number): Point[] {
  const steps = Array.from({ length: 2 * radius + 1 }, (_, index) => index - radius);
  return steps
    .flatMap((x) => steps.map((y) => ({ x, y })))
    .filter(({ x, y }) => Math.max(Math.abs(x), Math.abs(y)) === radius)
    .sort((a, b) => Math.hypot(a.x, a.y) - Math.hypot(b.x, b.y) || b.x - a.x || b.y - a.y);
}

/** The place nearest to that of a box at which the box touches no other. */
export function freePlace(boxes: readonly Box[], wanted: Omit<Box, 'id'>): Point {
  const touches = (place: Point) => boxes.some((box) => overlap({ ...wanted, ...place }, box, gap / 2));
  for (let radius = 0; radius <= mostRings; radius += 1) {
    for (const step of ring(radius)) {
      const place = { x: wanted.x + step.x * (wanted.width + gap), y: wanted.y + step.y * (wanted.height + gap) };
      if (!touches(place)) return place;
    }
  }
  return { x: wanted.x, y: wanted.y };
}
