/** Curves of stored runs. */
import { z } from 'zod';
import { scenarios } from '../../graph-nodes/datasets/dataset';
import { lossNames } from '../../graph-nodes/graph/kind';
import { engineMessageSchema } from './messages';
import { summarySchema } from './tables';

/** Quantities of curves: a loss, or the validation accuracy in a scenario. */
export const curveQuantities = ['total', ...lossNames, ...scenarios] as const;
export type CurveQuantity = (typeof curveQuantities)[number];
/** Most runs drawn at once. */
export const mostCurves = 200;

/** Curves of stored runs, by method: runs of one method differ in their seed alone. */
export const curvesSchema = z.strictObject({
  methods: z.array(
    z.strictObject({
      name: engineMessageSchema,
      runs: z.array(
        z.strictObject({
          run: z.string(),
          seed: z.number(),
          points: z.array(z.strictObject({ step: z.number(), value: z.number() })),
        }),
      ),
      /** Over the seeds that have a point at that step. */
      mean: z.array(summarySchema.extend({ step: z.number() })),
    }),
  ),
  /** Runs that were left out, and the reasons. */
  notes: z.array(engineMessageSchema),
});
export type Curves = z.infer<typeof curvesSchema>;
