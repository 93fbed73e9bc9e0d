import { analyse } from '../../graph-nodes/graph/analyse';
import { scenarios } from '../../graph-nodes/datasets/dataset';
import type { GraphDocument } from '../../graph-nodes/graph/document';
import { catalogue } from '../../graph-nodes/nodes/catalogue';
import type { TrainerParameters } from '../../graph-nodes/nodes/trainer/node';
import type { NegativeStreams } from '../data/batches';
import { lossWeight } from './step';

/** True if a node of the graph has the matching loss and a trained scenario gives it a weight. */
export function needsNegatives(document: GraphDocument, parameters: TrainerParameters): boolean {
  const { used, nodes } = analyse(document, catalogue);
  const matches = [...nodes].some(([id, { kind, bypassed }]) => {
    return used.has(id) && !bypassed && kind.losses.includes('match');
  });
  return (
    matches && scenarios.some((scenario) => parameters[scenario] > 0 && lossWeight(parameters, 'match', scenario) > 0)
  );
}

/** Streams of an epoch's negatives. @param needed see {@link needsNegatives} */
export const negativesOf = (
  needed: boolean,
  { seed }: TrainerParameters,
  epoch: number,
): NegativeStreams | undefined => (needed ? { seed, stream: `negatives/${epoch}` } : undefined);
