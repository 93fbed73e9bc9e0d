import { z } from 'zod';
import { lossNames } from '../../graph-nodes/graph/kind';
import type { TrainerParameters } from '../../graph-nodes/nodes/trainer/node';
import { lossesSchema, type Losses } from '../contract/metrics';

const count = z.number().int().min(0);

/** Sums that a mean of losses is made of. */
const lossSumsSchema = z.strictObject({ count, sums: z.record(z.string(), z.number()) });
type LossSums = z.infer<typeof lossSumsSchema>;

/**
 * Where a training is between two steps: with the weights and the optimiser's rows, all that the rest of it depends on.
 * Random streams are named by seed, purpose and number, so that no state of theirs is part of it.
 */
export const positionSchema = z.strictObject({
  /** Epochs wholly trained and measured. */
  epoch: count,
  /** Steps behind us in the present epoch; all of them while the epoch is measured. */
  batch: count,
  /** Steps behind us in all. */
  step: count,
  /** What the next point of the curves and the epoch's losses are means of. */
  sincePoint: lossSumsSchema,
  ofEpoch: lossSumsSchema,
  /** Means over the last whole epoch. */
  losses: lossesSchema.nullable(),
  /** The best epoch so far, and how good it was: the larger, the better. */
  best: z.strictObject({ epoch: count, score: z.number() }).nullable(),
  /** How often the plateau schedule has lowered the learning rate, and after which epoch it did so last. */
  reductions: count,
  reducedAfter: count,
});
export type Position = z.infer<typeof positionSchema>;

const nothing: LossSums = { count: 0, sums: {} };
export const start: Position = {
  epoch: 0,
  batch: 0,
  step: 0,
  sincePoint: nothing,
  ofEpoch: nothing,
  losses: null,
  best: null,
  reductions: 0,
  reducedAfter: 0,
};

function addLosses({ count: before, sums }: LossSums, losses: Losses): LossSums {
  const added = { ...sums };
  for (const name of ['total', ...lossNames] as const) {
    const value = losses[name];
    if (value !== undefined) added[name] = (added[name] ?? 0) + value;
  }
  return { count: before + 1, sums: added };
}

/** The mean, or null of nothing. */
export function meanOf({ count: size, sums }: LossSums): Losses | null {
  if (size === 0) return null;
  return Object.fromEntries(Object.entries(sums).map(([name, sum]) => [name, sum / size])) as Losses;
}

/** A step further. */
export function afterStep(at: Position, losses: Losses): Position {
  const plus = (sums: LossSums) => addLosses(sums, losses);
  return { ...at, batch: at.batch + 1, step: at.step + 1, sincePoint: plus(at.sincePoint), ofEpoch: plus(at.ofEpoch) };
}

/**
 * An epoch further. With the plateau schedule the learning rate is lowered when `decayEvery` epochs have passed since the best
 * one and since it was last lowered.
 * @param score of the epoch, the larger the better
 */
export function afterEpoch(at: Position, score: number, { schedule, decayEvery }: TrainerParameters): Position {
  const epoch = at.epoch + 1;
  const best = at.best === null || score > at.best.score ? { epoch, score } : at.best;
  const lowered = schedule === 'plateau' && epoch - Math.max(best.epoch, at.reducedAfter) >= decayEvery;
  return {
    ...at,
    epoch,
    batch: 0,
    ofEpoch: start.ofEpoch,
    losses: meanOf(at.ofEpoch),
    best,
    ...(lowered && { reductions: at.reductions + 1, reducedAfter: epoch }),
  };
}
