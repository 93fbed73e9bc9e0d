import type { Point } from './geometry';
import type { Obstacles } from './obstacles';
import { route } from './route';

export interface WirePath {
  /** The `d` of an SVG path. */
  readonly path: string;
  readonly middle: Point;
  /** Approximation of the same path as a polyline. */
  readonly line: readonly Point[];
}

export interface WireOptions {
  /** Boxes that the wire avoids. */
  readonly obstacles?: Obstacles | undefined;
  /** Length of the label at the start. The wire is straight along it. */
  readonly lead?: number;
  /** Additional distance from boxes, which separates wires around the same boxes. */
  readonly aside?: number;
}

/** Distance between two wires around the same boxes from different outputs of a node. */
const asideStep = 8;

/** Additional distance from boxes for the lower outputs of a node, which separates wires around the same boxes. */
export const asideOf = (output: number): number => asideStep * Math.max(0, output);

/** Minimum distance of a plain curve from boxes. */
const clearance = 4;
/** Room for the curve after a label. */
const curveRoom = 24;
/** Largest radius of a bend. */
const radius = 14;
/** Number of lines that approximate a curve in checks. */
const parts = 24;

/**
 * Path of a wire from an output over its reroute points to an input: curves, and routes around boxes if a curve would pass
 * behind one.
 */
export function wirePath(start: Point, via: readonly Point[], end: Point, options: WireOptions = {}): WirePath {
  let from = start;
  let middle: Point = start;
  const legs = [...via, end].map((to, index) => {
    const leg = legPath(from, to, index === 0 ? options : { ...options, lead: 0 });
    if (index === Math.floor(via.length / 2)) middle = leg.middle;
    from = to;
    return leg;
  });
  return { path: legs.map(({ path }) => path).join(' '), middle, line: legs.flatMap(({ line }) => line) };
}

/** The curve between two points, or the route around the boxes that it would cross. */
function legPath(from: Point, to: Point, { obstacles, lead = 0, aside = 0 }: WireOptions): WirePath {
  const curve = curveOf(from, to, Math.max(0, Math.min(lead, to.x - from.x - curveRoom)));
  if (!obstacles || obstacles.hit(linesOf(curve), clearance).size === 0) return drawnCurve(curve);
  const around = route(from, to, obstacles, { lead, aside });
  return around ? drawnBends(around) : drawnCurve(curve);
}

/** A straight line to the start of a cubic Bézier curve, its two control points, and its end. */
type Curve = readonly [line: Point, start: Point, one: Point, other: Point, end: Point];

/** Handles with half the length of the distance; a wire that goes back extends by less than its distance. */
function curveOf(from: Point, to: Point, lead: number): Curve {
  const start = { x: from.x + lead, y: from.y };
  const distance = to.x - start.x;
  const swing = distance >= 0 ? distance / 2 : 6.25 * Math.sqrt(-distance);
  return [from, start, { x: start.x + swing, y: start.y }, { x: to.x - swing, y: to.y }, to];
}

function pointOn([, start, one, other, end]: Curve, share: number): Point {
  const rest = 1 - share;
  const at = (axis: 'x' | 'y') =>
    rest ** 3 * start[axis] +
    3 * rest ** 2 * share * one[axis] +
    3 * rest * share ** 2 * other[axis] +
    share ** 3 * end[axis];
  return { x: at('x'), y: at('y') };
}

const linesOf = (curve: Curve): Point[] => [
  curve[0],
  ...Array.from({ length: parts + 1 }, (_, index) => pointOn(curve, index / parts)),
];

const write = ({ x, y }: Point): string => `${round(x)},${round(y)}`;
const round = (value: number): number => Math.round(100 * value) / 100;

function drawnCurve(curve: Curve): WirePath {
  const [line, start, one, other, end] = curve;
  const first = line.x === start.x ? '' : ` L${write(start)}`;
  return {
    path: `M${write(line)}${first} C${write(one)} ${write(other)} ${write(end)}`,
    middle: pointOn(curve, 1 / 2),
    line: linesOf(curve),
  };
}

const lengthOf = (a: Point, b: Point): number => Math.hypot(b.x - a.x, b.y - a.y);

const between = (a: Point, b: Point, share: number): Point => ({
  x: a.x + share * (b.x - a.x),
  y: a.y + share * (b.y - a.y),
});

/** A polyline with round bends, which cut its corners by less than their distance from boxes. */
function drawnBends(line: readonly Point[]): WirePath {
  const [first, ...rest] = line;
  if (!first) return { path: '', middle: { x: 0, y: 0 }, line };
  const bends = rest.slice(0, -1).map((corner, index) => {
    const [before, after] = [line[index] ?? corner, line[index + 2] ?? corner];
    const [back, on] = [lengthOf(corner, before), lengthOf(corner, after)];
    const size = Math.min(radius, back / 2, on / 2);
    return `L${write(between(corner, before, size / back))} Q${write(corner)} ${write(between(corner, after, size / on))}`;
  });
  const path = [`M${write(first)}`, ...bends, `L${write(rest.at(-1) ?? first)}`].join(' ');
  return { path, middle: halfway(line), line };
}

/** Midpoint of a polyline. */
function halfway(line: readonly Point[]): Point {
  const lengths = line.slice(1).map((point, index) => lengthOf(line[index] ?? point, point));
  let left = lengths.reduce((sum, length) => sum + length, 0) / 2;
  for (const [index, length] of lengths.entries()) {
    const [a, b] = [line[index], line[index + 1]];
    if (a && b && length >= left) return between(a, b, length === 0 ? 0 : left / length);
    left -= length;
  }
  return line[0] ?? { x: 0, y: 0 };
}
