import { passedOn } from './analysis';
import type { Catalogue } from './catalogue';
import type { GraphDocument, GraphEdge, GraphNode, Stage } from './document';
import type { NodeKind } from './kind';
import type { Socket, SocketType } from './sockets';
import { upstream, wiringOf } from './wiring';

/** A new node of a graph: its id and its kind, with default parameters. */
export interface NewNode {
  readonly id: string;
  readonly kind: NodeKind;
}

type End = GraphEdge['from'];

/**
 * Replaces a node by one of another kind. Each wire moves to the socket of the same name and type, or else to the first free
 * one of the type. Input wires without such a socket are removed. A required input without a wire is connected if exactly one
 * output fits.
 *
 * @returns the graph, or the first output wire without an output of the new kind
 */
export function replaceNode(
  document: GraphDocument,
  old: string,
  { id, kind }: NewNode,
  catalogue: Catalogue,
): { readonly document: GraphDocument } | { readonly unfit: GraphEdge } {
  const typeOf = socketTypes(document, catalogue);
  const inputs = new FreeSockets(kind.inputs);
  const edges: GraphEdge[] = [];
  for (const edge of document.edges) {
    if (edge.to.node === old) {
      const socket = inputs.take(typeOf(edge.from), edge.to.socket);
      if (socket) edges.push({ ...edge, to: { node: id, socket } });
    } else if (edge.from.node === old) {
      // An output can have any number of wires, so each wire searches all outputs.
      const socket = new FreeSockets(kind.outputs).take(typeOf(edge.from), edge.from.socket);
      if (socket === undefined) return { unfit: edge };
      edges.push({ ...edge, from: { node: id, socket } });
    } else {
      edges.push(edge);
    }
  }
  const renamed = (ids: readonly string[]) => ids.map((other) => (other === old ? id : other));
  const next: GraphDocument = {
    ...document,
    nodes: document.nodes.map((node) => {
      if (node.id !== old) return withStages(node, renamed);
      const { position, bypassed, frozen, collapsed } = node;
      return {
        id,
        kind: kind.kind,
        parameters: {},
        position,
        bypassed,
        ...(frozen !== undefined && { frozen }),
        ...(collapsed !== undefined && { collapsed }),
      };
    }),
    edges,
    groups: document.groups.map((group) => ({ ...group, nodes: renamed(group.nodes) })),
  };
  return { document: withRequiredInputs(next, { id, kind }, catalogue) };
}

/**
 * Removes a node. Each wire from it then starts at the output that is wired to its input of the same type, as if the node were
 * bypassed. Its other wires are removed.
 */
export function removeNode(document: GraphDocument, id: string, catalogue: Catalogue): GraphDocument {
  const kind = catalogue.find(document.nodes.find((node) => node.id === id)?.kind ?? '');
  const sourceOf = (socket: string): End | undefined => {
    const output = kind?.outputs.find(({ name }) => name === socket);
    const input = kind && output && passedOn(kind, output);
    return document.edges.find(({ to }) => to.node === id && to.socket === input?.name)?.from;
  };
  const kept = (ids: readonly string[]) => ids.filter((other) => other !== id);
  return {
    ...document,
    nodes: document.nodes.filter((node) => node.id !== id).map((node) => withStages(node, kept)),
    edges: document.edges.flatMap((edge): GraphEdge[] => {
      if (edge.to.node === id) return [];
      if (edge.from.node !== id) return [edge];
      const from = sourceOf(edge.from.socket);
      return from ? [{ from, to: edge.to }] : [];
    }),
    groups: document.groups
      .map((group) => ({ ...group, nodes: kept(group.nodes) }))
      .filter((group) => group.nodes.length > 0),
  };
}

/**
 * Inserts a node between two nodes. The wires between them then lead through it, and so do all other wires to the second node
 * for which it has sockets. Its other required inputs are connected if exactly one output fits.
 *
 * @returns undefined if no wire between the two nodes can lead through it
 */
export function insertNode(
  document: GraphDocument,
  { id, kind }: NewNode,
  from: string,
  to: string,
  catalogue: Catalogue,
): GraphDocument | undefined {
  const typeOf = socketTypes(document, catalogue);
  const [inputs, outputs] = [new FreeSockets(kind.inputs), new FreeSockets(kind.outputs)];
  /** Wires that lead through the node, each with its sockets at the node. */
  const through = new Map<GraphEdge, readonly [input: string, output: string]>();
  const lead = (edge: GraphEdge) => {
    const [type, name] = [typeOf(edge.from), edge.from.socket];
    if (!inputs.has(type) || !outputs.has(type)) return;
    const [input, output] = [inputs.take(type, name), outputs.take(type, name)];
    if (input !== undefined && output !== undefined) through.set(edge, [input, output]);
  };
  const into = document.edges.filter((edge) => edge.to.node === to);
  for (const edge of into) if (edge.from.node === from) lead(edge);
  if (through.size === 0) return undefined;
  for (const edge of into) if (edge.from.node !== from) lead(edge);

  const first = document.edges.findIndex((edge) => through.has(edge));
  const ins = document.edges.flatMap((edge): GraphEdge[] => {
    const sockets = through.get(edge);
    return sockets ? [{ from: edge.from, to: { node: id, socket: sockets[0] } }] : [];
  });
  const outs = document.edges.map((edge): GraphEdge => {
    const sockets = through.get(edge);
    return sockets ? { from: { node: id, socket: sockets[1] }, to: edge.to } : edge;
  });
  const place = (name: string) => document.nodes.find((node) => node.id === name)?.position ?? { x: 0, y: 0 };
  const [a, b] = [place(from), place(to)];
  const node: GraphNode = {
    id,
    kind: kind.kind,
    parameters: {},
    position: { x: Math.round((a.x + b.x) / 2), y: Math.round((a.y + b.y) / 2) },
    bypassed: false,
  };
  const next = {
    ...document,
    nodes: document.nodes.flatMap((other) => (other.id === to ? [node, other] : [other])),
    edges: [...outs.slice(0, first), ...ins, ...outs.slice(first)],
  };
  return withRequiredInputs(next, { id, kind }, catalogue);
}

/** Type of an output; undefined if it does not exist. */
const socketTypes =
  ({ nodes }: GraphDocument, catalogue: Catalogue) =>
  ({ node: id, socket }: End): SocketType | undefined =>
    catalogue.find(nodes.find((node) => node.id === id)?.kind ?? '')?.outputs.find(({ name }) => name === socket)?.type;

/** Sockets of one side of a node without a wire. */
class FreeSockets {
  private readonly free: Set<Socket>;

  constructor(sockets: readonly Socket[]) {
    this.free = new Set(sockets);
  }

  has(type: SocketType | undefined): boolean {
    return [...this.free].some((socket) => socket.type === type);
  }

  /** Takes a free socket of a type, the one with the given name if it is free. */
  take(type: SocketType | undefined, name: string): string | undefined {
    const fitting = [...this.free].filter((socket) => socket.type === type);
    const taken = fitting.find((socket) => socket.name === name) ?? fitting[0];
    if (taken) this.free.delete(taken);
    return taken?.name;
  }
}

/**
 * Connects each required input of a node that has no wire: to the output that a reader of the node uses for its own input of
 * the type, or to the only output of the type. If several outputs fit, the input stays unconnected.
 */
function withRequiredInputs(document: GraphDocument, { id, kind }: NewNode, catalogue: Catalogue): GraphDocument {
  const readers = new Set(document.edges.filter(({ from }) => from.node === id).map(({ to }) => to.node));
  const wiring = wiringOf(document);
  const added = kind.inputs.flatMap(({ name, type, optional }): GraphEdge[] => {
    if (optional === true || document.edges.some(({ to }) => to.node === id && to.socket === name)) return [];
    const ends = document.nodes.flatMap((node): End[] => {
      const outputs = catalogue.find(node.kind)?.outputs.filter((output) => output.type === type) ?? [];
      // A wire from a node that reads this one would close a cycle.
      if (outputs.length === 0 || upstream(wiring, node.id).has(id)) return [];
      return outputs.map((output) => ({ node: node.id, socket: output.name }));
    });
    const read = ends.filter((end) =>
      document.edges.some(
        ({ from, to }) => readers.has(to.node) && from.node === end.node && from.socket === end.socket,
      ),
    );
    const [only, ...others] = read.length > 0 ? read : ends;
    return only && others.length === 0 ? [{ from: only, to: { node: id, socket: name } }] : [];
  });
  if (added.length === 0) return document;
  const last = document.edges.findLastIndex(({ to }) => to.node === id) + 1;
  const at =
    last > 0
      ? last
      : Math.max(
          0,
          document.edges.findIndex(({ from }) => from.node === id),
        );
  return { ...document, edges: [...document.edges.slice(0, at), ...added, ...document.edges.slice(at)] };
}

/** A node whose stages freeze and bypass other nodes. */
function withStages(node: GraphNode, named: (ids: readonly string[]) => string[]): GraphNode {
  if (!node.stages) return node;
  const stages = node.stages.map(({ frozen, bypassed, ...stage }): Stage => ({
    ...stage,
    frozen: named(frozen),
    ...(bypassed && { bypassed: named(bypassed) }),
  }));
  return { ...node, stages };
}
