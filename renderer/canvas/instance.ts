import type { ReactFlowInstance } from '@xyflow/react';
import type { Point } from '../state/editing';
import { fitOptions } from './fit-options';
import type { DrawnNode, FlowEdge } from './flow';

/** The canvas, for commands that are given from elsewhere: keys, menus, the command palette. */
let canvas: ReactFlowInstance<DrawnNode, FlowEdge> | undefined;

export function setCanvas(instance: ReactFlowInstance<DrawnNode, FlowEdge>): void {
  canvas = instance;
}

/** Still for those who asked their system for less motion. */
const duration = (): number => (matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 150);

/** Brings the whole graph into view. */
export function fitGraph(): void {
  void canvas?.fitView({ ...fitOptions, duration: duration() });
}

/** Brings some nodes into view, near enough to read them. */
export function showNodes(ids: Iterable<string>): void {
  const nodes = [...ids].map((id) => ({ id }));
  if (nodes.length > 0) void canvas?.fitView({ nodes, duration: duration(), maxZoom: 1, padding: 0.4 });
}

export const zoomIn = (): void => void canvas?.zoomIn({ duration: duration() });
export const zoomOut = (): void => void canvas?.zoomOut({ duration: duration() });
export const zoomToOne = (): void => void canvas?.zoomTo(1, { duration: duration() });

/** From the window's measure to the graph's. */
export function toGraph(point: Point): Point {
  return canvas?.screenToFlowPosition({ x: point.x, y: point.y }, { snapToGrid: false }) ?? point;
}

/** The middle of what the canvas shows, in the window's measure. */
export function canvasCentre(): Point {
  const box = document.querySelector('.react-flow')?.getBoundingClientRect();
  return box ? { x: box.x + box.width / 2, y: box.y + box.height / 2 } : { x: innerWidth / 2, y: innerHeight / 2 };
}

/** Where the graph's nodes and frames lie, in its own measure; undefined while there are none. */
export function graphBox(): { x: number; y: number; width: number; height: number } | undefined {
  const nodes = canvas?.getNodes() ?? [];
  return nodes.length === 0 ? undefined : canvas?.getNodesBounds(nodes);
}
