import type { Losses } from '../../engine/contract/metrics';
import type { LossName } from '../../graph-nodes/graph/kind';

/**
 * Share of the total loss of some of its terms, in whole percent: Σ w_n · L_n / total.
 * @param weights the Trainer's parameters, among them the weight of each term by its name
 */
export function lossShare(
  losses: Losses | undefined,
  terms: readonly LossName[],
  weights: Readonly<Partial<Record<LossName, number>>> | undefined,
): number | undefined {
  const present = terms.filter((name) => losses?.[name] !== undefined);
  if (losses === undefined || present.length === 0 || !(losses.total > 0)) return undefined;
  const part = present.reduce((sum, name) => sum + (weights?.[name] ?? 1) * (losses[name] ?? 0), 0);
  return Math.round((100 * part) / losses.total);
}
