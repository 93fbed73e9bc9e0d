import type { GraphDocument, GraphNode } from '../../../graph-nodes/graph/document';
import type { NodeKind } from '../../../graph-nodes/graph/kind';
import { hasRole } from '../../../graph-nodes/graph/roles';
import { alternativesOf, canBeRemoved, sharedParameters } from '../../../graph-nodes/study/alternatives';
import type { RowChange } from '../../../graph-nodes/study/document';
import { freeId } from '../../documents/editing';
import { messages } from '../../words';
import { catalogue, findKind, titleOf } from '../../words/kinds';
import { describeParameters } from '../../words/parameter-schema';
import { freeName, settingsOf, unchanged, type DraftRow, type SettingLine } from './draft-rows';

export const changeNames = ['set', 'replace', 'remove', 'insert'] as const;
export type ChangeName = (typeof changeNames)[number];

const nodeOf = (graph: GraphDocument, id: string): GraphNode | undefined => graph.nodes.find((node) => node.id === id);

/** Kinds that can replace a node, in the current language, first those of its role. */
export function replacementKinds(node: GraphNode | undefined): {
  readonly same: NodeKind[];
  readonly other: NodeKind[];
} {
  const kind = node && findKind(node.kind);
  const names = new Set(kind ? alternativesOf(kind).map((other) => other.kind) : []);
  const others = catalogue().filter((other) => other.kind !== kind?.kind);
  return {
    same: others.filter((other) => names.has(other.kind)),
    other: others.filter((other) => !names.has(other.kind)),
  };
}

/** Nodes with alternatives: another kind, or the graph without the node. */
export const withAlternatives = (graph: GraphDocument): GraphNode[] =>
  graph.nodes.filter((node) => {
    const kind = findKind(node.kind);
    return kind !== undefined && !node.bypassed && (alternativesOf(kind).length > 0 || canBeRemoved(kind));
  });

/** Default node of a study of alternatives: the generator, or else the first node. */
export const favourite = (nodes: readonly GraphNode[]): GraphNode | undefined =>
  nodes.find(({ kind }) => hasRole(findKind(kind), 'generator')) ?? nodes[0];

/** Pairs of nodes that a wire connects, each once. */
export function joinedPairs(graph: GraphDocument): { readonly from: string; readonly to: string }[] {
  const pairs = new Map(
    graph.edges.map(({ from, to }) => [`${from.node} ${to.node}`, { from: from.node, to: to.node }]),
  );
  return [...pairs.values()];
}

/** The row with one more setting: the first parameter of a node, with its current value. */
export function withSetting(row: DraftRow, graph: GraphDocument, node = graph.nodes.at(-1)?.id): DraftRow {
  const line = node === undefined ? undefined : firstSetting(graph, node);
  return line ? { ...row, settings: [...settingsOf(row), line] } : row;
}

/** A line for the first parameter of a node, or for a given parameter, with its current value. */
export function firstSetting(graph: GraphDocument, id: string, parameter?: string): SettingLine | undefined {
  const node = nodeOf(graph, id);
  const kind = node && findKind(node.kind);
  const fields = kind ? describeParameters(kind) : [];
  const field = fields.find(({ name }) => name === parameter) ?? fields[0];
  return field && { node: id, parameter: field.name, text: String(node?.parameters[field.name] ?? field.default) };
}

/** First change of a row: one that fits the graph if there is one. */
export function firstChange(name: Exclude<ChangeName, 'set'>, graph: GraphDocument): RowChange | undefined {
  switch (name) {
    case 'replace': {
      const node = favourite(
        withAlternatives(graph).filter((candidate) => replacementKinds(candidate).same.length > 0),
      );
      return node && replacement(graph, node.id);
    }
    case 'remove': {
      const node = graph.nodes.findLast(({ kind: name, bypassed }) => {
        const kind = findKind(name);
        return kind !== undefined && !bypassed && canBeRemoved(kind);
      });
      return node && { change: 'remove', node: node.id };
    }
    case 'insert': {
      const pair = joinedPairs(graph).findLast(({ from, to }) => fitting(graph, from, to).length > 0);
      const [kind] = pair ? fitting(graph, pair.from, pair.to) : [];
      return pair && kind && { change: 'insert', id: freeId(graph.nodes, kind.kind), kind: kind.kind, ...pair };
    }
  }
}

/** Kinds that a wire between two nodes can lead through. */
export function fitting(graph: GraphDocument, from: string, to: string): NodeKind[] {
  const source = findKind(nodeOf(graph, from)?.kind ?? '');
  const types = new Set(
    graph.edges
      .filter((edge) => edge.from.node === from && edge.to.node === to)
      .map((edge) => source?.outputs.find(({ name }) => name === edge.from.socket)?.type),
  );
  const carries = (sockets: NodeKind['inputs']) =>
    new Set(sockets.map(({ type }) => type).filter((type) => types.has(type)));
  return catalogue().filter(({ inputs, outputs }) => {
    const read = carries(inputs);
    return [...carries(outputs)].some((type) => read.has(type));
  });
}

/** The change that replaces a node by a kind; without a kind, by the first alternative. */
export function replacement(graph: GraphDocument, node: string, kind?: string): RowChange | undefined {
  const { same, other } = replacementKinds(nodeOf(graph, node));
  const chosen = kind ?? (same[0] ?? other[0])?.kind;
  if (chosen === undefined) return undefined;
  return { change: 'replace', node, id: freeId(graph.nodes, chosen), kind: chosen };
}

/**
 * The row with a replaced change, or a new one at the end. A replacement takes over the parameters that both kinds define in
 * common; settings of the node from the previous change are removed.
 * @param graph before the change
 */
export function withChange(row: DraftRow, graph: GraphDocument, change: RowChange | undefined, at?: number): DraftRow {
  const { changes = [] } = row;
  const earlier = at === undefined ? undefined : changes[at];
  const next = at === undefined ? [...changes] : changes.filter((_, index) => index !== at);
  if (change) next.splice(at ?? next.length, 0, change);
  const gone = earlier && earlier.change !== 'remove' ? earlier.id : undefined;
  const kept = settingsOf(row).filter(({ node }) => node !== gone);
  const { changes: _, ...rest } = row;
  return {
    ...rest,
    ...(next.length > 0 && { changes: next }),
    settings: [...kept, ...(change?.change === 'replace' ? takenOver(graph, change) : [])],
  };
}

function takenOver(
  graph: GraphDocument,
  { node: id, id: as, kind: name }: Extract<RowChange, { change: 'replace' }>,
): SettingLine[] {
  const node = nodeOf(graph, id);
  const [kind, other] = [findKind(node?.kind ?? ''), findKind(name)];
  if (!node || !kind || !other) return [];
  return Object.entries(sharedParameters(kind, other, node.parameters)).map(([parameter, value]) => ({
    node: as,
    parameter,
    text: String(value),
  }));
}

/** An alternative of a node: the name of another kind, or `null` for the graph without the node. */
export type Alternative = string | null;

/** Alternatives of a node that are already rows of the study, whatever their settings. */
export const presentAlternatives = (rows: readonly DraftRow[], id: string): Alternative[] =>
  rows.flatMap(({ graph, changes = [] }): Alternative[] => {
    const [change, ...others] = changes;
    if (graph || others.length > 0 || !change || change.change === 'insert' || change.node !== id) return [];
    return [change.change === 'remove' ? null : change.kind];
  });

/**
 * The rows with one more for each alternative of a node, named by its kind. If there were none, the unchanged graph comes
 * first, named by the current kind.
 */
export function withAlternativeRows(
  rows: readonly DraftRow[],
  graph: GraphDocument,
  id: string,
  alternatives: readonly Alternative[],
): DraftRow[] {
  const node = nodeOf(graph, id);
  if (!node) return [...rows];
  const next = [...rows];
  if (next.length === 0) next.push({ name: freeName([], titleOf(node)), ...unchanged });
  for (const kind of alternatives) {
    const name =
      kind === null ? messages().experiments.study.withoutNode(titleOf(node)) : (findKind(kind)?.title ?? kind);
    const change: RowChange | undefined = kind === null ? { change: 'remove', node: id } : replacement(graph, id, kind);
    next.push(withChange({ name: freeName(next, name), ...unchanged }, graph, change));
  }
  return next;
}
