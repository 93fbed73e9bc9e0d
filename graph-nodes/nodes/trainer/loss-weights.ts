import { scenarios, type Scenario } from '../../datasets/dataset';
import type { GraphAnalysis } from '../../graph/analysis';
import type { LossName } from '../../graph/kind';
import { lossParameters } from './loss-parameters';
import type { TrainerParameters } from './node';

/** Weight w_n,s of a named loss in the pass of a scenario. */
export function lossWeight(weights: TrainerParameters, name: LossName, scenario: Scenario): number {
  const { complete, missing } = lossParameters[name];
  return scenario === 'complete' || weights[missing] < 0 ? weights[complete] : weights[missing];
}

/** True if a node of the graph has the matching loss and a trained scenario gives it a weight. */
export const matchesPairs = (
  { nodes, used }: Pick<GraphAnalysis, 'nodes' | 'used'>,
  parameters: TrainerParameters,
): boolean =>
  [...nodes].some(([id, { kind, bypassed }]) => used.has(id) && !bypassed && kind.losses.includes('match')) &&
  scenarios.some((scenario) => parameters[scenario] > 0 && lossWeight(parameters, 'match', scenario) > 0);
