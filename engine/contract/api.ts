/**
 * The contract between the engine and whatever shows it: the Electron window, the local page, the terminal.
 * Types and schemas only. Every message is one JSON value and is validated on arrival, on both sides.
 */
import { z } from 'zod';
import { questionGroups, questionTypes, scenarios } from '../../graph-nodes/datasets/dataset';
import { graphDocumentSchema } from '../../graph-nodes/graph/document';
import { lossNames } from '../../graph-nodes/graph/kind';
import { settingsSchema, studySchema } from '../../graph-nodes/study/document';

export const scenarioSchema = z.enum(scenarios);
export const backendNames = [
  'onnx',
  'onnx-cuda',
  'onnx-dml',
  'onnx-coreml',
  'onnx-webgpu',
  'onnx-wasm',
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

/** Which accuracies a table shows: the nine types and their groups, the groups alone, or all questions together. */
export const columnSets = ['types', 'groups', 'overall'] as const;
/** Where a table has its scenarios: side by side as columns, or one block of rows under the other. */
export const scenarioPlaces = ['across', 'down'] as const;
export const tableFormats = ['markdown', 'csv', 'latex', 'png', 'svg', 'json'] as const;
export type TableFormat = (typeof tableFormats)[number];

/** How a table is laid out. */
export const tableOptionsSchema = z.strictObject({
  columns: z.enum(columnSets).default('types'),
  scenarios: z
    .array(scenarioSchema)
    .min(1)
    .default([...scenarios]),
  place: z.enum(scenarioPlaces).default('across'),
  /** Places after the point. */
  digits: z.number().int().min(0).max(6).default(1),
  /** Instead of what is said of the seeds. */
  caption: z.string().optional(),
});
export type TableOptions = z.infer<typeof tableOptionsSchema>;

/** Mean and sample standard deviation, √(Σ(x − mean)² / (n − 1)), which is null of one value. */
export const summarySchema = z.strictObject({
  mean: z.number(),
  deviation: z.number().nullable(),
  count: z.number(),
});
export type Summary = z.infer<typeof summarySchema>;

/** Accuracy in percent over the seeds of a method. */
export const tableCellSchema = summarySchema.extend({
  /** The highest mean of its column, as it is printed. */
  best: z.boolean(),
});
export type TableCell = z.infer<typeof tableCellSchema>;

export const tableRowSchema = z.strictObject({
  name: z.string(),
  seeds: z.array(z.number()),
  /** The runs that it comes from. */
  runs: z.array(z.string()),
  /** Null where nothing was asked. */
  cells: z.array(tableCellSchema.nullable()),
});
export type TableRow = z.infer<typeof tableRowSchema>;

/** A table as every format writes it: rows are methods, columns question types and scenarios. */
export const tableSchema = z.strictObject({
  caption: z.string(),
  digits: z.number(),
  /** Columns have headings in levels, outermost first; neighbours with the same outer heading stand under one. */
  columns: z.array(z.strictObject({ name: z.string(), headings: z.array(z.string()) })),
  /** Blocks of rows; the one block of a table whose scenarios stand side by side has no title. */
  blocks: z.array(z.strictObject({ title: z.string().nullable(), rows: z.array(tableRowSchema) })),
  /** What was left out and why, a sentence each. */
  notes: z.array(z.string()),
});
export type Table = z.infer<typeof tableSchema>;

/** What is drawn over the steps of stored runs: a loss, or the accuracy on the validation questions in a scenario. */
export const curveQuantities = ['total', ...lossNames, ...scenarios] as const;
export type CurveQuantity = (typeof curveQuantities)[number];
/** So many runs are drawn at once at most. */
export const mostCurves = 200;

/** Curves of stored runs, by method: runs of one method differ in their seed alone. */
export const curvesSchema = z.strictObject({
  methods: z.array(
    z.strictObject({
      name: z.string(),
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
  /** What was left out and why, a sentence each. */
  notes: z.array(z.string()),
});
export type Curves = z.infer<typeof curvesSchema>;

const comparedSideSchema = z.strictObject({ name: z.string(), seeds: z.array(z.number()), runs: z.array(z.string()) });

/** Two methods held against each other on the same held-out questions. */
export const comparisonSchema = z.strictObject({
  a: comparedSideSchema,
  b: comparedSideSchema,
  /** The settings in which they differ; null where one lacks the node. */
  settings: z.array(z.strictObject({ setting: z.string(), a: z.string().nullable(), b: z.string().nullable() })),
  questions: z.number(),
  videos: z.number(),
  /** By scenario, then group and type; what was not asked is left out. */
  accuracies: z.array(
    z.strictObject({
      scenario: scenarioSchema,
      key: z.enum(accuracyKeys),
      a: summarySchema,
      b: summarySchema,
      /** A − B in percentage points with the ends of its interval, and the two-sided p of no difference. */
      test: z.strictObject({ difference: z.number(), low: z.number(), high: z.number(), p: z.number() }),
    }),
  ),
  /** What the intervals and p-values rest on, a sentence each. */
  assumptions: z.array(z.string()),
});
export type Comparison = z.infer<typeof comparisonSchema>;

/** What a run can be written as, for other programs, machines or people. */
export const exportFormats = ['onnx', 'tfjs', 'safetensors', 'tensorboard', 'zip', 'card', 'html'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** A file, its bytes in base64. */
export const fileSchema = z.strictObject({ name: z.string(), base64: z.string() });

/** An input or output of an exported model; an axis is a size, or a name where it is open. */
export const exportedValueSchema = z.strictObject({
  name: z.string(),
  type: z.string(),
  shape: z.array(z.union([z.number(), z.string()])),
});
export type ExportedValue = z.infer<typeof exportedValueSchema>;

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

const inEveryScenario = <Value extends z.ZodType>(value: Value) =>
  z.strictObject({ complete: value, audioMissing: value, visualMissing: value });

/** Accuracy on the validation questions after an epoch. */
export const epochRecordSchema = z.strictObject({
  epoch: z.number(),
  step: z.number(),
  accuracy: scenarioAccuraciesSchema,
  /** Mean cross-entropy of the answers, in nats; absent in runs of before it was measured, null where nothing was asked. */
  loss: inEveryScenario(z.number().nullable()).optional(),
});
export type EpochRecord = z.infer<typeof epochRecordSchema>;

/** What a node shows of itself after an epoch, by a name of its kind's previews: a curve [columns] or a heat map [rows, columns]. */
export const previewSchema = z.strictObject({
  node: z.string(),
  name: z.string(),
  shape: z.array(z.number().int().min(1)).min(1).max(2),
  /** Row-major. */
  values: z.array(z.number()),
});
export type Preview = z.infer<typeof previewSchema>;

/** How the time of a step divides among the nodes. */
export const stepSharesSchema = z.strictObject({
  /** From what each node computes; false where one step was measured. */
  estimated: z.boolean(),
  /** Shares of the whole, by node; the Trainer has what belongs to no other, the optimiser above all. */
  byNode: z.record(z.string(), z.number()),
});
export type StepShares = z.infer<typeof stepSharesSchema>;

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
  /** Absent until it is known. */
  stepShares: stepSharesSchema.optional(),
  secondsLeft: z.number().nullable(),
  result: runResultSchema.optional(),
});
export type RunStatus = z.infer<typeof runStatusSchema>;

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

/** A GPU as its driver tells of it; null for what it does not tell. */
export const gpuSchema = z.strictObject({
  name: z.string(),
  usedBytes: z.number().nullable(),
  totalBytes: z.number().nullable(),
  /** How much of the time it was busy. */
  percent: z.number().nullable(),
});
export type Gpu = z.infer<typeof gpuSchema>;

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
  /** None where there is none, or none that tells. */
  gpus: z.array(gpuSchema),
});
export type Hardware = z.infer<typeof hardwareSchema>;

/** What people say of a run. */
export const remarksSchema = z.strictObject({
  tags: z.array(z.string().trim().min(1).max(60)).max(30),
  notes: z.string().max(10_000),
});
export type Remarks = z.infer<typeof remarksSchema>;

export const studyStates = ['unfinished', 'running', 'elsewhere', 'finished', 'failed'] as const;

/** A study as it stands. */
export const studyStatusSchema = z.strictObject({
  /** The name of its folder. */
  study: z.string(),
  title: z.string(),
  /**
   * `unfinished`: runs are left and nobody is at them; `elsewhere`: another studio is at them; `failed`: none are left, but
   * not all went well.
   */
  state: z.enum(studyStates),
  /** What is being done, or what went wrong: one sentence. */
  message: z.string(),
  /** Runs in all, and of them those that are done, under way, and given up. */
  runs: z.number(),
  done: z.number(),
  running: z.number(),
  failed: z.number(),
  /** An estimate; null where nothing is known yet. */
  secondsLeft: z.number().nullable(),
});
export type StudyStatus = z.infer<typeof studyStatusSchema>;

/** One run of a study. */
export const studyRunSchema = z.strictObject({
  /** The row and what else sets it apart: runs of one name differ in their seed alone. */
  name: z.string(),
  row: z.string(),
  /** What is set otherwise than in the row’s graph, by `node.parameter`. */
  settings: settingsSchema,
  bypassed: z.array(z.string()),
  seed: z.number(),
  state: z.enum(['waiting', 'running', 'done', 'failed']),
  /** How far it is, from 0 to 1. */
  share: z.number(),
  /** Why it failed, or failed the last time. */
  message: z.string().optional(),
  /** Its run folder, once it is done. */
  folder: z.string().optional(),
  result: runResultSchema.optional(),
  /** Once it is done. */
  remarks: remarksSchema.optional(),
});
export type StudyRun = z.infer<typeof studyRunSchema>;

const studyReference = z.strictObject({ study: z.string() });

/** A run as its folder has it. */
export const storedRunSchema = z.strictObject({
  run: z.string(),
  title: z.string(),
  /** `interrupted`: its process is gone; `broken`: a file is not as it should be, or of a newer version. */
  state: z.enum([...runStates, 'interrupted', 'broken']),
  /** One sentence. */
  message: z.string(),
  epoch: z.number(),
  epochs: z.number(),
  step: z.number(),
  steps: z.number(),
  /** Whether `resumeRun` may go on with it. */
  resumable: z.boolean(),
  /** Of a run that came to its end. */
  result: runResultSchema.optional(),
  /** Absent where they cannot be read, as the message then says. */
  remarks: remarksSchema.optional(),
});
export type StoredRunSummary = z.infer<typeof storedRunSchema>;

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
  /** Goes on with a run that was interrupted, stopped or failed; otherwise as `train`. */
  resumeRun: { parameters: runReference, result: runReference },
  pause: { parameters: runReference, result: runStatusSchema },
  resume: { parameters: runReference, result: runStatusSchema },
  /** Ends a run cleanly: it is evaluated and written with what it has. */
  stop: { parameters: runReference, result: runStatusSchema },
  /** The runs of this engine's life, newest first, and those that lie in its folder, by name. */
  runs: {
    parameters: z.strictObject({}),
    result: z.strictObject({ runs: z.array(runStatusSchema), stored: z.array(storedRunSchema).optional() }),
  },
  /** A run with its graph and its curves so far, for a window that joins later. */
  history: {
    parameters: runReference,
    result: z.strictObject({
      status: runStatusSchema,
      graph: graphDocumentSchema,
      steps: z.array(stepRecordSchema),
      epochs: z.array(epochRecordSchema),
      /** After the last epoch; absent before the first. */
      previews: z.array(previewSchema).optional(),
    }),
  },
  /** Writes tags and notes of a run over those that it had. Runs are called as the sources of `table` are. */
  setRemarks: { parameters: z.strictObject({ run: z.string(), remarks: remarksSchema }), result: remarksSchema },
  /** What the model of a run that has ended answered on held-out videos; null before its evaluation. */
  predictions: {
    parameters: runReference,
    result: z.strictObject({ predictions: predictionsSchema.nullable() }),
  },
  /** What a study would be, without starting it: every run with what is done of it already, and how long the rest may take. */
  planStudy: {
    parameters: z.strictObject({
      study: studySchema,
      /** Runs at a time; absent: as many as the machine bears. */
      workers: z.number().int().min(1).max(256).optional(),
      /** Whether a graph may be tried for a few steps, which takes seconds, where no run is done that tells the time. */
      probe: z.boolean().default(false),
    }),
    result: z.strictObject({
      runs: z.array(studyRunSchema),
      done: z.number(),
      workers: z.number(),
      /** An estimate of the time that is left to do; null where nothing is known. */
      secondsLeft: z.number().nullable(),
    }),
  },
  /** Starts a study, or goes on with it: what is done is not done again. The rest comes as events. */
  startStudy: {
    parameters: z.strictObject({
      study: studySchema,
      workers: z.number().int().min(1).max(256).optional(),
      /** Whether runs that were given up are tried again. */
      retryFailed: z.boolean().default(false),
    }),
    result: studyStatusSchema,
  },
  /** Ends a study for now; runs under way go on from their last checkpoints when it does. */
  stopStudy: { parameters: studyReference, result: studyStatusSchema },
  /** The studies of the runs folder, by name. */
  studies: { parameters: z.strictObject({}), result: z.strictObject({ studies: z.array(studyStatusSchema) }) },
  /** A study with its document and all its runs. */
  study: {
    parameters: studyReference,
    result: z.strictObject({ status: studyStatusSchema, document: studySchema, runs: z.array(studyRunSchema) }),
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
  /**
   * What runs and studies came to, as a table and, where a format is named, as a file of it. Sources are runs, and studies as
   * `studies/<name>`; a row’s `runs` are called as sources are.
   */
  table: {
    parameters: tableOptionsSchema.extend({
      sources: z.array(z.string()).min(1),
      format: z.enum(tableFormats).optional(),
    }),
    result: z.strictObject({ table: tableSchema, file: fileSchema.nullable() }),
  },
  /** Curves of stored runs, done or not, thinned out for drawing, with the mean over seeds. Runs are called as sources of `table` are. */
  curves: {
    parameters: z.strictObject({
      runs: z.array(z.string()).min(1).max(mostCurves),
      quantity: z.enum(curveQuantities).default('total'),
      /** At most about so many points a curve. */
      points: z.number().int().min(2).max(2000).default(300),
    }),
    result: curvesSchema,
  },
  /** Two runs held against each other question by question; with every seed, the runs beside each that differ in that alone count too. */
  compare: {
    parameters: z.strictObject({ a: z.string(), b: z.string(), everySeed: z.boolean().default(false) }),
    result: comparisonSchema,
  },
  /** A finished run as files, to be saved where the editor is; those of a model that is too large are refused. */
  export: {
    parameters: z.strictObject({
      run: z.string(),
      format: z.enum(exportFormats),
      /** Samples that an ONNX or tfjs model takes at once. */
      batch: z.number().int().min(1).max(4096).default(1),
      /** Whether what nodes draw at random is an input of an ONNX or tfjs model, instead of part of it. */
      drawsAsInputs: z.boolean().default(false),
    }),
    result: z.strictObject({
      files: z.array(fileSchema),
      inputs: z.array(exportedValueSchema).optional(),
      outputs: z.array(exportedValueSchema).optional(),
    }),
  },
  /** Puts a run that was exported as a zip among the runs. */
  importRun: { parameters: z.strictObject({ zip: fileSchema }), result: runReference },
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
  z.strictObject({
    type: z.literal('event'),
    event: z.literal('epoch'),
    run: z.string(),
    record: epochRecordSchema,
    previews: z.array(previewSchema).optional(),
  }),
  z.strictObject({ type: z.literal('event'), event: z.literal('study'), status: studyStatusSchema }),
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
