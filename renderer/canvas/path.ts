import { getBezierPath, Position } from '@xyflow/react';
import type { Point } from '../documents/editing';

export interface WirePath {
  /** As the `d` of an SVG path. */
  readonly path: string;
  readonly middle: Point;
}

/** The curve of a wire from an output over its reroute points to an input. */
export function wirePath(start: Point, via: readonly Point[], end: Point): WirePath {
  let from = start;
  let middle: Point = start;
  const parts = [...via, end].map((to, index) => {
    const [part, x, y] = getBezierPath({
      sourceX: from.x,
      sourceY: from.y,
      sourcePosition: Position.Right,
      targetX: to.x,
      targetY: to.y,
      targetPosition: Position.Left,
    });
    if (index === Math.floor(via.length / 2)) middle = { x, y };
    from = to;
    return part;
  });
  return { path: parts.join(' '), middle };
}
