import { ViewportPortal } from '@xyflow/react';
import { memo } from 'react';
import { socketStyle } from '../sockets';
import type { Point } from '../state/editing';
import { socketPlace, type DrawnNode, type FlowEdge, type FlowNode } from './flow';
import { wirePath } from './path';

const noPoints: readonly Point[] = [];

interface DistantWiresProps {
  readonly nodes: readonly DrawnNode[];
  readonly edges: readonly FlowEdge[];
}

/**
 * The wires from afar: lines in one drawing, where React Flow has a drawing with places to take hold of for each, which
 * all look at every move of the canvas. Lines between nodes that stay are not drawn anew while others are dragged.
 */
export function DistantWires({ nodes, edges }: DistantWiresProps) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  return (
    <ViewportPortal>
      <svg className="distant-wires" aria-hidden>
        {edges.map((edge) => {
          const [source, target] = [byId.get(edge.source), byId.get(edge.target)];
          if (source?.type !== 'graph-node' || target?.type !== 'graph-node') return null;
          return <DistantWire key={edge.id} edge={edge} source={source} target={target} />;
        })}
      </svg>
    </ViewportPortal>
  );
}

interface DistantWireProps {
  readonly edge: FlowEdge;
  readonly source: FlowNode;
  readonly target: FlowNode;
}

const DistantWire = memo(function DistantWire({ edge, source, target }: DistantWireProps) {
  const { type, via = noPoints, bypassed, wrong } = edge.data ?? {};
  const start = socketPlace(source, 'source', edge.sourceHandle);
  const end = socketPlace(target, 'target', edge.targetHandle);
  return (
    <g
      className="wire"
      style={socketStyle(type)}
      data-bypassed={bypassed || undefined}
      data-wrong={wrong || undefined}
      data-selected={edge.selected || undefined}
    >
      <path className="react-flow__edge-path" d={wirePath(start, via, end).path} />
    </g>
  );
});
