import { findKind } from '../../graph-nodes/nodes/catalogue';
import type { GraphDocument } from '../../graph-nodes/graph/document';
import { socketTypeInfo } from '../../graph-nodes/graph/sockets';
import { nodeHeight, nodeWidth } from '../documents/measures';
import { familyLook } from '../ui/families';
import { socketStyle } from '../ui/sockets';
import './graph-picture.css';

/** A graph as a small picture: the positions of its nodes and the types of its wires. */
export function GraphPicture({ document }: { readonly document: GraphDocument }) {
  const { nodes, edges } = document;
  const xs = nodes.map(({ position }) => position.x);
  const ys = nodes.map(({ position }) => position.y);
  const [left, top] = [Math.min(...xs) - 30, Math.min(...ys) - 30];
  const width = Math.max(...xs) + nodeWidth + 30 - left;
  const height = Math.max(...ys) + nodeHeight + 30 - top;
  const places = new Map(nodes.map((node) => [node.id, node]));
  return (
    <svg className="graph-picture" viewBox={`${left} ${top} ${width} ${height}`} aria-hidden>
      {edges.map(({ from, to }) => {
        const [source, target] = [places.get(from.node), places.get(to.node)];
        if (!source || !target) return null;
        const type = findKind(source.kind)?.outputs.find(({ name }) => name === from.socket)?.type;
        const [x1, y1] = [source.position.x + nodeWidth, source.position.y + nodeHeight / 2];
        const [x2, y2] = [target.position.x, target.position.y + nodeHeight / 2];
        const bend = Math.max(40, (x2 - x1) / 2);
        return (
          <path
            key={`${from.node}/${from.socket}→${to.node}/${to.socket}`}
            d={`M ${x1} ${y1} C ${x1 + bend} ${y1}, ${x2 - bend} ${y2}, ${x2} ${y2}`}
            style={socketStyle(type)}
          >
            {type && <title>{socketTypeInfo[type].label}</title>}
          </path>
        );
      })}
      {nodes.map(({ id, kind, position }) => {
        const family = findKind(kind)?.family;
        return (
          <rect
            key={id}
            data-accent={family && familyLook[family].accent}
            x={position.x}
            y={position.y}
            width={nodeWidth}
            height={nodeHeight}
            rx={20}
          />
        );
      })}
    </svg>
  );
}
