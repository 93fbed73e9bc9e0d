import type { NodeKind } from './kind';

/** The kinds of nodes that a graph may have. */
export interface Catalogue {
  /** In the order of the palette. */
  readonly kinds: readonly NodeKind[];
  readonly find: (kind: string) => NodeKind | undefined;
}

export function catalogueOf(kinds: readonly NodeKind[]): Catalogue {
  const byName = new Map(kinds.map((kind) => [kind.kind, kind]));
  return { kinds, find: (kind) => byName.get(kind) };
}
