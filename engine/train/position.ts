import { z } from 'zod';
import { lossNames } from '../../graph-nodes/kind';
import { lossesSchema, type Losses } from '../api';

const count = z.number().int().min(0);

/** Sums that a mean of losses is made of. */
const lossSumsSchema = z.strictObject({ count, sums: z.record(z.string(), z.number()) });
export type LossSums = z.infer<typeof lossSumsSchema>;

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

export function addLosses({ count: before, sums }: LossSums, losses: Losses): LossSums {
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
