/**
 * The contract between the engine and whatever shows it: the Electron window, the local page, the terminal.
 * Types and schemas only. Every message is one JSON value and is validated on arrival, on both sides.
 */
import { z } from 'zod';
import { questionGroups, questionTypes, scenarios } from '../graph-nodes/dataset';
import { graphDocumentSchema } from '../graph-nodes/document';
import { lossNames } from '../graph-nodes/kind';

export const scenarioSchema = z.enum(scenarios);
export const backendNames = [
  'onnx',
  'onnx-cuda',
  'onnx-dml',
  'onnx-coreml',
  'onnx-webgpu',
  'tensorflow',
  'wasm',
  'cpu',
] as const;
export const backendNameSchema = z.enum(backendNames);
export type BackendName = z.infer<typeof backendNameSchema>;

/** One backend on this machine. */
export const backendReportSchema = z.strictObject({
  name: backendNameSchema,
  available: z.boolean(),
  /** What it runs on (library version, GPU, threads), or why it is not there and what would bring it. */
  detail: z.string(),
});
export type BackendReport = z.infer<typeof backendReportSchema>;

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

export const runStates = ['preparing', 'training', 'paused', 'evaluating', 'finished', 'stopped', 'failed'] as const;
export const runStateSchema = z.enum(runStates);
export type RunState = z.infer<typeof runStateSchema>;

/** What a run ends with; the JSON that `studio train --json` prints. */
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
      outputShapes: z.record(z.string(), z.string()),
    }),
  ),
  /** Where the weights started from, and how many of the model's arrays were found there; absent where all were new. */
  startedFrom: z.strictObject({ file: z.string(), loaded: z.number(), of: z.number() }).optional(),
  /** Epochs wholly trained. */
  epochs: z.number(),
  steps: z.number(),
  /** True when Stop or Ctrl-C ended the run before its last epoch. */
  stopped: z.boolean(),
  /** Median over the steps after warm-up. */
  secondsPerStep: z.number().nullable(),
  samplesPerSecond: z.number().nullable(),
  /** Means over the last epoch, or over what there is of it. */
  losses: lossesSchema.nullable(),
  /** On held-out videos. */
  accuracy: scenarioAccuraciesSchema,
  /** What needs no learning, on the same held-out questions: the most frequent training answer of the whole set, and of each question type. */
  baseline: z.strictObject({ mostFrequent: z.number(), mostFrequentPerType: z.number() }),
  questions: z.strictObject({ train: z.number(), validation: z.number(), test: z.number() }),
});
export type RunResult = z.infer<typeof runResultSchema>;

/** One point of the loss curves: the mean over the steps since the last one. */
export const stepRecordSchema = z.strictObject({
  step: z.number(),
  epoch: z.number(),
  losses: lossesSchema,
  /** Since the run began, in seconds; told, and not written to the run's files. */
  seconds: z.number().optional(),
});
export type StepRecord = z.infer<typeof stepRecordSchema>;

/** Accuracy on the validation questions after an epoch. */
export const epochRecordSchema = z.strictObject({
  epoch: z.number(),
  step: z.number(),
  accuracy: scenarioAccuraciesSchema,
});
export type EpochRecord = z.infer<typeof epochRecordSchema>;

/** A run as it stands. */
export const runStatusSchema = z.strictObject({
  run: z.string(),
  title: z.string(),
  state: runStateSchema,
  /** What is being done, or why it failed: one sentence. */
  message: z.string(),
  /** The node an error belongs to. */
  node: z.string().optional(),
  backend: backendNameSchema.optional(),
  epoch: z.number(),
  epochs: z.number(),
  step: z.number(),
  steps: z.number(),
  secondsPerStep: z.number().nullable(),
  secondsLeft: z.number().nullable(),
  result: runResultSchema.optional(),
});
export type RunStatus = z.infer<typeof runStatusSchema>;

const inEveryScenario = <Value extends z.ZodType>(value: Value) =>
  z.strictObject({ complete: value, audioMissing: value, visualMissing: value });

/** What a run's model answered on held-out videos. */
export const predictionsSchema = z.strictObject({
  /** Answers by class. */
  answers: z.array(z.string()),
  /** How often each class (row) was answered with each (column). */
  confusion: inEveryScenario(z.array(z.array(z.number()))),
  /** Some of the questions, as people read them. */
  examples: z.array(
    z.strictObject({
      video: z.string(),
      type: z.string(),
      text: z.string(),
      answer: z.string(),
      predicted: inEveryScenario(z.string()),
      /** What can be shown of the video; null where there is nothing. */
      scene: z.unknown(),
    }),
  ),
});
export type Predictions = z.infer<typeof predictionsSchema>;

/** What the engine takes at this moment. */
export const hardwareSchema = z.strictObject({
  /** The backend of the latest run; null before the first. */
  backend: backendNameSchema.nullable(),
  processBytes: z.number(),
  tensorBytes: z.number(),
  tensors: z.number(),
  machineBytes: z.number(),
  freeBytes: z.number(),
  cores: z.number(),
});
export type Hardware = z.infer<typeof hardwareSchema>;

const runReference = z.strictObject({ run: z.string() });

/** What can be asked of the engine, by method: parameters and result. */
export const methods = {
  /** Which backends this machine has, the one that `auto` takes first. */
  doctor: { parameters: z.strictObject({}), result: z.strictObject({ backends: z.array(backendReportSchema) }) },
  /** Starts a run and answers as soon as it has an id; the rest comes as events. */
  train: {
    parameters: z.strictObject({
      graph: graphDocumentSchema,
      backend: z.union([backendNameSchema, z.literal('auto')]).default('auto'),
    }),
    result: runReference,
  },
  pause: { parameters: runReference, result: runStatusSchema },
  resume: { parameters: runReference, result: runStatusSchema },
  /** Ends a run cleanly: it is evaluated and written with what it has. */
  stop: { parameters: runReference, result: runStatusSchema },
  /** The runs of this engine's life, newest first. */
  runs: { parameters: z.strictObject({}), result: z.strictObject({ runs: z.array(runStatusSchema) }) },
  /** A run with its curves so far, for a window that joins later. */
  history: {
    parameters: runReference,
    result: z.strictObject({
      status: runStatusSchema,
      steps: z.array(stepRecordSchema),
      epochs: z.array(epochRecordSchema),
    }),
  },
  /** What the model of a run that has ended answered on held-out videos; null before its evaluation. */
  predictions: {
    parameters: runReference,
    result: z.strictObject({ predictions: predictionsSchema.nullable() }),
  },
  /** Memory and machine, at this moment. */
  hardware: { parameters: z.strictObject({}), result: hardwareSchema },
  /** A question of a dataset node, as people read it, and what can be shown of its video. */
  sample: {
    parameters: z.strictObject({ graph: graphDocumentSchema, node: z.string(), index: z.number().int().min(0) }),
    result: z.strictObject({
      count: z.number(),
      video: z.string(),
      type: z.string(),
      text: z.string(),
      answer: z.string(),
      scene: z.unknown(),
    }),
  },
} as const;

export type Method = keyof typeof methods;
/** Parameters as the caller writes them: fields with a default may be left out. */
export type Parameters<M extends Method> = z.input<(typeof methods)[M]['parameters']>;
export type Result<M extends Method> = z.output<(typeof methods)[M]['result']>;

/** From the editor to the engine. */
export const requestSchema = z.strictObject({
  type: z.literal('request'),
  id: z.number(),
  method: z.enum(Object.keys(methods) as [Method, ...Method[]]),
  parameters: z.unknown(),
});
export type Request = z.infer<typeof requestSchema>;

/** A refusal, for people, with the node it belongs to where there is one. */
export const apiErrorSchema = z.strictObject({
  /** `refused`: the input is wrong (exit code 2); `failed`: the engine could not do it (exit code 1). */
  code: z.enum(['refused', 'failed']),
  message: z.string(),
  node: z.string().optional(),
});
export type ApiError = z.infer<typeof apiErrorSchema>;

export const eventSchema = z.discriminatedUnion('event', [
  z.strictObject({ type: z.literal('event'), event: z.literal('status'), status: runStatusSchema }),
  z.strictObject({ type: z.literal('event'), event: z.literal('step'), run: z.string(), record: stepRecordSchema }),
  z.strictObject({ type: z.literal('event'), event: z.literal('epoch'), run: z.string(), record: epochRecordSchema }),
]);
export type EngineEvent = z.infer<typeof eventSchema>;

/** From the engine to the editor. */
export const messageSchema = z.union([
  z.strictObject({ type: z.literal('reply'), id: z.number(), result: z.unknown() }),
  z.strictObject({ type: z.literal('error'), id: z.number().nullable(), error: apiErrorSchema }),
  eventSchema,
]);
export type Message = z.infer<typeof messageSchema>;

/** A way for messages, whatever carries them: WebSocket, Electron's ports, a child process. */
export interface Port {
  send(message: unknown): void;
  /** Called with each message that arrives, parsed but not validated. */
  onMessage(listener: (message: unknown) => void): void;
  onClose(listener: () => void): void;
}

/** What a desktop host puts into its window: a way to the engine, made anew after the engine broke off. */
export interface StudioHost {
  openPort(): Promise<Port>;
}
