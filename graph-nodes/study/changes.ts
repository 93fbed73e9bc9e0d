import { findKind, catalogue } from '../nodes/catalogue';
import type { GraphDocument } from '../graph/document';
import type { NodeKind } from '../graph/kind';
import { namesIn } from '../graph/node-names';
import { insertNode, removeNode, replaceNode } from '../graph/rewiring';
import type { RowChange } from './document';
import { StudyError } from './study-error';
import type { StudyMessage } from './words';

/** Row of the error. */
export interface RowPlace {
  readonly row: string;
  readonly rowLabel: StudyMessage;
}

export const noNode = ({ row, rowLabel }: RowPlace, id: string, graph: GraphDocument): StudyError =>
  new StudyError(
    { code: 'rowWithoutNode', row: rowLabel, node: id, known: graph.nodes.map((node) => node.id) },
    { row, node: id },
  );

/**
 * Applies the changes of a row to a graph, in their order.
 * @throws {StudyError} naming the row, and the node, kind or wire that does not fit
 */
export const applyChanges = (
  graph: GraphDocument,
  changes: readonly RowChange[] | undefined,
  place: RowPlace,
): GraphDocument => (changes ?? []).reduce((next, change) => applyChange(next, change, place), graph);

function applyChange(graph: GraphDocument, change: RowChange, place: RowPlace): GraphDocument {
  const named = change.change === 'insert' ? [change.from, change.to] : [change.node];
  for (const id of named) if (!graph.nodes.some((node) => node.id === id)) throw noNode(place, id, graph);
  switch (change.change) {
    case 'remove':
      return removeNode(graph, change.node, catalogue);
    case 'replace':
      return replace(graph, change, place);
    case 'insert':
      return insert(graph, change, place);
  }
}

function replace(graph: GraphDocument, { node, id, kind: name }: ChangeOf<'replace'>, place: RowPlace): GraphDocument {
  const kind = kindOf(name, place);
  if (id !== node) refuseTaken(graph, id, place);
  const replaced = replaceNode(graph, node, { id, kind }, catalogue);
  if ('document' in replaced) return replaced.document;
  const { from, to } = replaced.unfit;
  const named = namesIn(graph, catalogue);
  const wire = { from: { ...from, node: named(from.node) }, to: { ...to, node: named(to.node) } };
  throw new StudyError(
    { code: 'replaceUnfit', row: place.rowLabel, node: named(node), kind: kind.title, ...wire },
    { row: place.row, node },
  );
}

function insert(
  graph: GraphDocument,
  { id, kind: name, from, to }: ChangeOf<'insert'>,
  place: RowPlace,
): GraphDocument {
  const kind = kindOf(name, place);
  refuseTaken(graph, id, place);
  const next = insertNode(graph, { id, kind }, from, to, catalogue);
  if (next) return next;
  const wired = graph.edges.some((edge) => edge.from.node === from && edge.to.node === to);
  const named = namesIn(graph, catalogue);
  const about = { row: place.rowLabel, from: named(from), to: named(to) };
  throw new StudyError(
    wired ? { code: 'insertUnfit', ...about, kind: kind.title } : { code: 'insertWithoutWire', ...about },
    { row: place.row, node: to },
  );
}

type ChangeOf<Name extends RowChange['change']> = Extract<RowChange, { change: Name }>;

function kindOf(name: string, { row, rowLabel }: RowPlace): NodeKind {
  const kind = findKind(name);
  if (kind) return kind;
  const known = catalogue.kinds.map((other) => other.kind);
  throw new StudyError({ code: 'changeKindUnknown', row: rowLabel, kind: name, known }, { row });
}

function refuseTaken(graph: GraphDocument, id: string, { row, rowLabel }: RowPlace): void {
  if (!graph.nodes.some((node) => node.id === id)) return;
  throw new StudyError({ code: 'changeIdTaken', row: rowLabel, node: id }, { row, node: id });
}
