/** A run: its states, status, records, result and remarks. */
import { z } from 'zod';
import { backendNameSchema } from './backends';
import { engineMessageSchema } from './messages';
import type { TestScenario } from '../../graph-nodes/datasets/dataset';
import {
  accuraciesSchema,
  inEveryScenario,
  lossesSchema,
  percentSchema,
  recallSchema,
  scenarioAccuraciesSchema,
  scenariosIn,
  type AccuracyKey,
} from './metrics';

export const runStates = ['preparing', 'training', 'paused', 'evaluating', 'finished', 'stopped', 'failed'] as const;
export const runStateSchema = z.enum(runStates);
export type RunState = z.infer<typeof runStateSchema>;

/** Part of a training after which a run can pause again. */
export const runUnitSchema = z.enum(['step', 'epoch']);
export type RunUnit = z.infer<typeof runUnitSchema>;

/** Present stage of a run, for a graph with stages. */
export const runStageSchema = z.strictObject({
  /** From 1 on. */
  index: z.number().int(),
  /** Number of stages. */
  count: z.number().int(),
  name: z.string(),
});
export type RunStage = z.infer<typeof runStageSchema>;

/** Result of one stage of a run. Epochs and steps are counted within the stage. */
export const stageResultSchema = z.strictObject({
  name: z.string(),
  /** Epochs wholly trained. */
  epochs: z.number(),
  steps: z.number(),
  /** Means over the last epoch, or over what there is of it. */
  losses: lossesSchema.nullable(),
  /** On held-out videos, with the weights with which the stage ended. */
  accuracy: scenarioAccuraciesSchema,
  /** File of these weights within the run's folder; absent where the run was stopped in the stage. */
  weights: z.string().optional(),
});
export type StageResult = z.infer<typeof stageResultSchema>;

/**
 * Result of a run; the JSON that `studio train --json` prints. With stages, epochs and steps are counted through all of them,
 * and the losses and the accuracy are those of the last.
 */
export const runResultSchema = z.strictObject({
  run: z.string(),
  title: z.string(),
  backend: backendNameSchema,
  seed: z.number(),
  /** Trainable numbers in all. */
  parameters: z.number(),
  nodes: z.array(
    z.strictObject({
      id: z.string(),
      kind: z.string(),
      parameters: z.number(),
      /** True if the node was frozen at the end; absent in runs of before nodes could be. */
      frozen: z.boolean().optional(),
      outputShapes: z.record(z.string(), z.string()),
    }),
  ),
  /** File of the initial weights, and the number of the model's arrays found in it; absent if all weights were new. */
  startedFrom: z.strictObject({ file: z.string(), loaded: z.number(), of: z.number() }).optional(),
  /** Epochs wholly trained. */
  epochs: z.number(),
  steps: z.number(),
  /** The epoch whose weights were tested and kept; absent where these are the last. */
  bestEpoch: z.number().optional(),
  /** True when Stop or Ctrl-C ended the run before its last epoch. */
  stopped: z.boolean(),
  /** Median over the steps after warm-up. */
  secondsPerStep: z.number().nullable(),
  samplesPerSecond: z.number().nullable(),
  /** Means over the last epoch, or over what there is of it. */
  losses: lossesSchema.nullable(),
  /** On held-out videos. */
  accuracy: scenarioAccuraciesSchema,
  /** Stages in their order, up to the last that was trained; absent for a graph without stages. */
  stages: z.array(stageResultSchema).optional(),
  /** At the inputs of the head, on the same videos; absent in runs from before it was measured. */
  recall: recallSchema.optional(),
  /** Accuracy without learning on the same held-out questions: the most frequent training answer of the whole set, and of each type. */
  baseline: z.strictObject({
    mostFrequent: percentSchema,
    mostFrequentPerType: percentSchema,
    /** That of the most frequent answer of each type, by group and type; absent in runs of before it was measured. */
    perQuestions: accuraciesSchema.optional(),
  }),
  questions: z.strictObject({ train: z.number(), validation: z.number(), test: z.number() }),
});
export type RunResult = z.infer<typeof runResultSchema>;

/** Accuracy of the most frequent answer of each type on a group of questions; undefined where it was not measured. */
export const trivialAccuracy = (
  { mostFrequentPerType, perQuestions }: RunResult['baseline'],
  key: AccuracyKey,
): number | undefined => (key === 'overall' ? mostFrequentPerType : (perQuestions?.[key] ?? undefined));

/** True if the accuracy on a group of questions is not above that of the most frequent answer of each type. */
export function isTrivialResult(
  { accuracy, baseline }: Pick<RunResult, 'accuracy' | 'baseline'>,
  scenario: TestScenario,
  key: AccuracyKey,
): boolean {
  const [reached, trivial] = [accuracy[scenario]?.[key] ?? null, trivialAccuracy(baseline, key)];
  return reached !== null && trivial !== undefined && reached <= trivial;
}

/** Scenarios in which the accuracy over all questions is not above that of the most frequent answer of each type. */
export const trivialScenarios = (result: Pick<RunResult, 'accuracy' | 'baseline'>): TestScenario[] =>
  scenariosIn([result.accuracy]).filter((scenario) => isTrivialResult(result, scenario, 'overall'));

/** One point of the loss curves: the mean over the steps since the last one. Steps and epochs are counted through all stages. */
export const stepRecordSchema = z.strictObject({
  step: z.number(),
  epoch: z.number(),
  /** Number of the stage, from 1 on; absent for a graph without stages. */
  stage: z.number().int().optional(),
  losses: lossesSchema,
  /** Since the run began, in seconds; told, and not written to the run's files. */
  seconds: z.number().optional(),
});
export type StepRecord = z.infer<typeof stepRecordSchema>;

/** Accuracy on the validation questions after an epoch. Steps and epochs are counted through all stages. */
export const epochRecordSchema = z.strictObject({
  epoch: z.number(),
  step: z.number(),
  /** Number of the stage, from 1 on; absent for a graph without stages. */
  stage: z.number().int().optional(),
  accuracy: scenarioAccuraciesSchema,
  /** Mean cross-entropy of the answers, in nats; absent in runs of before it was measured, null where nothing was asked. */
  loss: inEveryScenario(z.number().nullable()).optional(),
});
export type EpochRecord = z.infer<typeof epochRecordSchema>;

/** Euclidean norms of the parts of nodes in one training step, by node id. A frozen node has no gradient and no update. */
export const nodeSizesSchema = z.record(
  z.string(),
  z.strictObject({
    /** After clipping. */
    gradient: z.number().min(0),
    update: z.number().min(0),
    /** Norm of the gradient at the weights before the update; null for a frozen node. */
    weights: z.number().min(0).nullable(),
  }),
);
export type NodeSizes = z.infer<typeof nodeSizesSchema>;

/** Preview of a node after an epoch, by a name of its kind's previews: a curve [columns] or a heat map [rows, columns]. */
export const previewSchema = z.strictObject({
  node: z.string(),
  name: z.string(),
  shape: z.array(z.number().int().min(1)).min(1).max(2),
  /** Row-major. */
  values: z.array(z.number()),
});
export type Preview = z.infer<typeof previewSchema>;

/** Shares of the nodes in the time of a step. */
export const stepSharesSchema = z.strictObject({
  /** From what each node computes; false where one step was measured. */
  estimated: z.boolean(),
  /** Shares of the whole, by node; the Trainer has what belongs to no other, the optimiser above all. */
  byNode: z.record(z.string(), z.number()),
});
export type StepShares = z.infer<typeof stepSharesSchema>;

/** A run as it stands. Steps and epochs are counted through all stages. */
export const runStatusSchema = z.strictObject({
  run: z.string(),
  title: z.string(),
  state: runStateSchema,
  /** Present activity, or the reason of a failure. */
  message: engineMessageSchema,
  /** The node an error belongs to. */
  node: z.string().optional(),
  backend: backendNameSchema.optional(),
  epoch: z.number(),
  epochs: z.number(),
  step: z.number(),
  steps: z.number(),
  /** Absent for a graph without stages. */
  stage: runStageSchema.optional(),
  secondsPerStep: z.number().nullable(),
  /** Absent until it is known. */
  stepShares: stepSharesSchema.optional(),
  secondsLeft: z.number().nullable(),
  result: runResultSchema.optional(),
});
export type RunStatus = z.infer<typeof runStatusSchema>;

/** Predictions of a run's model on held-out videos. */
export const predictionsSchema = z.strictObject({
  /** Answers by class. */
  answers: z.array(z.string()),
  /** Number of questions by true class (row) and predicted class (column). */
  confusion: inEveryScenario(z.array(z.array(z.number()))),
  /** Some of the questions, as people read them. */
  examples: z.array(
    z.strictObject({
      video: z.string(),
      type: z.string(),
      text: z.string(),
      answer: z.string(),
      predicted: inEveryScenario(z.string()),
      /** Picture of the video as JSON, such as an Orchestra scene; null if the dataset has none. */
      scene: z.unknown(),
    }),
  ),
});
export type Predictions = z.infer<typeof predictionsSchema>;

/** Title, tags and notes that people give a run. */
export const remarksSchema = z.strictObject({
  /** Replaces the title of its graph in lists; empty: not renamed. */
  title: z.string().trim().max(200),
  tags: z.array(z.string().trim().min(1).max(60)).max(30),
  notes: z.string().max(10_000),
});
export type Remarks = z.infer<typeof remarksSchema>;

/** Start and duration of a run. */
const runTimes = {
  /** Time of its start, in milliseconds since 1970. */
  started: z.number().optional(),
  /** Duration of training and evaluation, in seconds; absent in runs of before it was recorded. */
  seconds: z.number().optional(),
};
export const runTimesSchema = z.strictObject(runTimes);
export type RunTimes = z.infer<typeof runTimesSchema>;

/** A run as its folder has it. */
export const storedRunSchema = z.strictObject({
  run: z.string(),
  /** Path of its folder. */
  folder: z.string(),
  /** Time of the last change of its state, in milliseconds since 1970; absent where it has no `run.json`. */
  changed: z.number().optional(),
  title: z.string(),
  /** `interrupted`: its process is gone; `broken`: a file is not as it should be, or of a newer version. */
  state: z.enum([...runStates, 'interrupted', 'broken']),
  message: engineMessageSchema,
  epoch: z.number(),
  epochs: z.number(),
  step: z.number(),
  steps: z.number(),
  /** True if `resumeRun` can resume it. */
  resumable: z.boolean(),
  /** Present once the run has ended. */
  result: runResultSchema.optional(),
  /** Absent where they cannot be read, as the message then says. */
  remarks: remarksSchema.optional(),
  ...runTimes,
});
export type StoredRunSummary = z.infer<typeof storedRunSchema>;

/** Phases of the start of a run, before it has an id. */
export const startingPhases = ['backends', 'data', 'step'] as const;
export type StartingPhase = (typeof startingPhases)[number];

/** A run that is being started, and the phase that it is in. */
export const startingRunSchema = z.strictObject({ title: z.string(), phase: z.enum(startingPhases) });
export type StartingRun = z.infer<typeof startingRunSchema>;

/** A deleted run that can be restored. */
export const trashedRunSchema = z.strictObject({
  /** Name of its folder in the trash. */
  trashed: z.string(),
  run: z.string(),
  title: z.string(),
  /** Time of its deletion, in milliseconds since 1970. */
  deleted: z.number(),
});
export type TrashedRun = z.infer<typeof trashedRunSchema>;
