import { useState, type KeyboardEvent, type PointerEvent } from 'react';
import { useMessages } from '../../words';
import { moveEnd, rangeBetween, type Range } from './brushes';
import { downOf, placeAt } from './coordinates-place';

interface AxisBrushProps {
  readonly x: number;
  readonly title: string;
  readonly ranges: readonly Range[];
  onChange(ranges: readonly Range[]): void;
}

/** Half the width of the area of an axis that reacts to the pointer. */
const reach = 12;

/** Height of the pointer in the coordinates of the drawing. */
function heightOf({ currentTarget, clientX, clientY }: PointerEvent<SVGElement>): number {
  const toScreen = currentTarget.ownerSVGElement?.getScreenCTM();
  return toScreen ? new DOMPoint(clientX, clientY).matrixTransform(toScreen.inverse()).y : clientY;
}

/** Ranges on one axis: a drag adds one, a click on one removes it. */
export function AxisBrush({ x, title, ranges, onChange }: AxisBrushProps) {
  const m = useMessages().experiments.coordinates;
  const [drag, setDrag] = useState<readonly [from: number, to: number]>();
  const drawn = drag ? rangeBetween(...drag) : undefined;

  function onPointer(event: PointerEvent<SVGElement>) {
    const place = placeAt(heightOf(event));
    if (event.type === 'pointerdown') {
      event.currentTarget.setPointerCapture(event.pointerId);
      setDrag([place, place]);
    } else if (drag && event.type === 'pointermove') setDrag([drag[0], place]);
    else if (drag) {
      const added = rangeBetween(drag[0], place);
      setDrag(undefined);
      if (added) onChange([...ranges, added]);
      else onChange(ranges.filter(([low, high]) => place < low || place > high));
    }
  }

  function onKeyDown(event: KeyboardEvent) {
    const last = ranges.at(-1);
    if (event.key === 'Enter') onChange([...ranges, [0, 1]]);
    else if (last && event.key === 'Delete') onChange(ranges.slice(0, -1));
    else if (last && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      const end = event.shiftKey ? 'low' : 'high';
      onChange([...ranges.slice(0, -1), moveEnd(last, end, event.key === 'ArrowUp')]);
    } else return;
    event.preventDefault();
  }

  return (
    <g
      className="coordinates-brush"
      role="button"
      tabIndex={0}
      aria-label={m.axis(title, ranges.length)}
      transform={`translate(${x} 0)`}
      onPointerDown={onPointer}
      onPointerMove={onPointer}
      onPointerUp={onPointer}
      onKeyDown={onKeyDown}
    >
      <rect x={-reach} y={downOf(1) - 4} width={2 * reach} height={downOf(0) - downOf(1) + 8} fillOpacity={0} />
      {[...ranges, ...(drawn ? [drawn] : [])].map(([low, high], index) => (
        <rect
          key={index}
          className="coordinates-range"
          x={-6}
          y={downOf(high)}
          width={12}
          height={downOf(low) - downOf(high)}
        />
      ))}
    </g>
  );
}
