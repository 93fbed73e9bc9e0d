/** Comparison of two methods on the same held-out questions. */
import { z } from 'zod';
import { engineMessageSchema } from './messages';
import { accuracyKeys, testScenarioSchema } from './metrics';
import { summarySchema } from './tables';
import { conditionNames } from './words/results';

const comparedSideSchema = z.strictObject({ name: z.string(), seeds: z.array(z.number()), runs: z.array(z.string()) });

/** Comparison of two methods on the same held-out questions. The runs of both sides are paired by their order. */
export const comparisonSchema = z.strictObject({
  a: comparedSideSchema,
  b: comparedSideSchema,
  /** Paired seeds, omitted runs with the reasons, and cautions about the pairs. */
  pairing: z.array(engineMessageSchema),
  /** Settings of the graphs in which the two named runs differ, including the seed; null if a graph lacks the node. */
  settings: z.array(
    z.strictObject({ setting: z.string(), a: engineMessageSchema.nullable(), b: engineMessageSchema.nullable() }),
  ),
  /** Differences of the two named runs beside their graphs; null if an earlier version did not record them. */
  made: z.array(
    z.strictObject({
      part: z.enum(conditionNames),
      a: engineMessageSchema.nullable(),
      b: engineMessageSchema.nullable(),
    }),
  ),
  questions: z.number(),
  videos: z.number(),
  /** Ordered by scenario, then group and type; groups and types without questions are absent. */
  accuracies: z.array(
    z.strictObject({
      scenario: testScenarioSchema,
      key: z.enum(accuracyKeys),
      a: summarySchema,
      b: summarySchema,
      /** A − B in percentage points with the ends of its interval, and the two-sided p of no difference. */
      test: z.strictObject({ difference: z.number(), low: z.number(), high: z.number(), p: z.number() }),
    }),
  ),
  /** Assumptions of the intervals and p-values. */
  assumptions: z.array(engineMessageSchema),
});
export type Comparison = z.infer<typeof comparisonSchema>;
