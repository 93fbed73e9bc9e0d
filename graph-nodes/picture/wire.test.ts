import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Box, Point } from './geometry';
import { crosses, Obstacles } from './obstacles';
import { route } from './route';
import { wirePath } from './wire';

const start = { x: 0, y: 0 };
const end = { x: 400, y: 0 };
const wall: Box = { x: 150, y: -100, width: 100, height: 150 };

/** Boxes that a polyline passes through. */
const passed = (line: readonly Point[], boxes: readonly Box[]): Box[] =>
  boxes.filter((box) => line.some((b, index) => index > 0 && crosses(line[index - 1] ?? b, b, box, 0)));

/** Points on a path of lines and quadratic curves, from its commands. */
function pointsOn(path: string): Point[] {
  let at: Point = { x: 0, y: 0 };
  return [...path.matchAll(/([MLQ])([^MLQ]+)/g)].flatMap(([, command, text = '']) => {
    const points = text
      .trim()
      .split(' ')
      .map((pair): Point => {
        const [x = 0, y = 0] = pair.split(',').map(Number);
        return { x, y };
      });
    const [from, control, to] = [at, points[0] ?? at, points.at(-1) ?? at];
    at = to;
    if (command !== 'Q') return [to];
    return [0.25, 0.5, 0.75, 1].map((share) => {
      const mix = (axis: 'x' | 'y') =>
        (1 - share) ** 2 * from[axis] + 2 * share * (1 - share) * control[axis] + share ** 2 * to[axis];
      return { x: mix('x'), y: mix('y') };
    });
  });
}

describe('a wire', () => {
  it('is a curve over its reroute points, and has its glyph in the middle', () => {
    const { path, middle } = wirePath({ x: 0, y: 0 }, [], { x: 100, y: 50 });
    expect(path).toBe('M0,0 C50,0 50,50 100,50');
    expect(middle).toEqual({ x: 50, y: 25 });
    expect(wirePath({ x: 0, y: 0 }, [{ x: 10, y: 0 }], { x: 20, y: 0 }).path).toBe(
      'M0,0 C5,0 5,0 10,0 M10,0 C15,0 15,0 20,0',
    );
  });

  it('is straight along its label, if there is room for the curve', () => {
    expect(wirePath({ x: 0, y: 0 }, [], { x: 200, y: 50 }, { lead: 80 }).path).toBe('M0,0 L80,0 C140,0 140,50 200,50');
    expect(wirePath({ x: 0, y: 0 }, [], { x: 90, y: 50 }, { lead: 80 }).path).toBe('M0,0 L66,0 C78,0 78,50 90,50');
    expect(wirePath({ x: 0, y: 0 }, [], { x: -50, y: 50 }, { lead: 80 }).path).toMatch(/^M0,0 C/);
  });

  it('keeps a curve unchanged if it passes no box', () => {
    const beside = new Obstacles([{ ...wall, y: 60 }]);
    expect(wirePath(start, [], end, { obstacles: beside })).toEqual(wirePath(start, [], end));
  });

  it('goes around a box at a distance, below it unless that is far longer', () => {
    const below = wirePath(start, [], end, { obstacles: new Obstacles([wall]) });
    expect(below.line).toEqual([start, { x: 134, y: 0 }, { x: 134, y: 66 }, { x: 390, y: 66 }, { x: 390, y: 0 }, end]);
    expect(passed(pointsOn(below.path), [wall])).toEqual([]);
    const high = { ...wall, y: -20, height: 400 };
    expect(Math.min(...wirePath(start, [], end, { obstacles: new Obstacles([high]) }).line.map(({ y }) => y))).toBe(
      -36,
    );
  });

  it('goes around between its reroute points, and passes each of them', () => {
    const via = [{ x: 200, y: 300 }];
    const { line } = wirePath(start, via, end, { obstacles: new Obstacles([wall, { ...wall, y: 150, height: 100 }]) });
    expect(line).toEqual(expect.arrayContaining(via));
    expect(passed(line, [wall])).toEqual([]);
  });

  it('is a plain curve if boxes leave no route', () => {
    const cage = [
      { x: -300, y: -40, width: 700, height: 20 },
      { x: -300, y: 20, width: 700, height: 20 },
      { x: 100, y: -40, width: 20, height: 80 },
      { x: -300, y: -40, width: 20, height: 80 },
    ];
    expect(wirePath(start, [], { x: 200, y: 0 }, { obstacles: new Obstacles(cage) }).path).toMatch(/^M0,0 C/);
  });

  it('keeps a distance from a wire of another output around the same boxes', () => {
    const obstacles = new Obstacles([wall]);
    const [near, far] = [0, 8].map((aside) => wirePath(start, [], end, { obstacles, aside }).line.map(({ y }) => y));
    expect(Math.max(...(far ?? [])) - Math.max(...(near ?? []))).toBe(8);
  });
});

/** Right, down, left, up. */
const steps = [
  [1, 0],
  [0, 1],
  [-1, 0],
  [0, -1],
] as const;

/**
 * True if there is a route from a point, to the right, to another one, entered from the left: found on a fine raster, without
 * reversing.
 */
function isReachable(from: Point, to: Point, boxes: readonly Box[], margin: number, step: number): boolean {
  const free = ({ x, y }: Point) =>
    boxes.every(
      (box) =>
        x <= box.x - margin ||
        x >= box.x + box.width + margin ||
        y <= box.y - margin ||
        y >= box.y + box.height + margin,
    );
  if (!free(from) || !free(to)) return false;
  const open = [{ ...from, direction: 0 }];
  const seen = new Set<string>();
  for (let at = open.pop(); at; at = open.pop()) {
    const key = `${at.x} ${at.y} ${at.direction}`;
    if (seen.has(key)) continue;
    seen.add(key);
    if (at.x === to.x && at.y === to.y && at.direction !== 2) return true;
    for (const [direction, [dx, dy]] of steps.entries()) {
      if (Math.abs(direction - at.direction) === 2) continue;
      const next = { x: at.x + step * dx, y: at.y + step * dy, direction };
      if (Math.abs(next.x) <= 42 * step && Math.abs(next.y) <= 42 * step && free(next)) open.push(next);
    }
  }
  return false;
}

describe('a route around boxes', () => {
  const unit = 20;
  const coordinate = fc.integer({ min: -10, max: 10 }).map((count) => unit * count);
  const size = fc.integer({ min: 1, max: 8 }).map((count) => unit * count);
  const box = fc.record({ x: coordinate, y: coordinate, width: size, height: size });
  const place = fc.record({ x: coordinate, y: coordinate });

  it('starts and ends at the sockets, horizontally, and passes no box if there is a route', () => {
    fc.assert(
      fc.property(fc.array(box, { maxLength: 12 }), place, place, (boxes, from, to) => {
        const way = route(from, to, new Obstacles(boxes));
        // The minimum distance from boxes is 7.
        const [leaving, entering] = [
          { x: from.x + unit, y: from.y },
          { x: to.x - unit, y: to.y },
        ];
        const blocked = boxes.some((other) => crosses(from, leaving, other, 7) || crosses(entering, to, other, 7));
        if (!blocked && isReachable(leaving, entering, boxes, 7, unit / 2)) expect(way).toBeDefined();
        if (!way) return;
        expect([way[0], way.at(-1)]).toEqual([from, to]);
        expect(passed(way, boxes)).toEqual([]);
        const [first, last] = [way[1], way.at(-2)];
        expect([first?.y, last?.y]).toEqual([from.y, to.y]);
        expect((first?.x ?? 0) > from.x && (last?.x ?? 0) < to.x).toBe(true);
        way.forEach((point, index) => {
          const next = way[index + 1] ?? point;
          expect(point.x === next.x || point.y === next.y).toBe(true);
        });
        const drawn = wirePath(from, [], to, { obstacles: new Obstacles(boxes) });
        expect(passed(drawn.path.includes('C') ? drawn.line : pointsOn(drawn.path), boxes)).toEqual([]);
      }),
      { seed: 1, numRuns: 100 },
    );
  });
});
