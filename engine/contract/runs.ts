/** A run: its states, status, records, result and remarks. */
import { z } from 'zod';
import { backendNameSchema } from './backends';
import { engineMessageSchema } from './messages';
import { scenarios, type Scenario, type TestScenario } from '../../graph-nodes/datasets/dataset';
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

/** Unit of training after which a run can pause again. */
export const runUnitSchema = z.enum(['step', 'epoch']);
export type RunUnit = z.infer<typeof runUnitSchema>;

/** Current stage of a run, for a graph with stages. */
export const runStageSchema = z.strictObject({
  /** From 1. */
  index: z.number().int(),
  /** Number of stages. */
  count: z.number().int(),
  name: z.string(),
});
export type RunStage = z.infer<typeof runStageSchema>;

/** Result of one stage of a run. Epochs and steps are counted within the stage. */
export const stageResultSchema = z.strictObject({
  name: z.string(),
  /** Completed epochs. */
  epochs: z.number(),
  steps: z.number(),
  /** Means over the last epoch, or over its completed part. */
  losses: lossesSchema.nullable(),
  /** On held-out videos, with the weights at the end of the stage. */
  accuracy: scenarioAccuraciesSchema,
  /** File of these weights in the run's folder; absent if the run was stopped in the stage. */
  weights: z.string().optional(),
});
export type StageResult = z.infer<typeof stageResultSchema>;

/**
 * Result of a run; the JSON of `studio train --json`. With stages, epochs and steps are counted through all of them,
 * and the losses and the accuracy are those of the last stage.
 */
export const runResultSchema = z.strictObject({
  run: z.string(),
  title: z.string(),
  backend: backendNameSchema,
  seed: z.number(),
  /** Total number of trainable parameters. */
  parameters: z.number(),
  nodes: z.array(
    z.strictObject({
      id: z.string(),
      kind: z.string(),
      parameters: z.number(),
      /** True if the node was frozen at the end; absent in runs from before nodes could be frozen. */
      frozen: z.boolean().optional(),
      outputShapes: z.record(z.string(), z.string()),
    }),
  ),
  /** File of the initial weights, and the number of the model's arrays found in it; absent if all weights were new. */
  startedFrom: z.strictObject({ file: z.string(), loaded: z.number(), of: z.number() }).optional(),
  /** Completed epochs. */
  epochs: z.number(),
  steps: z.number(),
  /** Epoch of the tested and stored weights; absent if these are the last. */
  bestEpoch: z.number().optional(),
  /** True when Stop or Ctrl-C ended the run before its last epoch. */
  stopped: z.boolean(),
  /** Median over the steps after warm-up. */
  secondsPerStep: z.number().nullable(),
  samplesPerSecond: z.number().nullable(),
  /** Means over the last epoch, or over its completed part. */
  losses: lossesSchema.nullable(),
  /** On held-out videos. */
  accuracy: scenarioAccuraciesSchema,
  /** Stages in order, up to the last trained one; absent for a graph without stages. */
  stages: z.array(stageResultSchema).optional(),
  /** Measured at the inputs of the head, on the same videos; absent in runs from before it was recorded. */
  recall: recallSchema.optional(),
  /** Baseline accuracy on the same held-out questions: the most frequent training answer overall, and of each type. */
  baseline: z.strictObject({
    mostFrequent: percentSchema,
    mostFrequentPerType: percentSchema,
    /**
     * Accuracy of the most frequent answer of each type, by group and type; absent in runs from before it was recorded.
     */
    perQuestions: accuraciesSchema.optional(),
  }),
  questions: z.strictObject({ train: z.number(), validation: z.number(), test: z.number() }),
});
export type RunResult = z.infer<typeof runResultSchema>;

/**
 * Baseline of a group of questions: the accuracy of the most frequent answer of each type; undefined if not recorded.
 */
export const trivialAccuracy = (
  { mostFrequentPerType, perQuestions }: RunResult['baseline'],
  key: AccuracyKey,
): number | undefined => (key === 'overall' ? mostFrequentPerType : (perQuestions?.[key] ?? undefined));

/** True if the accuracy on a group of questions is not above the baseline of each type. */
export function isTrivialResult(
  { accuracy, baseline }: Pick<RunResult, 'accuracy' | 'baseline'>,
  scenario: TestScenario,
  key: AccuracyKey,
): boolean {
  const [reached, trivial] = [accuracy[scenario]?.[key] ?? null, trivialAccuracy(baseline, key)];
  return reached !== null && trivial !== undefined && reached <= trivial;
}

/** Scenarios in which the overall accuracy is not above the baseline of each type. */
export const trivialScenarios = (result: Pick<RunResult, 'accuracy' | 'baseline'>): TestScenario[] =>
  scenariosIn([result.accuracy]).filter((scenario) => isTrivialResult(result, scenario, 'overall'));

/**
 * One point of the loss curves: the mean over the steps since the previous point. Steps and epochs are counted through
 * all stages.
 */
export const stepRecordSchema = z.strictObject({
  step: z.number(),
  epoch: z.number(),
  /** Number of the stage, from 1; absent for a graph without stages. */
  stage: z.number().int().optional(),
  losses: lossesSchema,
  /** Seconds since the run began. It is sent in events, and not written to the run's files. */
  seconds: z.number().optional(),
});
export type StepRecord = z.infer<typeof stepRecordSchema>;

/** Use of the slots of a node after an epoch, over a few validation questions. */
export const slotUsageSchema = z.strictObject({
  node: z.string(),
  /** Name of the inside that has the shares. */
  name: z.string(),
  /** Mean shares by slot, or sums over neighbouring slots where there are many, in the order of the slots. */
  shares: z.array(z.number()),
});
export type SlotUsage = z.infer<typeof slotUsageSchema>;

/** Accuracy on the validation questions after an epoch. Steps and epochs are counted through all stages. */
export const epochRecordSchema = z.strictObject({
  epoch: z.number(),
  step: z.number(),
  /** Number of the stage, from 1; absent for a graph without stages. */
  stage: z.number().int().optional(),
  accuracy: scenarioAccuraciesSchema,
  /** Mean cross-entropy of the answers, in nats; absent in runs from before it was recorded, null without questions. */
  loss: inEveryScenario(z.number().nullable()).optional(),
  /** Absent if no node has slots, and in runs from before it was recorded. */
  usage: z.array(slotUsageSchema).optional(),
});
export type EpochRecord = z.infer<typeof epochRecordSchema>;

/** The part of an epoch that {@link stillRising} reads, also of a stored one. */
interface EpochScore {
  readonly epoch: number;
  readonly stage?: number | undefined;
  readonly accuracy: Readonly<Record<Scenario, { readonly overall?: number | null }>>;
}

/** Validation accuracy of the last epoch and of the one before it: means over the scenarios, in percent. */
export interface StillRising {
  readonly accuracy: number;
  readonly before: number;
}

/**
 * Accuracies of the last epochs if more epochs may improve the result: the run was not stopped, its weights are those of
 * its last epoch, and that epoch is better than all others of its stage. Undefined otherwise.
 */
export function stillRising(
  { stopped, epochs: trained, bestEpoch = trained }: Pick<RunResult, 'stopped' | 'epochs' | 'bestEpoch'>,
  epochs: readonly EpochScore[],
): StillRising | undefined {
  const last = epochs.at(-1);
  if (stopped || last?.epoch !== trained || bestEpoch !== trained) return undefined;
  const means = epochs
    .filter(({ stage }) => stage === last.stage)
    .map(({ accuracy }) => scenarios.reduce((sum, one) => sum + (accuracy[one].overall ?? 0), 0) / scenarios.length);
  const accuracy = means.at(-1) ?? 0;
  const earlier = means.slice(0, -1);
  const before = earlier.at(-1);
  return before === undefined || Math.max(...earlier) >= accuracy ? undefined : { accuracy, before };
}

/**
 * Euclidean norms for the parts of nodes in one training step, by node id. A frozen node has no gradient and no update.
 */
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

/**
 * Preview of a node after an epoch, by the preview's name in the node kind: a curve [columns] or a heat map [rows,
 * columns].
 */
export const previewSchema = z.strictObject({
  node: z.string(),
  name: z.string(),
  shape: z.array(z.number().int().min(1)).min(1).max(2),
  /** Row-major. */
  values: z.array(z.number()),
});
export type Preview = z.infer<typeof previewSchema>;

/** Shares of the step time by node. */
export const stepSharesSchema = z.strictObject({
  /** True if estimated from the computations of each node; false if one step was measured. */
  estimated: z.boolean(),
  /** Shares of the whole step, by node. The Trainer has the rest, mostly the optimizer. */
  byNode: z.record(z.string(), z.number()),
});
export type StepShares = z.infer<typeof stepSharesSchema>;

/** Current status of a run. Steps and epochs are counted through all stages. */
export const runStatusSchema = z.strictObject({
  run: z.string(),
  title: z.string(),
  state: runStateSchema,
  /** Current activity, or the reason of a failure. */
  message: engineMessageSchema,
  /** Node that caused an error. */
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
  /** Sample of the questions, as text. */
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

/** Title, tags and notes that the user gave a run. */
export const remarksSchema = z.strictObject({
  /** Replaces the title of the graph in lists; empty: the title of the graph is shown. */
  title: z.string().trim().max(200),
  tags: z.array(z.string().trim().min(1).max(60)).max(30),
  notes: z.string().max(10_000),
});
export type Remarks = z.infer<typeof remarksSchema>;

/** Start and duration of a run. */
const runTimes = {
  /** Time of its start, in milliseconds since 1970. */
  started: z.number().optional(),
  /** Duration of training and evaluation, in seconds; absent in runs from before it was recorded. */
  seconds: z.number().optional(),
};
export const runTimesSchema = z.strictObject(runTimes);
export type RunTimes = z.infer<typeof runTimesSchema>;

/** A run as stored in its folder. */
export const storedRunSchema = z.strictObject({
  run: z.string(),
  /** Path of its folder. */
  folder: z.string(),
  /** Time of the last change of its state, in milliseconds since 1970; absent without a `run.json`. */
  changed: z.number().optional(),
  title: z.string(),
  /** `interrupted`: its process has ended; `broken`: a file is invalid or of a newer version. */
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
  /** Absent if they cannot be read; the message contains the reason. */
  remarks: remarksSchema.optional(),
  ...runTimes,
});
export type StoredRunSummary = z.infer<typeof storedRunSchema>;

/** Phases of the start of a run, before it has an id. */
export const startingPhases = ['backends', 'data', 'step'] as const;
export type StartingPhase = (typeof startingPhases)[number];

/** A starting run, and its current phase. */
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
