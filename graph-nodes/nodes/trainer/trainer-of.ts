import { catalogue as allKinds } from '../catalogue';
import type { GraphDocument, GraphNode } from '../../graph/document';
import type { Catalogue } from '../../graph/catalogue';
import { hasRole } from '../../graph/roles';
import { node as trainerNode, type TrainerParameters } from './node';

/** The Trainer of a graph. */
export interface Trainer {
  readonly id: string;
  readonly node: GraphNode;
  /** Parameters with defaults; undefined if one is invalid. */
  readonly parameters: TrainerParameters | undefined;
}

/** The first Trainer of a graph; a valid graph has exactly one. */
export function trainerOf({ nodes }: GraphDocument, catalogue: Catalogue = allKinds): Trainer | undefined {
  const node = nodes.find(({ kind }) => hasRole(catalogue.find(kind), 'trainer'));
  return node && { id: node.id, node, parameters: trainerNode.parameters.safeParse(node.parameters).data };
}

/**
 * Trainer parameters of a valid graph; the defaults if it has no Trainer.
 * @throws {z.ZodError} if a parameter is invalid
 */
export const trainerParametersOf = (document: GraphDocument): TrainerParameters =>
  trainerNode.parameters.parse(trainerOf(document)?.node.parameters ?? {});
