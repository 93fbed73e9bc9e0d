import { scenarios, type Scenario } from '../../datasets/dataset';
import type { GraphAnalysis } from '../../graph/analyse';
import type { LossName } from '../../graph/kind';
import type { TrainerParameters } from './node';

/** The parameters with the losses' weights in passes with a missing modality; −1 stands for the weight of the complete pass. */
const missingWeights = {
  qa: 'missingQa',
  match: 'missingMatch',
  rmmr: 'missingRmmr',
  diffusion: 'missingDiffusion',
  ave: 'missingAve',
  auxiliary: 'missingAuxiliary',
} as const satisfies Record<LossName, keyof TrainerParameters>;

/** Weight w_n,s of a named loss in the pass of a scenario. */
export function lossWeight(weights: TrainerParameters, name: LossName, scenario: Scenario): number {
  const ofMissing = weights[missingWeights[name]];
  return scenario === 'complete' || ofMissing < 0 ? weights[name] : ofMissing;
}

/** True if a node of the graph has the matching loss and a trained scenario gives it a weight. */
export const matchesPairs = (
  { nodes, used }: Pick<GraphAnalysis, 'nodes' | 'used'>,
  parameters: TrainerParameters,
): boolean =>
  [...nodes].some(([id, { kind, bypassed }]) => used.has(id) && !bypassed && kind.losses.includes('match')) &&
  scenarios.some((scenario) => parameters[scenario] > 0 && lossWeight(parameters, 'match', scenario) > 0);
