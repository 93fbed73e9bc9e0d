import type { Edge, Node } from '@xyflow/react';
import type { GraphAnalysis, Problem } from '../../graph-nodes/analyse';
import { findKind } from '../../graph-nodes/catalogue';
import type { GraphDocument, GraphEdge, GraphNode } from '../../graph-nodes/document';
import type { Family } from '../../graph-nodes/kind';
import { formatShape, type Shape } from '../../graph-nodes/shapes';
import type { SocketType } from '../../graph-nodes/sockets';
import { describeParameters } from '../inspector/parameter-schema';
import { formatValue } from '../live/format';
import { edgeKey, type Point } from '../state/editing';
import type { ViewState } from '../state/view';

/** A socket as it is drawn. A socket that only a wrong wire knows of has no type. */
export interface SocketView {
  readonly name: string;
  readonly type: SocketType | undefined;
  readonly optional: boolean;
  /** The shape of what leaves an output. */
  readonly shape: string | undefined;
}

/** What a node shows: plain data, so that two views can be compared. */
export interface NodeView extends Record<string, unknown> {
  readonly id: string;
  readonly title: string;
  readonly family: Family | undefined;
  readonly bypassed: boolean;
  readonly inputs: readonly SocketView[];
  readonly outputs: readonly SocketView[];
  readonly values: readonly { readonly title: string; readonly value: string }[];
  readonly parameters: number | undefined;
  readonly problems: readonly Pick<Problem, 'severity' | 'message'>[];
}

export interface WireView extends Record<string, unknown> {
  readonly type: SocketType | undefined;
  /** `[B, 6, 128]`: the sizes alone, the letter where an axis is open; the name of the wire has all letters. */
  readonly sizes: string | undefined;
  /** `[B, T 6, C 128]` */
  readonly shape: string | undefined;
  readonly via: readonly Point[] | undefined;
  readonly bypassed: boolean;
  readonly wrong: boolean;
}

export type FlowNode = Node<NodeView, 'graph-node'>;
export type FlowEdge = Edge<WireView, 'wire'>;

/** The error that a run ended with, where it belongs to a node. */
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

/** What people read of a node: its own name, else its kind's. */
export const titleOf = ({ title, kind }: GraphNode): string => title ?? findKind(kind)?.title ?? kind;

export function nodeView(
  document: GraphDocument,
  analysis: GraphAnalysis,
  node: GraphNode,
  runErrors: NodeErrors,
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
    bypassed: node.bypassed,
    inputs: socketViews(
      kind?.inputs ?? [],
      document.edges.filter((edge) => edge.to.node === node.id).map((edge) => edge.to.socket),
    ),
    outputs: socketViews(
      kind?.outputs ?? [],
      document.edges.filter((edge) => edge.from.node === node.id).map((edge) => edge.from.socket),
      shapes,
    ),
    values: fields
      .filter((field) => kind?.mainParameters.includes(field.name))
      .map((field) => ({ title: field.title, value: formatValue(node.parameters[field.name] ?? field.default) })),
    parameters: analysed?.inference.parameters,
    problems: [
      ...(runError === undefined ? [] : [{ severity: 'error' as const, message: runError }]),
      ...analysis.problems
        .filter((problem) => problem.node === node.id)
        .map(({ severity, message }) => ({ severity, message })),
    ],
  };
}

/** Keeps what was made before where it would be made the same again, so that only what changed is drawn anew. */
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

type View = Pick<ViewState, 'selectedNodes' | 'selectedEdges' | 'moving' | 'sizes'>;

/** Makes React Flow's nodes and edges from the document, which stays the single truth. */
export class FlowDeriver {
  private readonly reusedNodes = new Reuse<FlowNode>();
  private readonly reusedEdges = new Reuse<FlowEdge>();
  private made: { document: GraphDocument; analysis: GraphAnalysis; errors: NodeErrors; views: NodeView[] } | undefined;

  /** The views of the nodes, made anew only when what they depend on has changed. */
  private views(document: GraphDocument, analysis: GraphAnalysis, errors: NodeErrors): NodeView[] {
    if (this.made?.document !== document || this.made.analysis !== analysis || this.made.errors !== errors) {
      const views = document.nodes.map((node) => nodeView(document, analysis, node, errors));
      this.made = { document, analysis, errors, views };
    }
    return this.made.views;
  }

  nodes(document: GraphDocument, analysis: GraphAnalysis, errors: NodeErrors, view: View): FlowNode[] {
    const views = this.views(document, analysis, errors);
    const drawn = new Set<string>();
    const nodes: FlowNode[] = [];
    for (const [index, node] of document.nodes.entries()) {
      const data = views[index];
      if (data === undefined || drawn.has(node.id)) continue;
      drawn.add(node.id);
      const size = view.sizes.get(node.id);
      nodes.push({
        id: node.id,
        type: 'graph-node',
        position: { ...(view.moving.get(node.id) ?? node.position) },
        selected: view.selectedNodes.has(node.id),
        data,
        ariaLabel: `${data.title}, node ${node.id}${data.bypassed ? ', bypassed' : ''}`,
        ...(size ? { measured: { ...size } } : {}),
      });
    }
    return this.reusedNodes.update(nodes);
  }

  edges(document: GraphDocument, analysis: GraphAnalysis, view: View): FlowEdge[] {
    const nodes = new Map(document.nodes.map((node) => [node.id, node]));
    const edges = new Map<string, FlowEdge>();
    for (const edge of document.edges) {
      const [from, to] = [nodes.get(edge.from.node), nodes.get(edge.to.node)];
      const id = edgeKey(edge);
      if (from && to && !edges.has(id)) edges.set(id, flowEdge(edge, from, analysis, view.selectedEdges.has(id)));
    }
    return this.reusedEdges.update([...edges.values()]);
  }
}

const sizesOf = (shape: Shape): string => `[${shape.map(({ letter, size }) => size ?? letter).join(', ')}]`;

function flowEdge(
  { from, to, via }: GraphEdge,
  source: GraphNode,
  analysis: GraphAnalysis,
  selected: boolean,
): FlowEdge {
  const type = findKind(source.kind)?.outputs.find((socket) => socket.name === from.socket)?.type;
  const spec = analysis.nodes.get(from.node)?.inference.outputs[from.socket];
  const shape = spec && spec.shape.length > 0 ? spec.shape : undefined;
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
      sizes: shape && sizesOf(shape),
      shape: shape && formatShape(shape),
      via,
      bypassed: source.bypassed,
      wrong,
    },
    ariaLabel: `Wire from ${from.socket} of ${from.node} to ${to.socket} of ${to.node}${shape === undefined ? '' : `, ${formatShape(shape)}`}${wrong ? ', wrong' : ''}`,
  };
}
