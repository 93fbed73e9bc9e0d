import { catalogue as allKinds } from '../catalogue';
import type { GraphDocument, GraphNode } from '../../graph/document';
import type { Catalogue } from '../../graph/catalogue';
import { hasRole } from '../../graph/roles';
import { node as trainerNode, type TrainerParameters } from './node';

/** The Trainer of a graph. */
export interface Trainer {
  readonly id: string;
  readonly node: GraphNode;
  /** With defaults; undefined where a parameter is invalid. */
  readonly parameters: TrainerParameters | undefined;
}

/** The first Trainer of a graph; a valid graph has exactly one. */
export function trainerOf({ nodes }: GraphDocument, catalogue: Catalogue = allKinds): Trainer | undefined {
  const node = nodes.find(({ kind }) => hasRole(catalogue.find(kind), 'trainer'));
  return node && { id: node.id, node, parameters: trainerNode.parameters.safeParse(node.parameters).data };
}

/**
 * The Trainer's parameters of a graph that is known to be valid; the defaults where it has no Trainer.
 * @throws {z.ZodError} where a parameter is invalid
 */
export const trainerParametersOf = (document: GraphDocument): TrainerParameters =>
  trainerNode.parameters.parse(trainerOf(document)?.node.parameters ?? {});
