import { isBypassable } from '../../graph-nodes/graph/analysis';
import type { GraphDocument } from '../../graph-nodes/graph/document';
import { hasRole } from '../../graph-nodes/graph/roles';
import { findKind } from '../../graph-nodes/nodes/catalogue';

/** Ids of the nodes that can pass their inputs on. The analysis decides if the graph is valid without one. */
export const bypassable = (document: GraphDocument): string[] =>
  document.nodes.flatMap(({ id, kind: name }) => {
    const kind = findKind(name);
    return kind !== undefined && !hasRole(kind, 'trainer') && isBypassable(kind) ? [id] : [];
  });
