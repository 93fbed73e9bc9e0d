import { Handle, Position, ReactFlow, useEdgesState, useNodesState, type Node, type NodeProps } from '@xyflow/react';
import '@xyflow/react/dist/style.css';
import { memo } from 'react';
import { createRoot } from 'react-dom/client';

/** Data that the benchmark writes into the page. */
interface BareGraph {
  readonly nodes: readonly { id: string; position: { x: number; y: number } }[];
  readonly edges: readonly { from: { node: string; socket: string }; to: { node: string; socket: string } }[];
}

declare global {
  interface Window {
    bareGraph: BareGraph;
  }
}

type BareNode = Node<{ inputs: string[]; outputs: string[] }, 'bare'>;

/** Only the sockets of the editor's node. */
const Bare = memo(function Bare({ id, data }: NodeProps<BareNode>) {
  return (
    <div style={{ width: 184, height: 140, border: '1px solid', background: 'white' }}>
      {data.inputs.map((name, index) => (
        <Handle key={name} id={name} type="target" position={Position.Left} style={{ top: 40 + 24 * index }} />
      ))}
      {data.outputs.map((name, index) => (
        <Handle key={name} id={name} type="source" position={Position.Right} style={{ top: 40 + 24 * index }} />
      ))}
      {id}
    </div>
  );
});

const nodeTypes = { bare: Bare };
const distinct = (names: string[]) => [...new Set(names)];

function App() {
  const { nodes: places, edges: wires } = window.bareGraph;
  const [nodes, , onNodesChange] = useNodesState<BareNode>(
    places.map(({ id, position }) => ({
      id,
      type: 'bare',
      position,
      data: {
        inputs: distinct(wires.filter(({ to }) => to.node === id).map(({ to }) => to.socket)),
        outputs: distinct(wires.filter(({ from }) => from.node === id).map(({ from }) => from.socket)),
      },
    })),
  );
  const [edges, , onEdgesChange] = useEdgesState(
    wires.map(({ from, to }) => ({
      id: `${from.node}/${from.socket} ${to.node}/${to.socket}`,
      source: from.node,
      sourceHandle: from.socket,
      target: to.node,
      targetHandle: to.socket,
    })),
  );
  return (
    <ReactFlow
      nodes={nodes}
      edges={edges}
      nodeTypes={nodeTypes}
      onNodesChange={onNodesChange}
      onEdgesChange={onEdgesChange}
      minZoom={0.05}
      fitView
    />
  );
}

const root = document.createElement('div');
root.style.height = '100vh';
document.body.style.margin = '0';
document.body.append(root);
createRoot(root).render(<App />);
