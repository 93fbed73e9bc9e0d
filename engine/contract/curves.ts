/** Curves of stored runs. */
import { z } from 'zod';
import { noiseScenarios, scenarios, testScenarios } from '../../graph-nodes/datasets/dataset';
import { lossNames } from '../../graph-nodes/graph/kind';
import { engineMessageSchema } from './messages';
import { summarySchema } from './tables';

/** Quantities of curves: a loss, or the accuracy in a scenario. */
export const curveQuantities = ['total', ...lossNames, ...testScenarios] as const;
export type CurveQuantity = (typeof curveQuantities)[number];
/** Axes of curves: training steps, the share of samples that miss the modality, or the deviation of noise on encoded features. */
export const curveAxes = ['step', 'missingRate', 'noise'] as const;
export type CurveAxis = (typeof curveAxes)[number];
/**
 * Quantities that can be plotted over an axis, the first one by default: validation accuracy and losses over steps,
 * held-out accuracy over the others.
 */
export const quantitiesOver: Readonly<Record<CurveAxis, readonly CurveQuantity[]>> = {
  step: [...scenarios, 'total', ...lossNames],
  missingRate: ['audioMissing', 'visualMissing'],
  noise: noiseScenarios,
};
/** Maximum number of plotted runs. */
export const mostCurves = 200;

/** Curves of stored runs by method. Runs of one method differ in their seed only. */
export const curvesSchema = z.strictObject({
  methods: z.array(
    z.strictObject({
      name: engineMessageSchema,
      runs: z.array(
        z.strictObject({
          run: z.string(),
          seed: z.number(),
          /** `step`: the position on the axis. */
          points: z.array(z.strictObject({ step: z.number(), value: z.number() })),
        }),
      ),
      /** Mean over the seeds that have a point at that step. */
      mean: z.array(summarySchema.extend({ step: z.number() })),
    }),
  ),
  /** Omitted runs, and the reasons. */
  notes: z.array(engineMessageSchema),
});
export type Curves = z.infer<typeof curvesSchema>;
