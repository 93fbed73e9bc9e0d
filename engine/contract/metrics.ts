/** Losses and accuracies by scenario, question group and question type. */
import { z } from 'zod';
import {
  isNoiseScenario,
  noiseScenarios,
  questionGroups,
  questionTypes,
  scenarios,
  testScenarios,
  type TestScenario,
} from '../../graph-nodes/datasets/dataset';
import { lossNames } from '../../graph-nodes/graph/kind';

export const scenarioSchema = z.enum(scenarios);
export const testScenarioSchema = z.enum(testScenarios);

/** The total and the named terms of the loss; a term that no node of the graph has is absent. */
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

/** Accuracy in percent. */
export const percentSchema = z.number().min(0).max(100);

/** Accuracy in percent by group and type; null if the split has no such question. */
export const accuraciesSchema = z.strictObject(
  Object.fromEntries(accuracyKeys.map((key) => [key, percentSchema.nullable()])) as Record<
    AccuracyKey,
    z.ZodNullable<z.ZodNumber>
  >,
);
export type Accuracies = z.infer<typeof accuraciesSchema>;

export const scenarioAccuraciesSchema = z.strictObject({
  complete: accuraciesSchema,
  audioMissing: accuraciesSchema,
  visualMissing: accuraciesSchema,
  ...(Object.fromEntries(noiseScenarios.map((name) => [name, accuraciesSchema.optional()])) as Record<
    (typeof noiseScenarios)[number],
    z.ZodOptional<typeof accuraciesSchema>
  >),
});
export type ScenarioAccuracies = z.infer<typeof scenarioAccuraciesSchema>;

/** Scenarios of a table: the training scenarios, and each noise scenario with a measurement. */
export const scenariosIn = (
  all: readonly Readonly<Partial<Record<TestScenario, unknown>>>[],
): readonly TestScenario[] =>
  testScenarios.filter((scenario) => !isNoiseScenario(scenario) || all.some((one) => one[scenario] !== undefined));

/** Share of the variance of a modality's features that its recall explains, at most 1; null if nothing is recalled. */
export const recallSchema = z.strictObject({ audio: z.number().nullable(), visual: z.number().nullable() });
export type Recall = z.infer<typeof recallSchema>;

/** One value for each scenario. */
export const inEveryScenario = <Value extends z.ZodType>(value: Value) =>
  z.strictObject({ complete: value, audioMissing: value, visualMissing: value });
