import { z } from 'zod';
import { lossNames } from '../../graph-nodes/graph/kind';
import type { TrainerParameters } from '../../graph-nodes/nodes/trainer/node';
import { lossesSchema, type Losses } from '../contract/metrics';

const count = z.number().int().min(0);

/** Sums of losses and their count, for a mean. */
const lossSumsSchema = z.strictObject({ count, sums: z.record(z.string(), z.number()) });
type LossSums = z.infer<typeof lossSumsSchema>;

/**
 * State of a training between two steps. With the learner's state it is everything that the rest of the training
 * depends on. Random streams are named by seed, purpose and number, so they have no state.
 */
export const trainStateSchema = z.strictObject({
  /** Completed and evaluated epochs. */
  epoch: count,
  /** Completed steps of the current epoch; all of them while the epoch is evaluated. */
  batch: count,
  /** Completed steps in total. */
  step: count,
  /** Sums for the next point of the curves, and for the epoch's losses. */
  sincePoint: lossSumsSchema,
  ofEpoch: lossSumsSchema,
  /** Means over the last complete epoch. */
  losses: lossesSchema.nullable(),
  /** The best epoch so far and its score; larger is better. */
  best: z.strictObject({ epoch: count, score: z.number() }).nullable(),
  /**
   * Number of times that the plateau schedule has lowered the learning rate, and the epoch after which it last did so.
   */
  reductions: count,
  reducedAfter: count,
});
export type TrainState = z.infer<typeof trainStateSchema>;

const nothing: LossSums = { count: 0, sums: {} };
export const initialTrainState: TrainState = {
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

/** The mean; null without losses. */
export function meanOf({ count: size, sums }: LossSums): Losses | null {
  if (size === 0) return null;
  return Object.fromEntries(Object.entries(sums).map(([name, sum]) => [name, sum / size])) as Losses;
}

/** The state after one more step. */
export function afterStep(at: TrainState, losses: Losses): TrainState {
  const plus = (sums: LossSums) => addLosses(sums, losses);
  return { ...at, batch: at.batch + 1, step: at.step + 1, sincePoint: plus(at.sincePoint), ofEpoch: plus(at.ofEpoch) };
}

/**
 * The state after one more epoch. With the plateau schedule the learning rate is lowered if `decayEvery` epochs have
 * passed since the best epoch and since the last reduction.
 * @param score of the epoch; larger is better
 */
export function afterEpoch(at: TrainState, score: number, { schedule, decayEvery }: TrainerParameters): TrainState {
  const epoch = at.epoch + 1;
  const best = at.best === null || score > at.best.score ? { epoch, score } : at.best;
  const lowered = schedule === 'plateau' && epoch - Math.max(best.epoch, at.reducedAfter) >= decayEvery;
  return {
    ...at,
    epoch,
    batch: 0,
    ofEpoch: initialTrainState.ofEpoch,
    losses: meanOf(at.ofEpoch),
    best,
    ...(lowered && { reductions: at.reductions + 1, reducedAfter: epoch }),
  };
}
