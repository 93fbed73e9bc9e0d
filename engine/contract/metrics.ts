/** Losses and accuracies as they are reported, by scenario, question group and question type. */
import { z } from 'zod';
import { questionGroups, questionTypes, scenarios } from '../../graph-nodes/datasets/dataset';
import { lossNames } from '../../graph-nodes/graph/kind';

export const scenarioSchema = z.enum(scenarios);

/** The sum and the named terms of the loss; a term that no node of the graph has is absent. */
export const lossesSchema = z.strictObject({
  total: z.number(),
  ...(Object.fromEntries(lossNames.map((name) => [name, z.number().optional()])) as Record<
    (typeof lossNames)[number],
    z.ZodOptional<z.ZodNumber>
  >),
});
export type Losses = z.infer<typeof lossesSchema>;

export const accuracyKeys = [
  'overall',
  ...questionGroups,
  ...(Object.keys(questionTypes) as (keyof typeof questionTypes)[]),
] as const;
export type AccuracyKey = (typeof accuracyKeys)[number];

/** Percent right, by group and type; null where the split asks no such question. */
export const accuraciesSchema = z.strictObject(
  Object.fromEntries(accuracyKeys.map((key) => [key, z.number().nullable()])) as Record<
    AccuracyKey,
    z.ZodNullable<z.ZodNumber>
  >,
);
export type Accuracies = z.infer<typeof accuraciesSchema>;

export const scenarioAccuraciesSchema = z.strictObject({
  complete: accuraciesSchema,
  audioMissing: accuraciesSchema,
  visualMissing: accuraciesSchema,
});
export type ScenarioAccuracies = z.infer<typeof scenarioAccuraciesSchema>;

/** One value for each scenario. */
export const inEveryScenario = <Value extends z.ZodType>(value: Value) =>
  z.strictObject({ complete: value, audioMissing: value, visualMissing: value });
