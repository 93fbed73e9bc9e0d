import { useComputedColorScheme } from '@mantine/core';
import {
  applyEdgeChanges,
  Background,
  BackgroundVariant,
  ConnectionMode,
  Controls,
  MiniMap,
  ReactFlow,
  SelectionMode,
  useReactFlow,
  type EdgeChange,
  type NodeChange,
} from '@xyflow/react';
import { useCallback, useEffect, useMemo, useRef, useState, type DragEvent } from 'react';
import { useStore } from 'zustand';
import { session } from '../live/session';
import { addNode } from '../shell/commands';
import { move } from '../state/editing';
import { editor, useAnalysis, useDocument, useView } from '../state/editor';
import { files } from '../state/files';
import { select, view } from '../state/view';
import './canvas.css';
import { carriesKind, draggedKind } from '../palette/drag';
import { FlowDeriver, type FlowEdge, type FlowNode } from './flow';
import { GraphNode } from './GraphNode';
import { nodeHeight, nodeWidth } from './measures';
import { RefusalHint } from './RefusalHint';
import { useWiring } from './use-wiring';
import { Wire } from './Wire';

const nodeTypes = { 'graph-node': GraphNode };
const edgeTypes = { wire: Wire };
const fitOptions = { padding: 0.12, maxZoom: 1 };

/** The nodes that the last run's error or refusal belongs to. */
function useRunErrors(): ReadonlyMap<string, string> {
  const refusal = useStore(session, (state) => state.refusal);
  const status = useStore(session, (state) => state.log?.status);
  const failed = status?.state === 'failed' ? status : undefined;
  return useMemo(() => {
    const errors = new Map<string, string>();
    if (failed?.node !== undefined) errors.set(failed.node, failed.message);
    if (refusal?.node !== undefined) errors.set(refusal.node, refusal.message);
    return errors;
  }, [refusal, failed]);
}

/** The graph. The document is the truth; what is drawn is derived from it, and every change goes back to it as one step. */
export function Canvas() {
  const document = useDocument();
  const analysis = useAnalysis();
  const scheme = useComputedColorScheme('light');
  const errors = useRunErrors();
  const { fitView, screenToFlowPosition } = useReactFlow();
  const [deriver] = useState(() => new FlowDeriver());
  const selectedNodes = useView((state) => state.selectedNodes);
  const selectedEdges = useView((state) => state.selectedEdges);
  const moving = useView((state) => state.moving);
  const sizes = useView((state) => state.sizes);
  const wiring = useView((state) => state.wiring !== undefined);
  const opened = useStore(files, (state) => state.opened);
  const shown = useMemo(
    () => ({ selectedNodes, selectedEdges, moving, sizes }),
    [selectedNodes, selectedEdges, moving, sizes],
  );
  const nodes = useMemo(
    () => deriver.nodes(document, analysis, errors, shown),
    [deriver, document, analysis, errors, shown],
  );
  const edges = useMemo(() => deriver.edges(document, analysis, shown), [deriver, document, analysis, shown]);
  const handlers = useWiring();

  // The graph stays in view when the canvas changes its size, until somebody moves the view by hand.
  const fitted = useRef(true);
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    if (!box.current) return undefined;
    const observer = new ResizeObserver(() => {
      if (fitted.current) void fitView(fitOptions);
    });
    observer.observe(box.current);
    return () => observer.disconnect();
  }, [fitView]);

  const measured = nodes.length > 0 && nodes.every((node) => node.measured !== undefined);
  useEffect(() => {
    if (!measured) return;
    fitted.current = true;
    void fitView(fitOptions);
  }, [measured, opened, fitView]);

  const onNodesChange = useCallback((changes: NodeChange<FlowNode>[]) => {
    const state = view.getState();
    const nextMoving = new Map(state.moving);
    const nextSizes = new Map(state.sizes);
    const chosen = new Set(state.selectedNodes);
    const dropped = new Map<string, { x: number; y: number }>();
    for (const change of changes) {
      if (change.type === 'dimensions' && change.dimensions) nextSizes.set(change.id, change.dimensions);
      if (change.type === 'select') {
        if (change.selected) chosen.add(change.id);
        else chosen.delete(change.id);
      }
      if (change.type === 'position' && change.position) {
        if (change.dragging) nextMoving.set(change.id, change.position);
        else dropped.set(change.id, change.position);
      }
    }
    if (dropped.size > 0) {
      editor.edit((current) => move(current, dropped));
      for (const id of dropped.keys()) nextMoving.delete(id);
    }
    view.setState({ moving: nextMoving, sizes: nextSizes, selectedNodes: chosen });
  }, []);

  const onEdgesChange = useCallback(
    (changes: EdgeChange<FlowEdge>[]) => {
      const chosen = applyEdgeChanges(changes, edges).filter(({ selected }) => selected === true);
      view.setState({ selectedEdges: new Set(chosen.map(({ id }) => id)) });
    },
    [edges],
  );

  const onDrop = useCallback(
    (event: DragEvent) => {
      if (!carriesKind(event)) return;
      event.preventDefault();
      const at = screenToFlowPosition({ x: event.clientX, y: event.clientY });
      addNode(draggedKind(event), { x: at.x - nodeWidth / 2, y: at.y - nodeHeight / 2 });
    },
    [screenToFlowPosition],
  );

  return (
    <main ref={box} className="canvas" aria-label="Graph" data-wiring={wiring || undefined}>
      <ReactFlow<FlowNode, FlowEdge>
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodesChange={onNodesChange}
        onEdgesChange={onEdgesChange}
        {...handlers}
        edgesReconnectable
        reconnectRadius={14}
        connectionRadius={22}
        connectionMode={ConnectionMode.Strict}
        selectionMode={SelectionMode.Partial}
        deleteKeyCode={null}
        onMoveStart={(event) => {
          if (event !== null) fitted.current = false;
        }}
        onPaneClick={() => select([])}
        onDragOver={(event) => {
          if (!carriesKind(event)) return;
          event.preventDefault();
          event.dataTransfer.dropEffect = 'copy';
        }}
        onDrop={onDrop}
        colorMode={scheme}
        fitView
        fitViewOptions={fitOptions}
        minZoom={0.15}
        maxZoom={2.5}
        onlyRenderVisibleElements={false}
        proOptions={{ hideAttribution: true }}
      >
        <Background variant={BackgroundVariant.Dots} gap={20} size={1.4} color="var(--studio-dots)" />
        <Controls position="bottom-left" showInteractive={false} />
        <MiniMap
          position="bottom-right"
          pannable
          zoomable
          ariaLabel="Map of the graph"
          style={{ width: 132, height: 84 }}
        />
        <RefusalHint />
      </ReactFlow>
      {document.nodes.length === 0 && (
        <p className="canvas-empty">
          An empty graph. Drag a node from the left, or press G for the gallery of ready experiments.
        </p>
      )}
    </main>
  );
}
