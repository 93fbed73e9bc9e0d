import type { GraphAnalysis } from '../../graph-nodes/graph/analysis';
import type { GraphDocument, GraphNode } from '../../graph-nodes/graph/document';
import { hasRole } from '../../graph-nodes/graph/roles';
import { findKind } from '../../graph-nodes/nodes/catalogue';
import { analysisOf } from './analysis';

/** True for a frozen node and for one whose kind can have variables or states. */
export function mayBeFreezable(node: GraphNode): boolean {
  const kind = findKind(node.kind);
  return node.frozen === true || (kind !== undefined && !hasRole(kind, 'dataset') && !hasRole(kind, 'trainer'));
}

/**
 * True for a frozen node and for one with variables or states. A node without known shapes may have them, unless its role
 * excludes them.
 */
export function isFreezable(node: GraphNode, analysis: GraphAnalysis): boolean {
  if (node.frozen === true) return true;
  const known = analysis.nodes.get(node.id);
  if (known && !known.bypassed) return known.inference.parameters > 0 || (known.inference.state ?? 0) > 0;
  return mayBeFreezable(node);
}

/** Ids of the nodes that can be frozen. */
export function freezable(document: GraphDocument): string[] {
  const analysis = analysisOf(document);
  return document.nodes.filter((node) => isFreezable(node, analysis)).map(({ id }) => id);
}
