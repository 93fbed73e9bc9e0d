import { Button, useComputedColorScheme } from '@mantine/core';
import {
  Background,
  BackgroundVariant,
  ControlButton,
  Controls,
  MiniMap,
  Panel,
  ReactFlow,
  useReactFlow,
  useStore as useFlowStore,
  type EdgeTypes,
  type NodeTypes,
} from '@xyflow/react';
import { IconMaximize, IconSitemap } from '@tabler/icons-react';
import { useMemo, type DragEvent, type MouseEvent } from 'react';
import { useStore } from 'zustand';
import { farthest } from '../../graph-nodes/graph/document';
import { useLanguage, useMessages, type Language } from '../words';
import { familyLook } from '../ui/families';
import { ownRun } from '../session/own-run';
import { isActive } from '../session/run-log';
import { slowMotion } from '../session/slow-motion';
import { carriesKind, draggedKind, noteKind } from '../ui/drag';
import { notePointer } from '../commands/pointer';
import { addNode, addNote, layOutSelected } from '../commands/commands';
import { setVia, withPoint } from '../documents/editing';
import { changeEdges, changeNodes } from './changes';
import { DistantWires } from './DistantWires';
import { FlowDeriver, isLarge, type DrawnNode, type FlowEdge } from './flow';
import { Frame } from './Frame';
import { GraphNode } from './GraphNode';
import { insertion, wireAt } from './insertion';
import { Introduction } from './Introduction';
import { setCanvasView, showWholeGraph, toGraph } from '../commands/viewport';
import { nodeWidth } from '../documents/measures';
import { menus } from './menus';
import { Note } from './Note';
import { RefusalHint } from './RefusalHint';
import { useRouting } from './routing';
import { useFar } from './use-far';
import { useFit, useLeastZoom } from './use-fit';
import { useRunErrors } from './use-run-errors';
import { wiring } from './wiring';
import { Wire } from './Wire';
import {
  currentDocument,
  edit,
  selected,
  select,
  setGestures,
  useDocument,
  useAnalysis,
  useFile,
  useSelection,
  usePlacement,
} from '../documents/active-graph';
import { openDialog, usePanels } from '../ui/panels';
import { useCanvasView } from '../commands/canvas-view';

const nodeTypes: NodeTypes = { 'graph-node': GraphNode, frame: Frame, note: Note };
/** Distance between the dots of the background. */
const grid: [number, number] = [22, 22];

/** Minimum size of a canvas with an overview. */
const leastRoom = { width: 520, height: 420 };

/** Limits of the positions in a document. */
const extent: [[number, number], [number, number]] = [
  [-farthest, -farthest],
  [farthest, farthest],
];

const noEdges: FlowEdge[] = [];

const edgeTypes: EdgeTypes = { wire: Wire };

const miniMapClass = (node: DrawnNode): string =>
  node.type === 'graph-node' && node.data.family
    ? `accent-${familyLook[node.data.family].accent}`
    : `minimap-${node.type}`;

const deriverFor = (_: Language) => new FlowDeriver();

/** Canvas on which the graph is shown and wired. */
export function Canvas() {
  const m = useMessages();
  const colorMode = useComputedColorScheme('light');
  const language = useLanguage();
  // The labels depend on the language.
  const deriver = useMemo(() => deriverFor(language), [language]);
  const document = useDocument();
  const analysis = useAnalysis();
  const errors = useRunErrors();
  const saved = useFile((state) => state.saved);
  const selectedNodes = useSelection((state) => state.nodes);
  const selectedEdges = useSelection((state) => state.edges);
  const moving = usePlacement((state) => state.moving);
  const sizes = usePlacement((state) => state.sizes);
  const sizing = usePlacement((state) => state.sizing);
  const shown = useMemo(
    () => ({ selectedNodes, selectedEdges, moving, sizes, sizing }),
    [selectedNodes, selectedEdges, moving, sizes, sizing],
  );
  const { screenToFlowPosition } = useReactFlow();
  const onMove = useFit();
  const minZoom = useLeastZoom();
  const snap = useCanvasView((state) => state.snap);
  const far = useCanvasView((state) => state.far);
  const distant = useCanvasView((state) => state.distant);
  useFar();
  const minimap = useCanvasView((state) => state.minimap);
  const projector = usePanels((state) => state.projector);
  const wheelPans = useCanvasView((state) => state.wheel === 'pan');
  const roomy = useFlowStore(({ width, height }) => width > leastRoom.width && height > leastRoom.height);
  const training = useStore(ownRun, ({ log }) => log?.status.state === 'training');
  const active = useStore(ownRun, ({ log }) => isActive(log));
  const phase = useStore(slowMotion, (state) => state.phase);

  const nodes = deriver.nodes({ document, analysis, errors, saved }, shown);
  const edges = deriver.edges(document, analysis, shown);
  useRouting(document, sizes);

  function onDragOver(event: DragEvent) {
    if (!carriesKind(event)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    const wire = wireAt(event.clientX, event.clientY);
    setGestures({ intoWires: wire === undefined ? [] : [wire] });
  }

  /** Position at which the header of the new node is under the pointer. */
  function onDrop(event: DragEvent) {
    if (!carriesKind(event)) return;
    event.preventDefault();
    const { x, y } = screenToFlowPosition({ x: event.clientX, y: event.clientY });
    const kind = draggedKind(event);
    if (kind === noteKind) addNote({ x, y });
    else addNode(kind, { x: x - nodeWidth / 2, y: y - 16 }, wireAt(event.clientX, event.clientY));
    setGestures({ intoWires: [] });
  }

  /** A double click on the empty canvas opens the search for a new node at this place. */
  function onDoubleClick(event: MouseEvent) {
    if (!(event.target instanceof Element) || !event.target.classList.contains('react-flow__pane')) return;
    const screen = { x: event.clientX, y: event.clientY };
    setGestures({ adding: { screen, place: toGraph(screen), from: undefined } });
  }

  return (
    <section
      className="canvas"
      aria-label={m.canvas.label}
      data-far={far || undefined}
      data-motion={active ? phase : undefined}
      data-distant={distant || undefined}
      data-dragging={moving.size > 0 || undefined}
      data-training={training || undefined}
      onPointerMove={({ clientX: x, clientY: y }) => notePointer({ x, y })}
      onPointerLeave={() => notePointer(undefined)}
    >
      <ReactFlow<DrawnNode, FlowEdge>
        nodes={nodes}
        edges={distant ? noEdges : edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodesChange={changeNodes}
        onEdgesChange={changeEdges}
        onMove={onMove}
        onDragOver={onDragOver}
        onDrop={onDrop}
        onDoubleClick={onDoubleClick}
        onNodeClick={selectAlone}
        onEdgeDoubleClick={addReroutePoint}
        onInit={setCanvasView}
        zoomOnDoubleClick={false}
        // A pinch arrives as a wheel event with Ctrl, and zooms in both settings.
        panOnScroll={wheelPans}
        panOnScrollSpeed={1}
        zoomOnScroll={!wheelPans}
        onlyRenderVisibleElements={isLarge(document)}
        snapToGrid={snap}
        snapGrid={grid}
        {...menus}
        {...insertion}
        {...wiring}
        // Automatic panning is off, so that sockets near the edge do not move away while a wire is dragged to them; the wheel
        // still pans.
        autoPanOnConnect={false}
        connectionRadius={26}
        reconnectRadius={12}
        // The hotkeys of the window handle Delete, so that fields and dialogs keep their own.
        deleteKeyCode={null}
        nodeExtent={extent}
        translateExtent={extent}
        minZoom={minZoom}
        maxZoom={2.5}
        colorMode={colorMode}
        ariaLabelConfig={m.flow}
      >
        <Background variant={BackgroundVariant.Dots} gap={grid} size={1.6} />
        <Controls orientation="horizontal" showInteractive={false} showFitView={false}>
          <ControlButton
            aria-label={m.flow['controls.fitView.ariaLabel']}
            title={m.flow['controls.fitView.ariaLabel']}
            onClick={() => showWholeGraph()}
          >
            <IconMaximize aria-hidden />
          </ControlButton>
          <ControlButton
            className="layout-control"
            aria-label={m.actions.layOut}
            title={`${m.actions.layOut} (L)`}
            onClick={() => layOutSelected()}
          >
            <IconSitemap className="layout-icon" aria-hidden />
            <span>{m.canvas.layOut}</span>
          </ControlButton>
        </Controls>
        {minimap && roomy && !projector && (
          <MiniMap<DrawnNode> pannable zoomable nodeClassName={miniMapClass} nodeBorderRadius={12} />
        )}
        {document.nodes.length + document.notes.length === 0 && <EmptyCanvas />}
        {distant && <DistantWires nodes={nodes} edges={edges} />}
        <RefusalHint />
      </ReactFlow>
      <Introduction />
    </section>
  );
}

/** A click on one of several selected nodes selects only that node. */
function selectAlone({ ctrlKey, metaKey, shiftKey }: MouseEvent, { id }: DrawnNode) {
  if (!ctrlKey && !metaKey && !shiftKey && selected().nodes.size > 1) select([id]);
}

/** A double click on a wire adds a reroute point there. */
function addReroutePoint({ clientX, clientY }: MouseEvent, { id, source, target, data }: FlowEdge) {
  const places = new Map(currentDocument().nodes.map((node) => [node.id, node.position]));
  const [from, to] = [places.get(source), places.get(target)];
  if (!from || !to) return;
  const start = { x: from.x + nodeWidth, y: from.y };
  const via = withPoint(start, data?.via ?? [], to, toGraph({ x: clientX, y: clientY }));
  edit((document) => setVia(document, id, via));
}

function EmptyCanvas() {
  const m = useMessages();
  return (
    <Panel position="top-center" className="canvas-empty">
      <p>{m.canvas.empty}</p>
      <Button size="xs" variant="default" onClick={() => openDialog('gallery')}>
        {m.canvas.openGallery}
      </Button>
    </Panel>
  );
}
