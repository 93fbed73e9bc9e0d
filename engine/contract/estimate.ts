/** The expected duration of a run before it starts. */
import { z } from 'zod';
import { backendNameSchema } from './backends';

/**
 * Expected duration of a run: all epochs of all stages, and their evaluations. It is an estimate from runs that were
 * timed on this machine.
 */
export const runEstimateSchema = z.discriminatedUnion('basis', [
  z.strictObject({
    /** `sameGraph`: runs whose steps compute the same; `otherGraphs`: runs of other graphs, scaled by size. */
    basis: z.enum(['sameGraph', 'otherGraphs']),
    seconds: z.number().nonnegative(),
    /** Number of runs behind the estimate. */
    runs: z.number().int().min(1),
    /** Backend of these runs. */
    backend: backendNameSchema,
  }),
  /** No run of this graph or of one of similar size was timed on this machine. */
  z.strictObject({ basis: z.literal('none') }),
]);
export type RunEstimate = z.infer<typeof runEstimateSchema>;
