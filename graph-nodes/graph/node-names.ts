import type { Catalogue } from './catalogue';
import type { GraphNode } from './document';

/** A node as messages name it: by its title in the graph. */
export interface NodeName {
  readonly id: string;
  /** Title that the user gave, or the English title of the kind; the id if there is no such kind. */
  readonly title: string;
  /** Kind that has the title, for translations; absent for a title that the user gave. */
  readonly kind?: string;
  /** True if another node of the graph has the same title. Sentences then contain the id, too. */
  readonly shared?: true;
}

/** A bare id names a node that the graph lacks, and each node in messages that earlier versions stored. */
export type NamedNode = NodeName | string;

/** Names of the nodes of a graph, by id. */
export function namesIn(
  { nodes }: { readonly nodes: readonly Pick<GraphNode, 'id' | 'title' | 'kind'>[] },
  catalogue: Catalogue,
): (id: string) => NamedNode {
  let names: ReadonlyMap<string, NodeName> | undefined;
  // Made for the first name only, because most graphs have no problem.
  return (id) => (names ??= allNames(nodes, catalogue)).get(id) ?? id;
}

function allNames(nodes: readonly Pick<GraphNode, 'id' | 'title' | 'kind'>[], catalogue: Catalogue) {
  const titles = nodes.map(({ id, title, kind }): NodeName => {
    const ofKind = catalogue.find(kind);
    if (title) return { id, title };
    return ofKind ? { id, title: ofKind.title, kind: ofKind.kind } : { id, title: id };
  });
  const counts = new Map<string, number>();
  for (const { title } of titles) counts.set(title, (counts.get(title) ?? 0) + 1);
  const named = titles.map((name): NodeName => ((counts.get(name.title) ?? 0) > 1 ? { ...name, shared: true } : name));
  return new Map(named.map((name) => [name.id, name]));
}

export const idOf = (node: NamedNode): string => (typeof node === 'string' ? node : node.id);

/**
 * Words of a node in sentences: its title, with its id if another node has the same title.
 * @param titleOf title of a kind in the language of the sentence; undefined: English
 */
export function nodeTextIn(node: NamedNode, titleOf: (kind: string) => string | undefined): string {
  if (typeof node === 'string') return node;
  const { id, title, kind, shared } = node;
  const shown = (kind === undefined ? undefined : titleOf(kind)) ?? title;
  return shared === true ? `${shown} (${id})` : shown;
}

/** English words of a node. */
export const nodeText = (node: NamedNode): string => nodeTextIn(node, () => undefined);

const isName = (value: unknown): value is NodeName =>
  typeof value === 'object' && value !== null && 'id' in value && 'title' in value;

/** JSON of a message with ids in place of names, so that equal texts mean equal nodes, whatever their titles are. */
export const jsonById = (message: unknown): string =>
  JSON.stringify(message, (_, value: unknown) => (isName(value) ? value.id : value));
