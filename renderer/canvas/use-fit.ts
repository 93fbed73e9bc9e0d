import { useNodesInitialized, useReactFlow, useStore as useFlowStore, type OnMove } from '@xyflow/react';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import { sizeOf } from '../documents/notes';
import { leastZoom } from '../commands/fitting';
import type { DrawnNode, FlowEdge } from './flow';
import { fitGraph, followFits, hidesNodes } from '../commands/viewport';
import { nodeHeight, nodeWidth } from '../documents/measures';
import { useDocument, useGraph } from '../documents/active-graph';
import { usePanels } from '../ui/panels';
import type { OpenGraph } from '../documents/open-graph';

/**
 * Keeps the whole graph in view, also when the size of the canvas changes, until the user pans or zooms. A new document, and a
 * panel that would hide a part of the whole graph, start this again. Returns the listener of the panning.
 */
export function useFit(): OnMove {
  const canvas = useReactFlow<DrawnNode, FlowEdge>();
  const ready = useNodesInitialized();
  const graph = useGraph();
  const width = useFlowStore((state) => state.width);
  const height = useFlowStore((state) => state.height);
  const projector = usePanels((state) => state.projector);
  const empty = useDocument().nodes.length === 0;
  const moved = useRef(false);
  /** The graph that was brought into view; a new node in it does not move the view. */
  const fitted = useRef<OpenGraph | undefined>(undefined);
  useEffect(() => {
    if (!(ready || empty) || fitted.current === graph) return;
    fitted.current = graph;
    moved.current = empty;
    if (empty) void canvas.setViewport({ x: 0, y: 0, zoom: 1 });
    else fitGraph(false, canvas);
  }, [canvas, ready, empty, graph]);
  // After a request for the whole graph, it stays in view, also when a panel opens.
  useEffect(() => followFits(() => (moved.current = false)), []);
  const size = useRef({ width: 0, height: 0 });
  const shownLarge = useRef(projector);
  useEffect(() => {
    // In projector mode the whole graph is shown first, and also after leaving it.
    if (shownLarge.current !== projector) moved.current = false;
    shownLarge.current = projector;
    const before = size.current;
    size.current = { width, height };
    // A panel that opens must not hide a part of a graph that was visible as a whole.
    if (hidesNodes(before, canvas)) moved.current = false;
    if (fitted.current !== undefined && !moved.current) fitGraph(false, canvas);
  }, [canvas, width, height, projector]);
  return useCallback((event) => {
    // A move without an event comes from the canvas itself.
    if (event !== null) moved.current = true;
  }, []);
}

/** Minimum zoom for the active document. */
export function useLeastZoom(): number {
  const { nodes, notes } = useDocument();
  const width = useFlowStore((state) => state.width);
  const height = useFlowStore((state) => state.height);
  return useMemo(() => {
    const boxes = [
      ...nodes.map(({ position }) => ({ ...position, width: nodeWidth, height: nodeHeight })),
      ...notes.map((note) => ({ ...note.position, ...sizeOf(note) })),
    ];
    return leastZoom(boxes, { width, height });
  }, [nodes, notes, width, height]);
}
