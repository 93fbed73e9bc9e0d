import type { GraphAnalysis, NodeAnalysis } from '../../graph/analysis';
import { scenarios } from '../../datasets/dataset';
import { hasRole } from '../../graph/roles';
import { matchesPairs } from './loss-weights';
import { node as trainerNode, type TrainerParameters } from './node';

const bytesPerNumber = 4;
/** A bank as it is, as it was before this batch, its squares and itself normalised, as it is compared with. */
const copiesOfState = 4;
/** A frozen bank is never as it was before. */
const copiesOfFrozenState = 3;

const defaults = trainerNode.parameters.parse({});

/** The Trainer's parameters as they were validated; the defaults where there are none. */
function trainerParameters({ trainer, nodes }: Pick<GraphAnalysis, 'trainer' | 'nodes'>): TrainerParameters {
  const known = trainer === undefined ? undefined : nodes.get(trainer)?.parameters;
  return (known as TrainerParameters | undefined) ?? defaults;
}

/**
 * Bytes that a node takes while training, an estimate from shapes alone. Counts every weight with its gradient and, with
 * Adam, its two moments; of a frozen node the weights alone; the values kept for the backward pass of every scenario's pass of
 * a batch; stored banks; and of a dataset the batch in use and the next one.
 */
export function trainingMemory(
  {
    kind,
    frozen,
    inference: { parameters, state = 0, activations, outputs },
  }: Pick<NodeAnalysis, 'kind' | 'frozen' | 'inference'>,
  analysis: Pick<GraphAnalysis, 'trainer' | 'nodes' | 'used'>,
): number {
  const trainer = trainerParameters(analysis);
  const passes = scenarios.filter((scenario) => trainer[scenario] > 0).length;
  const trainedCopies = (trainer.optimiser === 'sgd' ? 2 : 4) + (trainer.averageDecay > 0 ? 1 : 0);
  const [copies, stateCopies] = frozen ? [1, copiesOfFrozenState] : [trainedCopies, copiesOfState];
  // A matched picture comes with a negative of its size.
  const matches = matchesPairs(analysis, trainer);
  const batch = hasRole(kind, 'dataset') ? outputs['batch']?.batch : undefined;
  const perSample = batch
    ? 2 * batch.seconds * (batch.audioWidth + (matches ? 2 : 1) * batch.height * batch.width * batch.visualWidth)
    : passes * activations;
  return bytesPerNumber * (copies * parameters + stateCopies * state + trainer.batchSize * perSample);
}
