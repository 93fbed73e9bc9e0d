import type { Point } from '../documents/editing';

/** Lengths at the start and at the end of a wire at which only the anchors that move its ends react to the pointer. */
const margins = { start: 26, end: 48 } as const;

/** A polyline without a first part of the given length. */
function without(line: readonly Point[], length: number): Point[] {
  let left = length;
  for (const [index, a] of line.entries()) {
    const b = line[index + 1];
    if (!b) break;
    const part = Math.hypot(b.x - a.x, b.y - a.y);
    if (part > left) {
      const share = left / part;
      return [{ x: a.x + share * (b.x - a.x), y: a.y + share * (b.y - a.y) }, ...line.slice(index + 1)];
    }
    left -= part;
  }
  return [];
}

/**
 * Clickable part of a wire, as the `d` of an SVG path. Its ends are excluded: the sockets of a node are closer together than
 * the clickable strip is wide, so the strip of one wire would cover the anchor of another.
 * @param line the wire as a polyline
 */
export function graspedPart(line: readonly Point[]): string {
  const length = line.slice(1).reduce((sum, { x, y }, index) => {
    const before = line[index] ?? { x, y };
    return sum + Math.hypot(x - before.x, y - before.y);
  }, 0);
  const inner = without(
    without(line, Math.min(margins.start, length / 4)).reverse(),
    Math.min(margins.end, length / 4),
  ).reverse();
  return inner.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x.toFixed(2)},${y.toFixed(2)}`).join(' ');
}
