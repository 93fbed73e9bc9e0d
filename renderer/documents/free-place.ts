import { overlap, type Box } from './boxes';
import type { Point } from './editing';

/** Gap between a new node and others. */
const gap = 40;
/** Number of places in each direction that are tried. */
const mostSteps = 12;

const steps = Array.from({ length: 2 * mostSteps + 1 }, (_, index) => index - mostSteps);

/** Places of a grid around a box, the nearest first; of equally near ones the right one, then the lower one. */
function placesAround({ x, y, width, height }: Omit<Box, 'id'>): Point[] {
  return steps
    .flatMap((right) => steps.map((down) => ({ x: right * (width + gap), y: down * (height + gap) })))
    .sort((a, b) => Math.hypot(a.x, a.y) - Math.hypot(b.x, b.y) || b.x - a.x || b.y - a.y)
    .map((step) => ({ x: x + step.x, y: y + step.y }));
}

/** Place nearest to that of a box at which the box touches no other; its own place if there is none. */
export function freePlace(boxes: readonly Box[], wanted: Omit<Box, 'id'>): Point {
  const isFree = (place: Point) => !boxes.some((box) => overlap({ ...wanted, ...place }, box, gap / 2));
  return placesAround(wanted).find(isFree) ?? { x: wanted.x, y: wanted.y };
}
