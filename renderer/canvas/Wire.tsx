import { BaseEdge, EdgeLabelRenderer, getBezierPath, type EdgeProps } from '@xyflow/react';
import { memo } from 'react';
import type { FlowEdge } from './flow';
import { socketColour, SocketGlyph } from './SocketGlyph';

/** A wire in its type's colour with the shape of what flows on it. */
export const Wire = memo(function Wire(props: EdgeProps<FlowEdge>) {
  const { data, selected, ...ends } = props;
  const [path, x, y] = getBezierPath(ends);
  return (
    <>
      <BaseEdge
        path={path}
        interactionWidth={18}
        className="wire"
        style={socketColour(data?.type)}
        data-selected={selected || undefined}
        data-bypassed={data?.bypassed || undefined}
        data-wrong={data?.wrong || undefined}
      />
      {(data?.shape !== undefined || data?.wrong) && (
        <EdgeLabelRenderer>
          <span
            className="wire-label"
            data-wrong={data.wrong || undefined}
            data-selected={selected || undefined}
            style={{ ...socketColour(data.type), transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
          >
            {data.wrong ? '✕ ' : <SocketGlyph type={data.type} />}
            {data.shape}
          </span>
        </EdgeLabelRenderer>
      )}
    </>
  );
});
