import { useLayoutEffect } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { GraphDocument } from '../../graph-nodes/graph/document';
import type { Point } from '../../graph-nodes/picture/geometry';
import { Obstacles } from '../../graph-nodes/picture/obstacles';
import { wirePath, type WirePath } from '../../graph-nodes/picture/wire';
import { usePlacement } from '../documents/active-graph';
import { obstacleBoxes, type Box, type Sizes } from '../documents/boxes';

/** A wire between the outer ends of its handles. */
export interface WireEnds {
  readonly start: Point;
  readonly via: readonly Point[];
  readonly end: Point;
  readonly lead: number;
  readonly aside: number;
}

/** While more nodes are dragged, their wires are plain curves. */
const mostMoving = 16;

interface Routing {
  readonly boxes: readonly Box[];
  readonly obstacles: Obstacles;
}

const routing = createStore<Routing>(() => ({ boxes: [], obstacles: new Obstacles([]) }));

const sameBox = (a: Box, b: Box | undefined): boolean =>
  a.id === b?.id && a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;

/** Gives all wires the boxes that they avoid; only a change of a box draws them again. */
export function useRouting(document: GraphDocument, sizes: Sizes): void {
  useLayoutEffect(() => {
    const known = routing.getState().boxes;
    const boxes = obstacleBoxes(document, sizes);
    const same = boxes.length === known.length && boxes.every((box, index) => sameBox(box, known[index]));
    if (!same) routing.setState({ boxes, obstacles: new Obstacles(boxes) });
  }, [document, sizes]);
}

const remembered = new WeakMap<Obstacles, Map<string, WirePath>>();

/** Path of a wire among the obstacles; searched once. */
export function pathAmong(obstacles: Obstacles, wire: WireEnds): WirePath {
  const { start, via, end, lead, aside } = wire;
  const key = [...[start, ...via, end].map(({ x, y }) => `${x},${y}`), lead, aside].join(' ');
  const paths = remembered.get(obstacles) ?? new Map<string, WirePath>();
  remembered.set(obstacles, paths);
  const path = paths.get(key) ?? wirePath(start, via, end, { obstacles, lead, aside });
  paths.set(key, path);
  return path;
}

let moved:
  { readonly from: Routing; readonly moving: ReadonlyMap<string, Point>; readonly obstacles: Obstacles } | undefined;

/** Path of a wire of dragged nodes, among all nodes at their current positions. */
export function pathWhileMoving(wire: WireEnds, moving: ReadonlyMap<string, Point>): WirePath {
  if (moving.size > mostMoving) return wirePath(wire.start, wire.via, wire.end, { lead: wire.lead });
  const from = routing.getState();
  if (moved?.from !== from || moved.moving !== moving) {
    const boxes = from.boxes.map((box) => ({ ...box, ...moving.get(box.id) }));
    moved = { from, moving, obstacles: new Obstacles(boxes) };
  }
  return pathAmong(moved.obstacles, wire);
}

/** Boxes that wires avoid while nothing is dragged. */
export const useObstacles = (): Obstacles => useStore(routing, ({ obstacles }) => obstacles);

/** Path of a wire around all boxes. While nodes are dragged, only their own wires change. */
export function useWirePath(wire: WireEnds, source: string, target: string): WirePath {
  const moving = usePlacement((state) =>
    state.moving.has(source) || state.moving.has(target) ? state.moving : undefined,
  );
  const resting = useStore(routing, ({ obstacles }) => (moving ? undefined : pathAmong(obstacles, wire)));
  return resting ?? pathWhileMoving(wire, moving ?? new Map());
}
