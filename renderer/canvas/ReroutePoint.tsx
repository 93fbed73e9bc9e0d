import { useReactFlow } from '@xyflow/react';
import { useRef, type CSSProperties, type KeyboardEvent, type PointerEvent } from 'react';
import type { Point } from '../documents/editing';
import { useMessages } from '../words';

const arrows: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};
/** Distance that an arrow key moves a point. */
const stride = 10;

interface ReroutePointProps {
  readonly point: Point;
  readonly style: CSSProperties;
  /** Called while the point is dragged, and once more with `done` when it is dropped. */
  onMove(point: Point, done: boolean): void;
  onRemove(): void;
}

/** A reroute point of a wire: drag it, or move it with the arrow keys; Delete or a double click removes it. */
export function ReroutePoint({ point, style, onMove, onRemove }: ReroutePointProps) {
  const { screenToFlowPosition } = useReactFlow();
  const m = useMessages();
  const held = useRef(false);
  const placeOf = (event: PointerEvent): Point => screenToFlowPosition({ x: event.clientX, y: event.clientY });
  function onPointer(event: PointerEvent<HTMLButtonElement>) {
    if (event.type === 'pointerdown' && event.button === 0) {
      event.currentTarget.setPointerCapture(event.pointerId);
      held.current = true;
    } else if (held.current) {
      held.current = event.type === 'pointermove';
      onMove(placeOf(event), !held.current);
    }
  }
  function onKeyDown(event: KeyboardEvent) {
    const way = arrows[event.key];
    if (event.key === 'Delete' || event.key === 'Backspace') onRemove();
    else if (way) onMove({ x: point.x + stride * way.x, y: point.y + stride * way.y }, true);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
  return (
    <button
      type="button"
      className="reroute-point nodrag nopan"
      aria-label={m.canvas.reroutePoint}
      style={{ ...style, transform: `translate(-50%, -50%) translate(${point.x}px, ${point.y}px)` }}
      onPointerDown={onPointer}
      onPointerMove={onPointer}
      onPointerUp={onPointer}
      onKeyDown={onKeyDown}
      onDoubleClick={(event) => {
        event.stopPropagation();
        onRemove();
      }}
    />
  );
}
