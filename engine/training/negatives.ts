import { analyse } from '../../graph-nodes/graph/analyse';
import type { GraphDocument } from '../../graph-nodes/graph/document';
import { catalogue } from '../../graph-nodes/nodes/catalogue';
import { matchesPairs } from '../../graph-nodes/nodes/trainer/loss-weights';
import type { TrainerParameters } from '../../graph-nodes/nodes/trainer/node';
import type { NegativeStreams } from '../data/batches';

/** True if training batches of the graph need negatives, see {@link matchesPairs}. */
export const needsNegatives = (document: GraphDocument, parameters: TrainerParameters): boolean =>
  matchesPairs(analyse(document, catalogue), parameters);

/** Streams of an epoch's negatives. @param needed see {@link needsNegatives} */
export const negativesOf = (
  needed: boolean,
  { seed }: TrainerParameters,
  epoch: number,
): NegativeStreams | undefined => (needed ? { seed, stream: `negatives/${epoch}` } : undefined);
