import type { GraphDocument, GraphEdge } from '../../graph-nodes/graph/document';
import { families } from '../../graph-nodes/graph/kind';
import { findKind } from '../../graph-nodes/nodes/catalogue';
import { framePadding, frameTitleHeight, labelLength, socketOffset } from '../../graph-nodes/picture/measures';
import { analysisOf } from './analysis';
import { frameBoxes, nodeBoxes, noteBoxes, overlap, type Box, type Sizes } from './boxes';
import { addCell, connect, orderCells, placeCells, type Cell, type Column, type End } from './columns';
import { move, type Point } from './editing';
import { frameId } from './frames';
import { commentHeight, drawn, gapAfter, outputSizes } from './measures';

export type Places = ReadonlyMap<string, Point>;

/** A node with its comment, or a frame with its nodes, as one box. */
interface Part {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  /** Positions of its nodes, from its upper left corner. */
  readonly inside: Places;
}

/**
 * Places nodes in columns from left to right along the wires between them. The nodes of a main chain have their upper edges on
 * one line, frames keep other nodes out, and a wire over several columns gets a lane between nodes. The upper left corner
 * stays.
 */
export function layOut(document: GraphDocument, boxes: readonly Box[]): Places {
  const places = arrangeParts(document, framed(document, boxes));
  const [before, after] = [cornerOf(boxes), cornerOf([...places.values()])];
  return new Map([...places].map(([id, { x, y }]) => [id, { x: x - after.x + before.x, y: y - after.y + before.y }]));
}

/** Gap between the graph and a note that moves out of the way. */
const noteGap = 28;

/** Moves the notes that nodes or frames overlap into a row below the graph. */
function clearedNotes(document: GraphDocument, sizes: Sizes): Places {
  const boxes = [...nodeBoxes(document, sizes), ...frameBoxes(document, sizes)];
  const notes = noteBoxes(document);
  const covered = notes.filter((note) => boxes.some((box) => overlap(note, box)));
  const others = notes.filter((note) => !covered.includes(note));
  const bottom = Math.max(...boxes.map(({ y, height }) => y + height)) + noteGap;
  let { x } = cornerOf(boxes);
  const places = new Map<string, Point>();
  for (const { id, width, height } of covered) {
    const place = () => ({ x, y: bottom, width, height });
    for (
      let other = others.find((note) => overlap(note, place()));
      other;
      other = others.find((note) => overlap(note, place()))
    ) {
      x = other.x + other.width + noteGap;
    }
    places.set(id, { x, y: bottom });
    x += width + noteGap;
  }
  return places;
}

/** A document with all nodes laid out; notes that nodes would overlap move below them. */
export function layOutAll(document: GraphDocument, boxes: readonly Box[]): GraphDocument {
  const laid = move(document, layOut(document, boxes));
  return move(laid, clearedNotes(laid, new Map(boxes.map(({ id, width, height }) => [id, { width, height }]))));
}

/** A document laid out with the estimated sizes of its nodes. */
export const laidOut = (document: GraphDocument): GraphDocument => layOutAll(document, nodeBoxes(document, new Map()));

const cornerOf = (points: readonly Point[]): Point => ({
  x: Math.min(...points.map(({ x }) => x)),
  y: Math.min(...points.map(({ y }) => y)),
});

const ownersOf = (parts: readonly Part[]): Map<string, string> =>
  new Map(parts.flatMap(({ id, inside }) => [...inside.keys()].map((node) => [node, id] as const)));

/** True if the wires between parts would lead from a part back to it. */
function onCycle({ edges }: GraphDocument, owners: ReadonlyMap<string, string>, part: string): boolean {
  const next = new Map<string, Set<string>>();
  for (const { from, to } of edges) {
    const [source, target] = [owners.get(from.node), owners.get(to.node)];
    if (source === undefined || target === undefined || source === target) continue;
    next.set(source, (next.get(source) ?? new Set()).add(target));
  }
  const reached = new Set(next.get(part));
  for (const id of reached) for (const target of next.get(id) ?? []) reached.add(target);
  return reached.has(part);
}

/** The parts of a graph. A frame is one part unless a wire leaves it and comes back to it through other nodes. */
function framed(document: GraphDocument, boxes: readonly Box[]): Part[] {
  const comments = new Map(document.nodes.map(({ id, comment }) => [id, commentHeight(comment)]));
  let parts = boxes.map(({ id, width, height }): Part => {
    const above = comments.get(id) ?? 0;
    return { id, width, height: height + above, inside: new Map([[id, { x: 0, y: above }]]) };
  });
  for (const group of document.groups) {
    const members = parts.filter(({ id }) => group.nodes.includes(id));
    if (members.length === 0) continue;
    const id = frameId(group.id);
    const frame: Part = { id, ...enclosed(members, arrangeParts(document, members)) };
    const next = [...parts.filter((part) => !members.includes(part)), frame];
    if (!onCycle(document, ownersOf(next), id)) parts = next;
  }
  return parts;
}

/** Upper left corner of a part whose nodes are placed. */
function placeOf({ inside }: Part, places: Places): Point {
  const [node, inner] = [...inside][0] ?? ['', { x: 0, y: 0 }];
  const place = places.get(node) ?? { x: 0, y: 0 };
  return { x: place.x - inner.x, y: place.y - inner.y };
}

/** A frame around placed parts. */
function enclosed(members: readonly Part[], places: Places): Omit<Part, 'id'> {
  const corners = members.map((member) => ({ member, ...placeOf(member, places) }));
  const { x: left, y: top } = cornerOf(corners);
  return {
    width: Math.max(...corners.map(({ member, x }) => x + member.width)) - left + 2 * framePadding,
    height: Math.max(...corners.map(({ member, y }) => y + member.height)) - top + frameTitleHeight + framePadding,
    inside: new Map(
      [...places].map(([id, { x, y }]) => [id, { x: x - left + framePadding, y: y - top + frameTitleHeight }]),
    ),
  };
}

/** A wire between two parts. */
interface Link {
  readonly from: string;
  readonly to: string;
  /** Upper edges of its nodes and its sockets, from the upper edges of the parts. */
  readonly tops: readonly [number, number];
  readonly sockets: readonly [number, number];
  /** Length of its label. */
  readonly label: number;
}

function linksBetween(document: GraphDocument, parts: readonly Part[]): Link[] {
  const owners = ownersOf(parts);
  const byId = new Map(parts.map((part) => [part.id, part]));
  const nodes = new Map(document.nodes.map((node) => [node.id, node]));
  const analysis = analysisOf(document);
  const socketOf = ({ node: id, socket }: GraphEdge['from'], side: 'inputs' | 'outputs'): number => {
    const node = nodes.get(id);
    const index = findKind(node?.kind ?? '')?.[side].findIndex(({ name }) => name === socket) ?? 0;
    return socketOffset(Math.max(0, index), node?.collapsed === true);
  };
  return document.edges.flatMap(({ from, to }): Link[] => {
    const [source, target] = [byId.get(owners.get(from.node) ?? ''), byId.get(owners.get(to.node) ?? '')];
    const [start, end] = [source?.inside.get(from.node), target?.inside.get(to.node)];
    if (!source || !target || !start || !end || source === target) return [];
    return [
      {
        from: source.id,
        to: target.id,
        tops: [start.y, end.y],
        sockets: [start.y + socketOf(from, 'outputs'), end.y + socketOf(to, 'inputs')],
        label: labelLength(outputSizes(analysis, from.node, from.socket)),
      },
    ];
  });
}

/** Gap between the wired parts of a graph and those without wires. */
const looseGap = 60;
/** Sizes of the label of a future wire of a part. */
const largestSizes = '[B, 3, 2, 3, 64]';

/** A part with space for the additional lines of its node after wiring. */
const grown = (part: Part): Part => ({ ...part, height: part.height + drawn.section + 2 * drawn.size });

/** Positions of all nodes of some parts: the wired ones along their wires, and those without wires below them. */
function arrangeParts(document: GraphDocument, parts: readonly Part[]): Places {
  const links = linksBetween(document, parts);
  const ends = new Set(links.flatMap(({ from, to }) => [from, to]));
  const [wired, loose] = [parts.filter(({ id }) => ends.has(id)), parts.filter(({ id }) => !ends.has(id))];
  const places = inColumns(wired, links, ranksOf(wired, links));
  const others = inColumns(loose.map(grown), [], familyRanks(document, loose), [labelLength(largestSizes)]);
  if (wired.length === 0 || loose.length === 0) return new Map([...places, ...others]);
  const bottom = Math.max(...wired.map((part) => placeOf(part, places).y + part.height));
  const top = Math.min(...loose.map((part) => placeOf(part, others).y));
  const down = bottom + looseGap - top;
  return new Map([...places, ...[...others].map(([id, { x, y }]) => [id, { x, y: y + down }] as const)]);
}

/** Columns of parts without wires: one for each family of nodes, in the order of the data flow. */
function familyRanks({ nodes }: GraphDocument, parts: readonly Part[]): Map<string, number> {
  const familyOf = new Map(nodes.map(({ id, kind }) => [id, families.indexOf(findKind(kind)?.family ?? families[0])]));
  const first = new Map(
    parts.map(({ id, inside }) => [id, Math.min(...[...inside.keys()].map((node) => familyOf.get(node) ?? 0))]),
  );
  const present = [...new Set(first.values())].sort((a, b) => a - b);
  return new Map([...first].map(([id, family]) => [id, present.indexOf(family)]));
}

/**
 * Positions of all nodes of some parts with given columns.
 * @param least minimum lengths of labels that fit after every column
 */
function inColumns(
  parts: readonly Part[],
  links: readonly Link[],
  ranks: ReadonlyMap<string, number>,
  least: readonly number[] = [],
): Places {
  const cells = new Map<string, Cell>();
  const columns = columnsOf(parts, links, ranks, cells);
  orderCells(columns);
  placeCells(columns);
  const places = new Map<string, Point>();
  let left = 0;
  for (const column of columns) {
    const own = parts.filter(({ id }) => cells.get(id)?.column === column);
    for (const { id, inside } of own) {
      for (const [node, { x, y }] of inside) places.set(node, { x: left + x, y: (cells.get(id)?.y ?? 0) + y });
    }
    const ids = new Set(own.map(({ id }) => id));
    const labels = links.filter(({ from }) => ids.has(from)).map(({ label }) => label);
    left += Math.max(...own.map(({ width }) => width)) + gapAfter([...least, ...labels]);
  }
  return places;
}

/**
 * Column of each part: one after those it reads from; without any, one before those that read from it. Wires that close a cycle
 * are ignored.
 */
function ranksOf(parts: readonly Part[], links: readonly Link[]): Map<string, number> {
  const gather = (end: 'from' | 'to', other: 'from' | 'to') => {
    const ends = new Map<string, string[]>(parts.map(({ id }) => [id, []]));
    for (const link of links) ends.get(link[end])?.push(link[other]);
    return ends;
  };
  const [sources, readers] = [gather('to', 'from'), gather('from', 'to')];
  const ranks = new Map<string, number>();
  const open = new Set<string>();
  const rank = (id: string): number => {
    const known = ranks.get(id);
    if (known !== undefined) return known;
    open.add(id);
    const before = (sources.get(id) ?? []).filter((source) => !open.has(source)).map(rank);
    open.delete(id);
    const own = Math.max(-1, ...before) + 1;
    ranks.set(id, own);
    return own;
  };
  for (const { id } of parts) rank(id);
  for (const { id } of parts) {
    const after = readers.get(id) ?? [];
    if (sources.get(id)?.length === 0 && after.length > 0) {
      ranks.set(id, Math.max(0, Math.min(...after.map((reader) => ranks.get(reader) ?? 0)) - 1));
    }
  }
  return ranks;
}

/** Columns of parts, with a lane in every column that a wire passes. */
function columnsOf(
  parts: readonly Part[],
  links: readonly Link[],
  ranks: ReadonlyMap<string, number>,
  cells: Map<string, Cell>,
): Column[] {
  const columns = Array.from({ length: Math.max(0, ...ranks.values()) + 1 }, (): Column => ({ cells: [] }));
  const columnAt = (rank: number): Column => columns[rank] ?? { cells: [] };
  for (const { id, height } of parts) cells.set(id, addCell(columnAt(ranks.get(id) ?? 0), height));
  for (const { from, to, tops, sockets } of links) {
    const [source, target, first, last] = [cells.get(from), cells.get(to), ranks.get(from) ?? 0, ranks.get(to) ?? 0];
    if (!source || !target || first >= last) continue;
    let before: End = { cell: source, top: tops[0], socket: sockets[0] };
    for (let rank = first + 1; rank < last; rank += 1) {
      const next: End = { cell: addCell(columnAt(rank)), top: 0, socket: 0 };
      connect(before, next);
      before = next;
    }
    connect(before, { cell: target, top: tops[1], socket: sockets[1] });
  }
  return columns;
}
