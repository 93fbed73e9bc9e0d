import type { Box, Point } from './geometry';
import type { Obstacles } from './obstacles';

/**
 * A route for a wire around boxes: a polyline of horizontal and vertical lines with few bends. Only boxes on the route are
 * considered: the next try avoids the boxes that the previous one passes, until a try passes none.
 */

/** Distances from the boxes; the first one with a route is used. */
const margins = [16, 10, 7];
/** Minimum distance from the box of a node to the outer end of a handle. A bend is as far outside as the rest of the route. */
const handle = 6;
/** Additional length of a wire that is accepted to save one bend. */
const bend = 40;
/** Relative increase of the cost of a route above both ends, because titles and comments are at the upper edges of nodes. */
const above = 0.3;

/**
 * Bends of a wire around obstacles, from its start, which it leaves to the right, to its end, which it enters from the left.
 * @param lead length of the first line, for the wire's label
 * @param aside additional distance from boxes, which separates wires around the same boxes
 * @returns undefined if the obstacles leave no route
 */
export function route(
  start: Point,
  end: Point,
  obstacles: Obstacles,
  { lead = 0, aside = 0 } = {},
): readonly Point[] | undefined {
  for (const margin of aside > 0 ? [16 + aside, ...margins] : margins) {
    const stub = margin - handle;
    for (const first of lead > stub ? [lead, stub] : [stub]) {
      const way = routeAt(start, end, obstacles, { lead: first, stub, margin });
      if (way) return way;
    }
  }
  return undefined;
}

interface Distances {
  /** Lengths of the first and of the last line. */
  readonly lead: number;
  readonly stub: number;
  /** Distance from the boxes. */
  readonly margin: number;
}

function routeAt(start: Point, end: Point, obstacles: Obstacles, { lead, stub, margin }: Distances) {
  const [from, to] = [
    { x: start.x + lead, y: start.y },
    { x: end.x - stub, y: end.y },
  ];
  if (obstacles.hit([start, from], 0).size > 0 || obstacles.hit([to, end], 0).size > 0) return undefined;
  const known = obstacles.hit([from, to], margin);
  for (;;) {
    const way = search(from, to, [...known], margin);
    if (!way) return undefined;
    const hit = [...obstacles.hit(way, margin - 0.5)].filter((box) => !known.has(box));
    if (hit.length === 0) return withoutStraight([start, ...way, end]);
    for (const box of hit) known.add(box);
  }
}

/** A polyline without points on straight lines. */
const withoutStraight = (line: readonly Point[]): Point[] =>
  line.filter((point, index) => {
    const [before, after] = [line[index - 1], line[index + 1]];
    if (!before || !after) return true;
    const straight = (axis: 'x' | 'y') => before[axis] === point[axis] && point[axis] === after[axis];
    return !straight('x') && !straight('y');
  });

/** Lines of the grid that contain the shortest routes: the sides of the boxes with their margins, and the two ends. */
const gridOf = (values: readonly number[]): number[] => [...new Set(values)].sort((a, b) => a - b);

/** Right, down, left, up. */
const steps = [
  [1, 0],
  [0, 1],
  [-1, 0],
  [0, -1],
] as const;

/** The cheapest route on the grid around boxes, by A* with the distance to the end. */
function search(from: Point, to: Point, boxes: readonly Box[], margin: number): Point[] | undefined {
  const sides = boxes.map(({ x, y, width, height }) => ({
    left: x - margin,
    right: x + width + margin,
    top: y - margin,
    bottom: y + height + margin,
  }));
  const xs = gridOf([from.x, to.x, ...sides.flatMap(({ left, right }) => [left, right])]);
  // A wire that turns back needs a parallel line.
  const beside = [from.y, to.y].flatMap((y) => [y - 2 * margin, y + 2 * margin]);
  const ys = gridOf([from.y, to.y, ...beside, ...sides.flatMap(({ top, bottom }) => [top, bottom])]);
  const [columns, rows] = [xs.length, ys.length];
  const place = (x: number, y: number) => y * columns + x;
  // A step to the right, or down, from a grid point is blocked if it is inside a box.
  const closed = { across: new Uint8Array(columns * rows), down: new Uint8Array(columns * rows) };
  const column = new Map(xs.map((x, index) => [x, index]));
  const row = new Map(ys.map((y, index) => [y, index]));
  for (const side of sides) {
    const [left, right] = [column.get(side.left) ?? 0, column.get(side.right) ?? 0];
    const [top, bottom] = [row.get(side.top) ?? 0, row.get(side.bottom) ?? 0];
    for (let y = top; y <= bottom; y += 1) {
      for (let x = left; x <= right; x += 1) {
        if (y > top && y < bottom && x < right) closed.across[place(x, y)] = 1;
        if (x > left && x < right && y < bottom) closed.down[place(x, y)] = 1;
      }
    }
  }
  const level = Math.min(from.y, to.y);
  const costs = new Float64Array(4 * columns * rows).fill(Infinity);
  const origins = new Int32Array(4 * columns * rows).fill(-1);
  const queue = new Queue();
  const [goalX, goalY] = [column.get(to.x) ?? 0, row.get(to.y) ?? 0];
  const first = 4 * place(column.get(from.x) ?? 0, row.get(from.y) ?? 0);
  costs[first] = 0;
  queue.add(first, 0);
  for (let state = queue.take(); state !== undefined; state = queue.take()) {
    const [direction, at] = [state % 4, Math.floor(state / 4)];
    const [x, y] = [at % columns, Math.floor(at / columns)];
    if (x === goalX && y === goalY) {
      if (direction === 2) continue;
      return wayBack(state, origins, (index) => ({
        x: xs[index % columns] ?? 0,
        y: ys[Math.floor(index / columns)] ?? 0,
      }));
    }
    for (const [turned, [dx, dy]] of steps.entries()) {
      const [nextX, nextY] = [x + dx, y + dy];
      if (Math.abs(turned - direction) === 2 || nextX < 0 || nextX >= columns || nextY < 0 || nextY >= rows) continue;
      const passed = place(Math.min(x, nextX), Math.min(y, nextY));
      if ((dy === 0 ? closed.across : closed.down)[passed] === 1) continue;
      const [wide, high] = [Math.abs((xs[nextX] ?? 0) - (xs[x] ?? 0)), Math.abs((ys[nextY] ?? 0) - (ys[y] ?? 0))];
      const arriving = nextX === goalX && nextY === goalY && turned !== 0;
      const cost =
        (costs[state] ?? 0) +
        high +
        wide * ((ys[y] ?? 0) < level ? 1 + above : 1) +
        (turned === direction ? 0 : bend) +
        (arriving ? bend : 0);
      const next = 4 * place(nextX, nextY) + turned;
      if (cost >= (costs[next] ?? 0)) continue;
      costs[next] = cost;
      origins[next] = state;
      queue.add(next, cost + Math.abs((xs[nextX] ?? 0) - to.x) + Math.abs((ys[nextY] ?? 0) - to.y));
    }
  }
  return undefined;
}

function wayBack(last: number, origins: Int32Array, pointAt: (place: number) => Point): Point[] {
  const way: Point[] = [];
  for (let state = last; state >= 0; state = origins[state] ?? -1) way.push(pointAt(Math.floor(state / 4)));
  return way.reverse();
}

/** A binary heap of numbers; the smallest cost comes first. */
class Queue {
  private readonly heap: { readonly item: number; readonly cost: number }[] = [];

  add(item: number, cost: number): void {
    const { heap } = this;
    let index = heap.push({ item, cost }) - 1;
    for (let parent = (index - 1) >> 1; index > 0; index = parent, parent = (index - 1) >> 1) {
      const [own, above] = [heap[index], heap[parent]];
      if (!own || !above || above.cost <= own.cost) return;
      [heap[index], heap[parent]] = [above, own];
    }
  }

  take(): number | undefined {
    const { heap } = this;
    const [first, last] = [heap[0], heap.pop()];
    if (!first || !last || heap.length === 0) return first?.item;
    heap[0] = last;
    for (let index = 0; ;) {
      let least = index;
      for (const child of [2 * index + 1, 2 * index + 2]) {
        if ((heap[child]?.cost ?? Infinity) < (heap[least]?.cost ?? Infinity)) least = child;
      }
      const [own, smaller] = [heap[index], heap[least]];
      if (least === index || !own || !smaller) return first.item;
      [heap[index], heap[least]] = [smaller, own];
      index = least;
    }
  }
}
