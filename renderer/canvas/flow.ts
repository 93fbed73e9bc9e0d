import { Position, type Edge, type Node } from '@xyflow/react';
import type { GraphAnalysis, Problem } from '../../graph-nodes/graph/analysis';
import type {
  GraphDocument,
  GraphEdge,
  GraphGroup,
  GraphNode,
  GraphNote,
  ParameterValue,
} from '../../graph-nodes/graph/document';
import type { Family } from '../../graph-nodes/graph/kind';
import { trainingMemory } from '../../graph-nodes/nodes/trainer/memory';
import { formatShape } from '../../graph-nodes/graph/shapes';
import type { SocketType } from '../../graph-nodes/graph/sockets';
import { describeParameters } from '../words/parameter-schema';
import { messages } from '../words';
import { problemText } from '../words/faults';
import { findKind, nodeTexts, titleOf } from '../words/kinds';
import { edgeKey, type Point } from '../documents/editing';
import { frameBox, frameId } from '../documents/frames';
import { noteId } from '../documents/note-id';
import type { Placement } from '../documents/open-graph';
import { sizeOf } from '../documents/notes';
import { labelLength, socketOffset } from '../../graph-nodes/picture/measures';
import { asideOf } from '../../graph-nodes/picture/wire';
import { drawn, heightOf, nodeWidth, outputSizes } from '../documents/measures';

/** A drawn socket. A socket that only a wrong wire names has no type. */
export interface SocketView {
  readonly name: string;
  readonly type: SocketType | undefined;
  readonly optional: boolean;
  /** Shape of the output. */
  readonly shape: string | undefined;
}

/** View of a node: plain data, so that two views can be compared. */
export interface NodeView extends Record<string, unknown> {
  readonly id: string;
  readonly title: string;
  readonly family: Family | undefined;
  readonly bypassed: boolean;
  readonly frozen: boolean;
  /** Names of a Trainer's stages, in their order. */
  readonly stages: readonly string[];
  readonly inputs: readonly SocketView[];
  readonly outputs: readonly SocketView[];
  readonly kind: string;
  readonly collapsed: boolean;
  readonly comment: string | undefined;
  /** True if the node differs from the saved one. */
  readonly unsaved: boolean;
  readonly values: readonly { readonly name: string; readonly title: string; readonly value: ParameterValue }[];
  readonly parameters: number | undefined;
  /** A problem hides the numbers of the node's variables. Their lines stay, so that the node keeps its size. */
  readonly hidesSize: boolean;
  /** Estimated bytes in training. */
  readonly memory: number | undefined;
  readonly problems: readonly Pick<Problem, 'severity' | 'message'>[];
}

export interface WireView extends Record<string, unknown> {
  readonly type: SocketType | undefined;
  /** `[B, 6, 128]`: only the sizes; the letter if an axis is open. The name of the wire has all letters. */
  readonly sizes: string | undefined;
  /** Length of the label, and additional distance from boxes that the wire avoids; see {@link wirePath}. */
  readonly lead: number;
  readonly aside: number;
  /** `[B, T 6, C 128]` */
  readonly shape: string | undefined;
  readonly via: readonly Point[] | undefined;
  readonly bypassed: boolean;
  readonly wrong: boolean;
}

export interface FrameView extends Record<string, unknown> {
  readonly group: string;
  readonly title: string;
}

export interface NoteView extends Record<string, unknown> {
  readonly note: string;
  readonly text: string;
}

export type FlowNode = Node<NodeView, 'graph-node'>;
export type FlowFrame = Node<FrameView, 'frame'>;
export type FlowNote = Node<NoteView, 'note'>;
export type DrawnNode = FlowNode | FlowFrame | FlowNote;
export type FlowEdge = Edge<WireView, 'wire'>;

/** Error that the run ended with, if it belongs to a node. */
export type NodeErrors = ReadonlyMap<string, string>;

function socketViews(
  declared: readonly { name: string; type: SocketType; optional?: boolean }[],
  wired: readonly string[],
  shapes: Readonly<Record<string, string>> = {},
): SocketView[] {
  const known = declared.map(({ name, type, optional }) => ({
    name,
    type,
    optional: optional === true,
    shape: shapes[name],
  }));
  const names = new Set(declared.map(({ name }) => name));
  const unknown = [...new Set(wired)].filter((name) => !names.has(name));
  return [...known, ...unknown.map((name) => ({ name, type: undefined, optional: true, shape: undefined }))];
}

/** Sockets at the ends of wires, by node. */
interface Wires {
  readonly into: ReadonlyMap<string, string[]>;
  readonly from: ReadonlyMap<string, string[]>;
}

function wiresOf({ edges }: GraphDocument): Wires {
  const gather = (end: 'from' | 'to') => {
    const sockets = new Map<string, string[]>();
    for (const edge of edges) sockets.set(edge[end].node, [...(sockets.get(edge[end].node) ?? []), edge[end].socket]);
    return sockets;
  };
  return { into: gather('to'), from: gather('from') };
}

export function nodeView(
  document: GraphDocument,
  analysis: GraphAnalysis,
  node: GraphNode,
  runErrors: NodeErrors,
  saved: ReadonlyMap<string, GraphNode>,
  wires: Wires = wiresOf(document),
): NodeView {
  const kind = findKind(node.kind);
  const analysed = analysis.nodes.get(node.id);
  const shapes = Object.fromEntries(
    Object.entries(analysed?.inference.outputs ?? {})
      .filter(([, spec]) => spec.shape.length > 0)
      .map(([name, spec]) => [name, formatShape(spec.shape)]),
  );
  const fields = kind ? describeParameters(kind) : [];
  const runError = runErrors.get(node.id);
  return {
    id: node.id,
    title: titleOf(node),
    family: kind?.family,
    kind: node.kind,
    bypassed: node.bypassed,
    frozen: node.frozen === true,
    stages: node.stages?.map(({ name }) => name) ?? [],
    collapsed: node.collapsed === true,
    comment: node.comment,
    // In a graph that started empty every node is new, so marks would be useless.
    unsaved: saved.size > 0 && isChanged(node, saved.get(node.id)),
    inputs: socketViews(kind?.inputs ?? [], wires.into.get(node.id) ?? []),
    outputs: socketViews(kind?.outputs ?? [], wires.from.get(node.id) ?? [], shapes),
    values: fields
      .filter((field) => kind?.mainParameters.includes(field.name))
      .map(({ name, title, default: standard }) => ({ name, title, value: node.parameters[name] ?? standard })),
    parameters: analysed?.inference.parameters,
    hidesSize: false,
    memory: analysed && trainingMemory(analysed, analysis),
    problems: [
      ...(runError === undefined ? [] : [{ severity: 'error' as const, message: runError }]),
      ...analysis.problems
        .filter((problem) => problem.node === node.id)
        .map((problem) => ({ severity: problem.severity, message: problemText(problem) })),
    ],
  };
}

/** True for a node that shows the numbers of its variables, or empty lines for them. */
export const isTrained = ({ parameters = 0, hidesSize }: Pick<NodeView, 'parameters' | 'hidesSize'>): boolean =>
  parameters > 0 || hidesSize;

/** True if a node differs from its saved version; its position is ignored. */
function isChanged(node: GraphNode, saved: GraphNode | undefined): boolean {
  if (node === saved) return false;
  return JSON.stringify({ ...saved, position: node.position }) !== JSON.stringify(node);
}

/** Keeps an earlier view if the new one would be equal, so that only changes are drawn again. */
class Reuse<Item extends { id: string }> {
  private items = new Map<string, { key: string; item: Item }>();

  update(items: readonly Item[]): Item[] {
    const next = new Map<string, { key: string; item: Item }>();
    for (const item of items) {
      const key = JSON.stringify(item);
      const known = this.items.get(item.id);
      next.set(item.id, known?.key === key ? known : { key, item });
    }
    this.items = next;
    return [...next.values()].map(({ item }) => item);
  }
}

interface View extends Placement {
  readonly selectedNodes: ReadonlySet<string>;
  readonly selectedEdges: ReadonlySet<string>;
}

/** All inputs of the view of a node; equal inputs give the same view. */
interface NodeParts {
  readonly data: NodeView;
  readonly place: Point;
  readonly selected: boolean;
  readonly size: { readonly width: number; readonly height: number } | undefined;
}

/** Maximum number of nodes of a graph that is drawn whole; of a larger one only visible nodes are drawn. */
const smallGraph = 120;

export const isLarge = ({ nodes }: GraphDocument): boolean => nodes.length > smallGraph;

const sameParts = (a: NodeParts, b: NodeParts): boolean =>
  a.data === b.data &&
  a.place.x === b.place.x &&
  a.place.y === b.place.y &&
  a.selected === b.selected &&
  a.size === b.size;

type Handle = NonNullable<FlowNode['handles']>[number];

/** Handles of one side of a node at their positions; those of a collapsed node have one place. */
function handles({ inputs, outputs, collapsed }: NodeView, type: 'source' | 'target'): Handle[] {
  const { border, handle } = drawn;
  const edge = collapsed ? 0 : border;
  return (type === 'target' ? inputs : outputs).map(({ name }, index) => ({
    id: name,
    type,
    position: type === 'target' ? Position.Left : Position.Right,
    x: (type === 'target' ? edge : nodeWidth - edge) - handle / 2,
    y: socketOffset(index, collapsed) - handle / 2,
    width: handle,
    height: handle,
  }));
}

/** End of a wire: the outer end of its socket's handle; the corner of the node for an unknown socket. */
export function socketPlace({ data, position }: FlowNode, type: 'source' | 'target', socket?: string | null): Point {
  const handle = handles(data, type).find(({ id }) => id === socket);
  if (!handle) return position;
  const { x, y } = handle;
  return {
    x: position.x + x + (type === 'source' ? drawn.handle : 0),
    y: position.y + y + drawn.handle / 2,
  };
}

/** Estimated size of a node, so that a node out of view need not be drawn to be known. */
function estimate(data: NodeView): Pick<FlowNode, 'measured' | 'handles'> {
  const height = heightOf({
    inputs: data.inputs.length,
    outputs: data.outputs.length,
    values: data.values.length,
    staged: data.stages.length > 0,
    trained: isTrained(data),
    collapsed: data.collapsed,
  });
  return {
    measured: { width: nodeWidth, height },
    handles: [...handles(data, 'target'), ...handles(data, 'source')],
  };
}

function flowNode({ data, place, selected, size }: NodeParts, large: boolean): FlowNode {
  return {
    id: data.id,
    type: 'graph-node',
    position: { x: place.x, y: place.y },
    selected,
    data,
    ariaLabel: messages().canvas.nodeName(data.title, data.id, data),
    ...(size ? { measured: { ...size } } : large ? estimate(data) : {}),
  };
}

function flowFrame(document: GraphDocument, group: GraphGroup, view: View): FlowFrame | undefined {
  const box = frameBox(document, group, view);
  if (!box) return undefined;
  const { x, y, width, height } = box;
  const id = frameId(group.id);
  return {
    id,
    type: 'frame',
    position: { x, y },
    width,
    height,
    measured: { width, height },
    zIndex: -1,
    dragHandle: '.frame-title',
    selected: view.selectedNodes.has(id),
    data: { group: group.id, title: group.title },
    ariaLabel: messages().canvas.frameName(group.title, group.nodes.length),
  };
}

function flowNote(note: GraphNote, view: View): FlowNote {
  const id = noteId(note.id);
  const { width, height } = view.sizing?.id === id ? view.sizing : sizeOf(note);
  const { x, y } = view.moving.get(id) ?? note.position;
  return {
    id,
    type: 'note',
    position: { x, y },
    width,
    height,
    measured: { width, height },
    selected: view.selectedNodes.has(id),
    data: { note: note.id, text: note.text },
    ariaLabel: messages().canvas.noteName(note.text),
  };
}

/** Inputs of the views of the nodes. */
interface Sources {
  readonly document: GraphDocument;
  readonly analysis: GraphAnalysis;
  readonly errors: NodeErrors;
  readonly saved: GraphDocument;
}

/** Creates React Flow's nodes and edges from the document, which stays the single source of truth. */
export class FlowDeriver {
  private readonly reusedViews = new Reuse<NodeView>();
  private readonly reusedFrames = new Reuse<FlowFrame>();
  private readonly reusedNotes = new Reuse<FlowNote>();
  private readonly reusedEdges = new Reuse<FlowEdge>();
  private drawn = new Map<string, { readonly parts: NodeParts; readonly node: FlowNode }>();
  private madeEdges:
    | {
        readonly document: GraphDocument;
        readonly analysis: GraphAnalysis;
        readonly selectedEdges: ReadonlySet<string>;
        readonly edges: FlowEdge[];
      }
    | undefined;
  /** Nodes with variables, at the last time when their numbers were known. */
  private readonly trained = new Map<string, boolean>();
  private made: { readonly from: Sources; readonly views: NodeView[] } | undefined;

  /** Views of the nodes, computed again only if their inputs change. */
  private views(from: Sources): NodeView[] {
    const known = this.made;
    if (known && (Object.keys(from) as (keyof Sources)[]).every((key) => known.from[key] === from[key])) {
      return known.views;
    }
    const saved = new Map(from.saved.nodes.map((node) => [node.id, node]));
    const distinct = new Map(from.document.nodes.toReversed().map((node) => [node.id, node]));
    const wires = wiresOf(from.document);
    const views = this.reusedViews.update(
      [...distinct.values()]
        .reverse()
        .map((node) => this.sized(nodeView(from.document, from.analysis, node, from.errors, saved, wires))),
    );
    this.made = { from, views };
    return views;
  }

  private sized(view: NodeView): NodeView {
    const key = `${view.kind} ${view.id}`;
    if (view.parameters !== undefined) this.trained.set(key, view.parameters > 0);
    return view.parameters === undefined && this.trained.get(key) === true ? { ...view, hidesSize: true } : view;
  }

  nodes(from: Sources, view: View): DrawnNode[] {
    const large = isLarge(from.document);
    const places = new Map(from.document.nodes.map((node) => [node.id, node.position]));
    const drawn: typeof this.drawn = new Map();
    for (const data of this.views(from)) {
      const parts: NodeParts = {
        data,
        place: view.moving.get(data.id) ?? places.get(data.id) ?? { x: 0, y: 0 },
        selected: view.selectedNodes.has(data.id),
        size: view.sizes.get(data.id),
      };
      const known = this.drawn.get(data.id);
      drawn.set(data.id, known && sameParts(known.parts, parts) ? known : { parts, node: flowNode(parts, large) });
    }
    this.drawn = drawn;
    const frames = from.document.groups
      .map((group) => flowFrame(from.document, group, view))
      .filter((frame) => !!frame);
    const notes = this.reusedNotes.update(from.document.notes.map((note) => flowNote(note, view)));
    return [...this.reusedFrames.update(frames), ...notes, ...[...drawn.values()].map(({ node }) => node)];
  }

  /** Computed again only if the inputs change: not while nodes are moved. */
  edges(document: GraphDocument, analysis: GraphAnalysis, { selectedEdges }: View): FlowEdge[] {
    const known = this.madeEdges;
    if (known?.document === document && known.analysis === analysis && known.selectedEdges === selectedEdges) {
      return known.edges;
    }
    const nodes = new Map(document.nodes.map((node) => [node.id, node]));
    const nodeText = nodeTexts(document);
    const distinct = new Map<string, FlowEdge>();
    for (const edge of document.edges) {
      const [from, to] = [nodes.get(edge.from.node), nodes.get(edge.to.node)];
      const id = edgeKey(edge);
      if (from && to && !distinct.has(id)) {
        distinct.set(id, flowEdge(edge, from, analysis, selectedEdges.has(id), nodeText));
      }
    }
    const edges = this.reusedEdges.update([...distinct.values()]);
    this.madeEdges = { document, analysis, selectedEdges, edges };
    return edges;
  }
}

function flowEdge(
  { from, to, via }: GraphEdge,
  source: GraphNode,
  analysis: GraphAnalysis,
  selected: boolean,
  nodeText: (id: string) => string,
): FlowEdge {
  const outputs = findKind(source.kind)?.outputs ?? [];
  const output = outputs.findIndex((socket) => socket.name === from.socket);
  const type = outputs[output]?.type;
  const spec = analysis.nodes.get(from.node)?.inference.outputs[from.socket];
  const shape = spec && spec.shape.length > 0 ? spec.shape : undefined;
  const sizes = outputSizes(analysis, from.node, from.socket);
  const wrong = analysis.problems.some(
    (problem) => problem.severity === 'error' && problem.node === to.node && problem.socket === to.socket,
  );
  return {
    id: edgeKey({ from, to }),
    type: 'wire',
    source: from.node,
    sourceHandle: from.socket,
    target: to.node,
    targetHandle: to.socket,
    selected,
    data: {
      type,
      sizes,
      lead: labelLength(sizes),
      aside: asideOf(output),
      shape: shape && formatShape(shape),
      via,
      bypassed: source.bypassed,
      wrong,
    },
    ariaLabel: [
      messages().canvas.wireName(nodeText(from.node), from.socket, nodeText(to.node), to.socket),
      shape && formatShape(shape),
      wrong && messages().canvas.wrong,
    ]
      .filter(Boolean)
      .join(', '),
  };
}
