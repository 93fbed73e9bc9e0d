import type { GraphAnalysis } from '../graph/analysis';
import type { GraphDocument, GraphEdge, GraphNode } from '../graph/document';
import type { Family } from '../graph/kind';
import type { SocketType } from '../graph/sockets';
import { findKind } from '../nodes/catalogue';
import type { Box, Point } from './geometry';
import {
  drawn,
  framePadding,
  frameTitleBox,
  frameTitleHeight,
  labelLength,
  nodeWidth,
  noteSize,
  sizesOf,
  socketOffset,
} from './measures';
import { Obstacles } from './obstacles';
import { wrapped } from './text';
import { asideOf, wirePath, type WirePath } from './wire';
import type { PictureWords, ShownValue } from './words';

export interface PictureSocket {
  readonly name: string;
  /** Type of the socket; undefined if only a wrong wire names the socket. */
  readonly type: SocketType | undefined;
  readonly optional: boolean;
}

export interface PictureNode {
  readonly id: string;
  readonly box: Box;
  readonly title: string;
  readonly family: Family | undefined;
  readonly bypassed: boolean;
  readonly frozen: boolean;
  readonly collapsed: boolean;
  /** Lines above the node. */
  readonly comment: readonly string[];
  readonly inputs: readonly PictureSocket[];
  readonly outputs: readonly PictureSocket[];
  readonly values: readonly ShownValue[];
  /** Lines below the values: stages and trainable parameters. */
  readonly facts: readonly string[];
  readonly problems: readonly { readonly severity: 'error' | 'warning'; readonly lines: readonly string[] }[];
}

export interface PictureWire {
  readonly edge: GraphEdge;
  readonly type: SocketType | undefined;
  readonly start: Point;
  /** Wires from socket to socket, around nodes, notes and the titles of frames. */
  readonly way: WirePath;
  /** `[B, 6, 128]` */
  readonly sizes: string | undefined;
  readonly bypassed: boolean;
  readonly wrong: boolean;
}

export interface PictureContent {
  readonly nodes: readonly PictureNode[];
  readonly wires: readonly PictureWire[];
  readonly frames: readonly { readonly title: string; readonly box: Box }[];
  readonly notes: readonly { readonly text: string; readonly box: Box }[];
}

/** Sizes of the parts below the sockets, in pixels. */
export const body = { padding: 5, side: 10, fact: 24, problem: 15, problemPadding: 5, problemSize: 11.5 } as const;
/** Maximum number of problems on a node. */
const shownProblems = 2;

const short = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

type Sizes = ReadonlyMap<string, { readonly width: number }>;

/** Distinct sockets that wires name, by node. */
function wiredSockets({ edges }: GraphDocument, end: 'from' | 'to'): ReadonlyMap<string, ReadonlySet<string>> {
  const sockets = new Map<string, Set<string>>();
  for (const edge of edges) {
    const { node, socket } = edge[end];
    sockets.set(node, (sockets.get(node) ?? new Set()).add(socket));
  }
  return sockets;
}

function socketsOf(
  declared: readonly { readonly name: string; readonly type: SocketType; readonly optional?: boolean }[],
  wired: ReadonlySet<string> = new Set(),
): PictureSocket[] {
  const names = new Set(declared.map(({ name }) => name));
  return [
    ...declared.map(({ name, type, optional }) => ({ name, type, optional: optional === true })),
    ...[...wired].filter((name) => !names.has(name)).map((name) => ({ name, type: undefined, optional: true })),
  ];
}

/** Height of a node with these contents. */
function heightOf({ inputs, outputs, collapsed, values, facts, problems }: Omit<PictureNode, 'box'>): number {
  const header = 2 * drawn.border + drawn.header;
  if (collapsed) return header;
  const sockets = Math.max(inputs.length, outputs.length) * drawn.socket + 2 * drawn.gap;
  const rows = values.length > 0 ? 2 * body.padding + values.length * drawn.value : 0;
  const lines = problems.reduce(
    (sum, problem) => sum + problem.lines.length * body.problem + 2 * body.problemPadding,
    0,
  );
  return header + sockets + rows + facts.length * body.fact + lines;
}

interface Sources {
  readonly analysis: GraphAnalysis;
  readonly words: PictureWords;
  readonly sizes: Sizes;
  readonly into: ReadonlyMap<string, ReadonlySet<string>>;
  readonly from: ReadonlyMap<string, ReadonlySet<string>>;
}

function pictureNode(node: GraphNode, { analysis, words, sizes, into, from }: Sources): PictureNode {
  const kind = findKind(node.kind);
  const { id, position, bypassed, stages } = node;
  const width = sizes.get(id)?.width ?? nodeWidth;
  const trainable = analysis.nodes.get(id)?.inference.parameters ?? 0;
  const own: Omit<PictureNode, 'box'> = {
    id,
    title: words.titleOf(node),
    family: kind?.family,
    bypassed,
    frozen: node.frozen === true,
    collapsed: node.collapsed === true,
    comment: node.comment === undefined ? [] : wrapped(node.comment, 12, width),
    inputs: socketsOf(kind?.inputs ?? [], into.get(id)),
    outputs: socketsOf(kind?.outputs ?? [], from.get(id)),
    values: words.valuesOf(node),
    facts: [
      ...(stages ? [words.stages(stages.length)] : []),
      ...(trainable > 0 ? [`${short.format(trainable)} ${words.parameters}`] : []),
    ],
    problems: analysis.problems
      .filter((problem) => problem.node === id)
      .slice(0, shownProblems)
      .map((problem) => ({
        severity: problem.severity,
        lines: wrapped(words.problemText(problem), body.problemSize, width - 40, 4),
      })),
  };
  return { ...own, box: { ...position, width, height: heightOf(own) } };
}

/** Centre of a socket's handle; the corner of the node for an unknown socket. */
export function socketCentre({ box, inputs, outputs, collapsed }: PictureNode, side: 'input' | 'output', name: string) {
  const index = (side === 'input' ? inputs : outputs).findIndex((socket) => socket.name === name);
  if (index < 0) return { x: box.x, y: box.y };
  const edge = collapsed ? 0 : drawn.border;
  return { x: box.x + (side === 'input' ? edge : box.width - edge), y: box.y + socketOffset(index, collapsed) };
}

/** End of a wire: the outer side of its socket's handle. */
export function wireEnd(node: PictureNode, side: 'input' | 'output', name: string): Point {
  const { x, y } = socketCentre(node, side, name);
  return { x: x + (side === 'input' ? -1 : 1) * (drawn.handle / 2), y };
}

function pictureWire(
  edge: GraphEdge,
  analysis: GraphAnalysis,
  nodes: ReadonlyMap<string, PictureNode>,
  obstacles: Obstacles,
): PictureWire | undefined {
  const { from, to } = edge;
  const [source, target] = [nodes.get(from.node), nodes.get(to.node)];
  if (!source || !target) return undefined;
  const output = source.outputs.findIndex(({ name }) => name === from.socket);
  const start = wireEnd(source, 'output', from.socket);
  const shape = analysis.nodes.get(from.node)?.inference.outputs[from.socket]?.shape ?? [];
  const sizes = shape.length > 0 ? sizesOf(shape) : undefined;
  return {
    edge,
    type: source.outputs[output]?.type,
    start,
    way: wirePath(start, edge.via ?? [], wireEnd(target, 'input', to.socket), {
      obstacles,
      lead: labelLength(sizes),
      aside: asideOf(output),
    }),
    sizes,
    bypassed: source.bypassed,
    wrong: analysis.problems.some(
      (problem) => problem.severity === 'error' && problem.node === to.node && problem.socket === to.socket,
    ),
  };
}

/** Smallest box around boxes; undefined if there are none. */
export function around(boxes: readonly Box[]): Box | undefined {
  if (boxes.length === 0) return undefined;
  const [x, y] = [Math.min(...boxes.map((box) => box.x)), Math.min(...boxes.map((box) => box.y))];
  return {
    x,
    y,
    width: Math.max(...boxes.map((box) => box.x + box.width)) - x,
    height: Math.max(...boxes.map((box) => box.y + box.height)) - y,
  };
}

function frameAround(nodes: readonly PictureNode[]): Box | undefined {
  const box = around(nodes.map((node) => node.box));
  return (
    box && {
      x: box.x - framePadding,
      y: box.y - frameTitleHeight,
      width: box.width + 2 * framePadding,
      height: box.height + frameTitleHeight + framePadding,
    }
  );
}

/**
 * Collects the contents of a picture of a document, one node or wire in each step.
 * @param sizes measured widths of nodes, by id; the others have the usual width
 */
export function* pictureContent(
  document: GraphDocument,
  analysis: GraphAnalysis,
  words: PictureWords,
  sizes: Sizes,
): Generator<undefined, PictureContent> {
  const sources = { analysis, words, sizes, into: wiredSockets(document, 'to'), from: wiredSockets(document, 'from') };
  const nodes: PictureNode[] = [];
  for (const node of document.nodes) {
    nodes.push(pictureNode(node, sources));
    yield;
  }
  const frames = document.groups.flatMap(({ title, nodes: members }) => {
    const box = frameAround(nodes.filter(({ id }) => members.includes(id)));
    return box ? [{ title, box }] : [];
  });
  const notes = document.notes.map(({ text, position, size }) => ({
    text,
    box: { ...position, ...(size ?? noteSize) },
  }));
  const obstacles = new Obstacles([
    ...nodes.map(({ box }) => box),
    ...notes.map(({ box }) => box),
    ...frames.map(({ title, box }) => frameTitleBox(box, title)),
  ]);
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const wires: PictureWire[] = [];
  for (const edge of document.edges) {
    const wire = pictureWire(edge, analysis, byId, obstacles);
    if (wire) wires.push(wire);
    yield;
  }
  return { nodes, wires, frames, notes };
}
