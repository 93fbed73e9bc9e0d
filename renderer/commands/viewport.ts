import type { FitViewOptions, Node, ReactFlowInstance, Rect } from '@xyflow/react';
import type { Point } from '../documents/editing';
import { nodeHeight, nodeWidth } from '../documents/measures';
import { fitting, showsAll } from './fitting';

/** Part of React Flow's instance that moves and measures the view, for any types of nodes and edges. */
export interface CanvasView extends Pick<
  ReactFlowInstance,
  'setViewport' | 'zoomIn' | 'zoomOut' | 'zoomTo' | 'screenToFlowPosition'
> {
  getNodes(): readonly Pick<Node, 'id' | 'position' | 'measured'>[];
  fitView(options: Omit<FitViewOptions, 'nodes'> & { nodes: { id: string }[] }): Promise<boolean>;
}

/** View of the canvas, for commands outside of it: keys, menus and the command palette. */
let canvas: CanvasView | undefined;

export function setCanvasView(view: CanvasView): void {
  canvas = view;
}

/** Zero for users whose system asks for reduced motion. */
const duration = (): number => (matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 150);

/** Elements over the lower corners of the canvas: the overview, if it is shown, and the buttons. */
function coveredBy(drawing: Element): Rect[] {
  const corner = drawing.getBoundingClientRect();
  return ['.react-flow__minimap', '.react-flow__controls'].flatMap((selector): Rect[] => {
    const { x, y, width, height } = drawing.querySelector(selector)?.getBoundingClientRect() ?? new DOMRect();
    return width > 0 ? [{ x: x - corner.x, y: y - corner.y, width, height }] : [];
  });
}

/** Boxes of all drawn elements. */
const drawnBoxes = (view: CanvasView | undefined): Rect[] =>
  (view?.getNodes() ?? []).map(({ position, measured }) => ({
    ...position,
    width: measured?.width ?? nodeWidth,
    height: measured?.height ?? nodeHeight,
  }));

/**
 * Brings the whole graph into view, at once or in a short animation.
 * @param on the canvas, for callers that have it before {@link setCanvasView}
 * @param boxes boxes to bring into view if they are not drawn yet
 */
export function fitGraph(
  motion = true,
  on: CanvasView | undefined = canvas,
  boxes: readonly Rect[] = drawnBoxes(on),
): void {
  const drawing = document.querySelector('.react-flow');
  if (!drawing || boxes.length === 0) return;
  const view = fitting(boxes, { width: drawing.clientWidth, height: drawing.clientHeight }, coveredBy(drawing));
  void on?.setViewport(view, { duration: motion ? duration() : 0 });
}

/**
 * True if a change of the canvas's size hid a node that was visible before, outside of the canvas or under the elements
 * over it.
 */
export function hidesNodes(
  before: { readonly width: number; readonly height: number },
  on: CanvasView & Pick<ReactFlowInstance, 'getViewport'>,
): boolean {
  const drawing = document.querySelector('.react-flow');
  const boxes = drawnBoxes(on);
  if (!drawing || boxes.length === 0) return false;
  const now = { width: drawing.clientWidth, height: drawing.clientHeight };
  const view = on.getViewport();
  return showsAll(boxes, view, before, []) && !showsAll(boxes, view, now, coveredBy(drawing));
}

const fits = new Set<() => void>();

/** Subscribes to requests for the whole graph. @returns the function that unsubscribes */
export function followFits(listener: () => void): () => void {
  fits.add(listener);
  return () => void fits.delete(listener);
}

/** Brings the whole graph into view and keeps it there until the user pans or zooms. */
export function showWholeGraph(boxes?: readonly Rect[]): void {
  fitGraph(true, canvas, boxes);
  for (const listener of fits) listener();
}

/** Brings some nodes into view, at a readable zoom. */
export function showNodes(ids: Iterable<string>): void {
  const nodes = [...ids].map((id) => ({ id }));
  if (nodes.length > 0) void canvas?.fitView({ nodes, duration: duration(), maxZoom: 1, padding: 0.4 });
}

export const zoomIn = (): void => void canvas?.zoomIn({ duration: duration() });
export const zoomOut = (): void => void canvas?.zoomOut({ duration: duration() });
export const zoomToOne = (): void => void canvas?.zoomTo(1, { duration: duration() });

/** Converts from window to graph coordinates. */
export function toGraph(point: Point): Point {
  return canvas?.screenToFlowPosition({ x: point.x, y: point.y }, { snapToGrid: false }) ?? point;
}

/** Middle of the visible canvas, in window coordinates. */
export function canvasCentre(): Point {
  const box = document.querySelector('.react-flow')?.getBoundingClientRect();
  return box ? { x: box.x + box.width / 2, y: box.y + box.height / 2 } : { x: innerWidth / 2, y: innerHeight / 2 };
}

/** Upper left and lower right corner of the canvas, in window coordinates. */
export function canvasCorners(): [Point, Point] {
  const box =
    document.querySelector('.react-flow')?.getBoundingClientRect() ?? new DOMRect(0, 0, innerWidth, innerHeight);
  return [
    { x: box.left, y: box.top },
    { x: box.right, y: box.bottom },
  ];
}
