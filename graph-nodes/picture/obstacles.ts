import type { Box, Point } from './geometry';

/** Side of the squares that index the canvas. */
const square = 256;

/** True if a line passes through the inside of a box that is enlarged by a margin on every side. */
export function crosses(a: Point, b: Point, { x, y, width, height }: Box, margin: number): boolean {
  // Part of the line, from 0 to 1, between two opposite sides, for both pairs of sides.
  let [enter, leave] = [0, 1];
  for (const [from, to, low, high] of [
    [a.x, b.x, x - margin, x + width + margin],
    [a.y, b.y, y - margin, y + height + margin],
  ] as const) {
    if (from === to) {
      if (from <= low || from >= high) return false;
      continue;
    }
    const [one, other] = [(low - from) / (to - from), (high - from) / (to - from)];
    enter = Math.max(enter, Math.min(one, other));
    leave = Math.min(leave, Math.max(one, other));
  }
  return enter < leave;
}

/** Boxes that wires avoid, indexed by the squares of the canvas that contain them. */
export class Obstacles {
  private readonly squares = new Map<string, Box[]>();

  constructor(boxes: readonly Box[]) {
    for (const box of boxes) {
      for (const key of squaresOf(box.x, box.y, box.x + box.width, box.y + box.height)) {
        this.squares.set(key, [...(this.squares.get(key) ?? []), box]);
      }
    }
  }

  /** Boxes that a polyline passes through, or that are closer to it than a margin. */
  hit(line: readonly Point[], margin: number): Set<Box> {
    const hit = new Set<Box>();
    for (const [index, b] of line.entries()) {
      const a = line[index - 1];
      if (!a) continue;
      const [left, right] = [Math.min(a.x, b.x) - margin, Math.max(a.x, b.x) + margin];
      const [top, bottom] = [Math.min(a.y, b.y) - margin, Math.max(a.y, b.y) + margin];
      for (const key of squaresOf(left, top, right, bottom)) {
        for (const box of this.squares.get(key) ?? []) if (!hit.has(box) && crosses(a, b, box, margin)) hit.add(box);
      }
    }
    return hit;
  }
}

function* squaresOf(left: number, top: number, right: number, bottom: number): Iterable<string> {
  for (let x = Math.floor(left / square); x <= Math.floor(right / square); x += 1) {
    for (let y = Math.floor(top / square); y <= Math.floor(bottom / square); y += 1) yield `${x} ${y}`;
  }
}
