import { BaseEdge, EdgeLabelRenderer, type EdgeProps } from '@xyflow/react';
import { memo, useState } from 'react';
import { labelGap } from '../../graph-nodes/picture/measures';
import { socketGlyph, socketLabel, socketStyle } from '../ui/sockets';
import { setVia, type Point } from '../documents/editing';
import type { FlowEdge } from './flow';
import { graspedPart } from './grasp';
import { useWirePath } from './routing';
import { ReroutePoint } from './ReroutePoint';
import { edit, useGestures } from '../documents/active-graph';
import { useCanvasView } from '../commands/canvas-view';

const noPoints: readonly Point[] = [];

/** A wire in the colour of its type, with its glyph. The sizes are at its start, and in full under the pointer. */
export const Wire = memo(function Wire(props: EdgeProps<FlowEdge>) {
  const { id, source, target, sourceX, sourceY, targetX, targetY, data, selected } = props;
  const [moving, setMoving] = useState<readonly Point[]>();
  const [pointed, setPointed] = useState(false);
  const far = useCanvasView((state) => state.far);
  const taking = useGestures((state) => state.intoWires.includes(id));
  const { type, sizes, lead = 0, aside = 0, shape, bypassed, wrong } = data ?? {};
  const via = moving ?? data?.via ?? noPoints;
  const [start, end] = [
    { x: sourceX, y: sourceY },
    { x: targetX, y: targetY },
  ];
  const { path, middle, line } = useWirePath({ start, via, end, lead, aside }, source, target);
  const style = socketStyle(type);

  function movePoint(index: number, point: Point, done: boolean) {
    const next = via.with(index, point);
    setMoving(done ? undefined : next);
    if (done) edit((document) => setVia(document, id, next));
  }

  return (
    <>
      <g
        className="wire"
        style={style}
        data-type={type}
        data-bypassed={bypassed || undefined}
        data-wrong={wrong || undefined}
        data-taking={taking || undefined}
        onPointerEnter={() => setPointed(true)}
        onPointerLeave={() => setPointed(false)}
      >
        <BaseEdge path={path} interactionWidth={0} />
        <path
          className="react-flow__edge-interaction"
          d={graspedPart(line)}
          fill="none"
          strokeOpacity={0}
          strokeWidth={18}
        />
        {via.length === 0 && !far && (
          <text className="wire-glyph" x={middle.x} y={middle.y} aria-hidden>
            {socketGlyph(type)}
          </text>
        )}
      </g>
      {((sizes !== undefined && !far) || wrong || pointed || selected || via.length > 0) && (
        <EdgeLabelRenderer>
          {((sizes !== undefined && !far) || wrong) && (
            <span
              className="wire-label"
              style={{
                ...style,
                transform: `translate(${sourceX + labelGap}px, ${sourceY}px) translateY(-50%)`,
              }}
              data-selected={selected || undefined}
              data-wrong={wrong || undefined}
              aria-hidden
            >
              {wrong && '✕ '}
              {sizes}
            </span>
          )}
          {(pointed || selected) && shape !== undefined && (
            <span
              className="wire-shape"
              style={{
                ...style,
                transform: `translate(-50%, -100%) translate(${middle.x}px, ${middle.y - 9}px)`,
              }}
              role="tooltip"
            >
              {socketGlyph(type)} {socketLabel(type)} <span className="mono">{shape}</span>
            </span>
          )}
          {via.map((point, index) => (
            <ReroutePoint
              key={index}
              point={point}
              style={style}
              onMove={(next, done) => movePoint(index, next, done)}
              onRemove={() => edit((document) => setVia(document, id, via.toSpliced(index, 1)))}
            />
          ))}
        </EdgeLabelRenderer>
      )}
    </>
  );
});
