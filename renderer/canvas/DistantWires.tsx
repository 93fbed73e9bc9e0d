import { ViewportPortal } from '@xyflow/react';
import { memo } from 'react';
import { Obstacles } from '../../graph-nodes/picture/obstacles';
import { socketStyle } from '../ui/sockets';
import type { Point } from '../documents/editing';
import { socketPlace, type DrawnNode, type FlowEdge, type FlowNode } from './flow';
import { pathAmong, pathWhileMoving, useObstacles } from './routing';
import { usePlacement } from '../documents/active-graph';

const noPoints: readonly Point[] = [];

interface DrawnWire {
  readonly edge: FlowEdge;
  readonly source: FlowNode;
  readonly target: FlowNode;
}

interface DistantWiresProps {
  readonly nodes: readonly DrawnNode[];
  readonly edges: readonly FlowEdge[];
}

/**
 * Distant wires as lines in one drawing. React Flow would create one drawing with anchors per wire, and all of them would
 * update on every move of the canvas. While nodes are dragged, their wires are a separate drawing, and the rest does not
 * change.
 */
export function DistantWires({ nodes, edges }: DistantWiresProps) {
  const moving = usePlacement((state) => state.moving);
  const obstacles = useObstacles();
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const [resting, moved]: [DrawnWire[], DrawnWire[]] = [[], []];
  for (const edge of edges) {
    const [source, target] = [byId.get(edge.source), byId.get(edge.target)];
    if (source?.type !== 'graph-node' || target?.type !== 'graph-node') continue;
    (moving.has(source.id) || moving.has(target.id) ? moved : resting).push({ edge, source, target });
  }
  return (
    <ViewportPortal>
      <Lines wires={resting} among={obstacles} />
      <Lines wires={moved} among={moving} />
    </ViewportPortal>
  );
}

const same = (a: DrawnWire, b: DrawnWire | undefined): boolean =>
  a.edge === b?.edge && a.source === b.source && a.target === b.target;

/** The resting boxes that wires avoid, or the dragged nodes that the wires belong to. */
type Among = Obstacles | ReadonlyMap<string, Point>;

interface LinesProps {
  readonly wires: readonly DrawnWire[];
  readonly among: Among;
}

const Lines = memo(
  function Lines({ wires, among }: LinesProps) {
    return (
      <svg className="distant-wires" aria-hidden>
        {wires.map((wire) => (
          <Line key={wire.edge.id} among={among} {...wire} />
        ))}
      </svg>
    );
  },
  ({ wires: a, among }, { wires: b, among: next }) =>
    a.length === b.length && (a.length === 0 || among === next) && a.every((wire, index) => same(wire, b[index])),
);

const Line = memo(function Line({ edge, source, target, among }: DrawnWire & { readonly among: Among }) {
  const { type, via = noPoints, lead = 0, aside = 0, bypassed, wrong } = edge.data ?? {};
  const start = socketPlace(source, 'source', edge.sourceHandle);
  const end = socketPlace(target, 'target', edge.targetHandle);
  const wire = { start, via, end, lead, aside };
  const { path } = among instanceof Obstacles ? pathAmong(among, wire) : pathWhileMoving(wire, among);
  return (
    <g
      className="wire"
      style={socketStyle(type)}
      data-bypassed={bypassed || undefined}
      data-wrong={wrong || undefined}
      data-selected={edge.selected || undefined}
    >
      <path className="react-flow__edge-path" d={path} />
    </g>
  );
});
