/** A place on the canvas, in pixels at a zoom of 1. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface WirePath {
  /** The `d` of an SVG path. */
  readonly path: string;
  readonly middle: Point;
}

/** Draws a wire from an output over its reroute points to an input. */
export type DrawWire = (start: Point, via: readonly Point[], end: Point) => WirePath;

/** Distance from the end of a curve to its control point, along the horizontal. */
const reach = (distance: number): number => (distance >= 0 ? distance / 2 : 6.25 * Math.sqrt(-distance));

/** A chain of cubic curves that leave each point to the right and enter the next one from the left. */
export const curvedWire: DrawWire = (start, via, end) => {
  const ends = [...via, end];
  const starts = [start, ...via];
  const parts = ends.map((to, index) => {
    const from = starts[index] ?? start;
    const bend = reach(to.x - from.x);
    return `M${from.x},${from.y} C${from.x + bend},${from.y} ${to.x - bend},${to.y} ${to.x},${to.y}`;
  });
  const at = Math.floor(via.length / 2);
  const [from, to] = [starts[at] ?? start, ends[at] ?? end];
  return { path: parts.join(' '), middle: { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 } };
};
