import type { GraphAnalysis, NodeAnalysis } from '../../graph/analyse';
import { scenarios } from '../../datasets/dataset';
import { node as trainerNode, type TrainerParameters } from './node';

const bytesPerNumber = 4;
/** A bank as it is, as it was before this batch, its squares and itself normalised, as it is compared with. */
const copiesOfState = 4;

/** The Trainer's parameters; undefined where there is none, or something is wrong with it. */
export function trainerOf(analysis: GraphAnalysis): TrainerParameters | undefined {
  for (const { kind, parameters } of analysis.nodes.values()) {
    if (kind.kind === trainerNode.kind) return parameters as unknown as TrainerParameters;
  }
  return undefined;
}

/**
 * Bytes that a node takes while training, an estimate from shapes alone. Counts every weight with its gradient and, with
 * Adam, its two moments; what is kept for the backward pass of every scenario's pass of a batch; stored banks; and of a
 * dataset the batch in use and the next one.
 */
export function trainingMemory(
  { kind, inference: { parameters, state = 0, activations, outputs } }: Pick<NodeAnalysis, 'kind' | 'inference'>,
  trainer: TrainerParameters = trainerNode.parameters.parse({}),
): number {
  const passes = scenarios.filter((scenario) => trainer[scenario] > 0).length;
  const copies = (trainer.optimiser === 'sgd' ? 2 : 4) + (trainer.averageDecay > 0 ? 1 : 0);
  const batch = kind.family === 'Data' ? outputs['batch']?.batch : undefined;
  const perSample = batch
    ? 2 * batch.seconds * (batch.audioWidth + batch.height * batch.width * batch.visualWidth)
    : passes * activations;
  return bytesPerNumber * (copies * parameters + copiesOfState * state + trainer.batchSize * perSample);
}
