import { BaseEdge, EdgeLabelRenderer, getBezierPath, type EdgeProps } from '@xyflow/react';
import { memo } from 'react';
import { socketStyle } from '../sockets';
import type { FlowEdge } from './flow';

/** From the socket to the label, in the canvas's own measure. */
const labelGap = 7;

/** A wire, and beside the socket it comes from the shape of what it carries. */
export const Wire = memo(function Wire(props: EdgeProps<FlowEdge>) {
  const { sourceX, sourceY, data, selected } = props;
  const [path] = getBezierPath(props);
  const { type, sizes, bypassed, wrong } = data ?? {};
  return (
    <>
      <g
        className="wire"
        style={socketStyle(type)}
        data-bypassed={bypassed || undefined}
        data-wrong={wrong || undefined}
      >
        <BaseEdge path={path} interactionWidth={18} />
      </g>
      {(sizes !== undefined || wrong) && (
        <EdgeLabelRenderer>
          <span
            className="wire-label"
            style={{
              ...socketStyle(type),
              transform: `translate(${sourceX + labelGap}px, ${sourceY}px) translateY(-50%)`,
            }}
            data-selected={selected || undefined}
            data-wrong={wrong || undefined}
            aria-hidden
          >
            {wrong && '✕ '}
            {sizes}
          </span>
        </EdgeLabelRenderer>
      )}
    </>
  );
});
