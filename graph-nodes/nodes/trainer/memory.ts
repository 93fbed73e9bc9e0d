import type { GraphAnalysis, NodeAnalysis } from '../../graph/analysis';
import { scenarios } from '../../datasets/dataset';
import { hasRole } from '../../graph/roles';
import { matchesPairs } from './loss-weights';
import { node as trainerNode, type TrainerParameters } from './node';

const bytesPerNumber = 4;
/** Tensors per bank: the current bank, the bank before this batch, the squares, and the normalised bank that is compared. */
const copiesOfState = 4;
/** Tensors per frozen bank, which has no earlier version. */
const copiesOfFrozenState = 3;

const defaults = trainerNode.parameters.parse({});

/** The validated parameters of the Trainer; the defaults if it is absent. */
function trainerParameters({ trainer, nodes }: Pick<GraphAnalysis, 'trainer' | 'nodes'>): TrainerParameters {
  const known = trainer === undefined ? undefined : nodes.get(trainer)?.parameters;
  return (known as TrainerParameters | undefined) ?? defaults;
}

/**
 * Estimated memory of a node in training in bytes, from shapes alone. The sum contains every weight with its gradient and,
 * with Adam, two moments; for a frozen node only the weights; the values kept for the backward pass of every scenario of a
 * batch; stored banks; and for a dataset the current batch and the next one.
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
  // A picture with the matching loss has a negative of the same size.
  const matches = matchesPairs(analysis, trainer);
  const batch = hasRole(kind, 'dataset') ? outputs['batch']?.batch : undefined;
  const perSample = batch
    ? 2 * batch.seconds * (batch.audioWidth + (matches ? 2 : 1) * batch.height * batch.width * batch.visualWidth)
    : passes * activations;
  return bytesPerNumber * (copies * parameters + stateCopies * state + trainer.batchSize * perSample);
}
