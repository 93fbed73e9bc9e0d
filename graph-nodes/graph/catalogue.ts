import type { NodeKind } from './kind';

/** Kinds of nodes that a graph can have. */
export interface Catalogue {
  /** Kinds in the order of the palette. */
  readonly kinds: readonly NodeKind[];
  readonly find: (kind: string) => NodeKind | undefined;
}

export function catalogueOf(kinds: readonly NodeKind[]): Catalogue {
  const byName = new Map(kinds.map((kind) => [kind.kind, kind]));
  return { kinds, find: (kind) => byName.get(kind) };
}
