import { z } from 'zod';
import { noiseScenarios, scenarios } from '../../graph-nodes/datasets/dataset';
import { engineMessageSchema, inEnglish, verbatim, type EngineMessage } from '../contract/messages';
import {
  epochRecordSchema,
  runStates,
  runStatusSchema,
  stepRecordSchema,
  type EpochRecord,
  type RunStatus,
  type StepRecord,
} from '../contract/runs';
import type { FileFormat } from '../files/file-format';
import { fitting, type Place } from '../files/read-file';
import { processSchema } from './lock';

const percents = z.record(z.string(), z.number().nullable());
const byScenario = <Value extends z.ZodType>(value: Value) =>
  z.object(Object.fromEntries(scenarios.map((name) => [name, value])) as Record<(typeof scenarios)[number], Value>);
const accuracies = byScenario(percents).extend(
  Object.fromEntries(noiseScenarios.map((name) => [name, percents.optional()])) as Record<
    (typeof noiseScenarios)[number],
    z.ZodOptional<typeof percents>
  >,
);
/** Metrics by name; null for values without a JSON number, such as NaN. */
const losses = z.record(z.string(), z.number().nullable().optional());
const startedFrom = z.object({ file: z.string(), loaded: z.number(), of: z.number() });

const stageSchema = z.object({
  name: z.string(),
  epochs: z.number(),
  steps: z.number(),
  losses: losses.nullable(),
  accuracy: accuracies,
  weights: z.string().optional(),
});

const resultSchema = z.object({
  run: z.string(),
  title: z.string(),
  backend: z.string(),
  seed: z.number(),
  parameters: z.number(),
  nodes: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      parameters: z.number(),
      frozen: z.boolean().optional(),
      outputShapes: z.record(z.string(), z.string()),
    }),
  ),
  startedFrom: startedFrom.optional(),
  epochs: z.number(),
  steps: z.number(),
  bestEpoch: z.number().optional(),
  stopped: z.boolean(),
  secondsPerStep: z.number().nullable(),
  samplesPerSecond: z.number().nullable(),
  losses: losses.nullable(),
  accuracy: accuracies,
  stages: z.array(stageSchema).optional(),
  recall: z.object({ audio: z.number().nullable(), visual: z.number().nullable() }).optional(),
  baseline: z.object({ mostFrequent: z.number(), mostFrequentPerType: z.number(), perQuestions: percents.optional() }),
  questions: z.object({ train: z.number(), validation: z.number(), test: z.number() }),
});

/** Code and data of a run. */
const originSchema = z.object({
  /** Versions of the code that trained the run, in order; several if it was resumed with other code. */
  builds: z.array(z.string()).min(1),
  /** Digest of the questions of its dataset. */
  questions: z.string(),
  /** Digest of the files that its graph names; see DataVersions. */
  files: z.string(),
});
export type RunOrigin = z.infer<typeof originSchema>;

const runFileSchema = z.object({
  version: z.number().int(),
  run: z.string(),
  title: z.string(),
  state: z.enum(runStates),
  /** One English sentence, for users and other tools. */
  message: z.string(),
  /** The same message as a code with values; absent in files of version 1. */
  reason: z.looseObject({ code: z.string() }).optional(),
  node: z.string().optional(),
  backend: z.string().optional(),
  epoch: z.number(),
  epochs: z.number(),
  step: z.number(),
  steps: z.number(),
  stage: z.object({ index: z.number().int(), count: z.number().int(), name: z.string() }).optional(),
  secondsPerStep: z.number().nullable(),
  stepShares: z.object({ estimated: z.boolean(), byNode: z.record(z.string(), z.number()) }).optional(),
  secondsLeft: z.number().nullable(),
  result: resultSchema.optional(),
  /** The process of the run, current or past. */
  process: processSchema.optional(),
  /** Number of threads per operator, if set. Another number can change rounding. */
  threads: z.number().int().optional(),
  /** Operations of a training step, if it is a recorded one; of a run with stages, of the last one. */
  operations: z.number().optional(),
  startedFrom: startedFrom.optional(),
  origin: originSchema.optional(),
  /** Time of its first start, in milliseconds since 1970. */
  started: z.number().optional(),
  /** Duration of training and evaluation over all processes of the run, in seconds. */
  seconds: z.number().optional(),
});
export type RunFile = z.infer<typeof runFileSchema>;

/** `run.json` */
export const runFileFormat: FileFormat<RunFile> = {
  name: 'run.json',
  version: 5,
  unstated: 1,
  schema: runFileSchema,
  migrations: {
    // Version 2 adds `reason`.
    1: (file) => ({ ...file, version: 2 }),
    // Version 3 adds `stage` and the result's `stages`.
    2: (file) => ({ ...file, version: 3 }),
    // Version 4 adds `origin`, `started` and `seconds`.
    3: (file) => ({ ...file, version: 4 }),
    // Version 5 adds the result's `baseline.perQuestions`, and `operations`.
    4: (file) => ({ ...file, version: 5 }),
  },
};

/** Fields of a run's file beside its status. Each is absent if it is unknown or not set. */
export type RunRecord = Pick<
  RunFile,
  'process' | 'threads' | 'operations' | 'startedFrom' | 'origin' | 'started' | 'seconds'
>;

/** A stored status, and additional data for resuming and comparing the run. */
export interface RunState extends RunStatus, RunRecord {}

/** Splits a stored run into status and additional data. */
export function splitState<State extends RunRecord>({
  process,
  threads,
  operations,
  startedFrom,
  origin,
  started,
  seconds,
  ...status
}: State): { readonly status: Omit<State, keyof RunRecord>; readonly record: RunRecord } {
  return { status, record: { process, threads, operations, startedFrom, origin, started, seconds } };
}

export function toRunFile({ message, ...state }: RunState): RunFile {
  return { version: runFileFormat.version, ...state, message: inEnglish(message), reason: message };
}

/**
 * Parses `run.json`.
 * @param place the file, for the error
 * @throws {RequestError} if a value is unknown in this version, such as the name of a question type
 */
export function toRunState({ version: _, message, reason, ...stored }: RunFile, place: Place): RunState {
  const { status, record } = splitState(stored);
  return { ...fitting(runStatusSchema, { ...status, message: storedMessage(message, reason) }, place), ...record };
}

/** The stored message of a run: its code if this version knows it, else its English sentence. */
function storedMessage(sentence: string, reason: unknown): EngineMessage {
  const known = engineMessageSchema.safeParse(reason);
  return known.success ? known.data : verbatim(sentence);
}

const ofStage = { stage: z.number().int().optional() };
const metricLineSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('step'), step: z.number(), epoch: z.number(), ...ofStage, losses }),
  z.object({
    type: z.literal('epoch'),
    epoch: z.number(),
    step: z.number(),
    ...ofStage,
    accuracy: byScenario(percents),
    loss: byScenario(z.number().nullable()).optional(),
    usage: z.array(z.object({ node: z.string(), name: z.string(), shares: z.array(z.number()) })).optional(),
  }),
]);
export type MetricLine = z.infer<typeof metricLineSchema>;

/** A line of `metrics.jsonl`. Its version is stated from version 2. */
export const metricLineFormat: FileFormat<MetricLine> = {
  name: 'metrics.jsonl',
  version: 3,
  unstated: 1,
  schema: metricLineSchema,
  migrations: {
    // Version 2 adds `stage`.
    1: (line) => line,
    // Version 3 adds `usage`.
    2: (line) => line,
  },
};

/** Formats a line for the file, in the first version that has its fields, so that the bytes of other lines stay the same. */
export function toMetricLine(
  type: MetricLine['type'],
  record: StepRecord | EpochRecord,
): Readonly<Record<string, unknown>> {
  const version = 'usage' in record && record.usage ? 3 : record.stage === undefined ? 1 : 2;
  return { type, ...(version > 1 && { version }), ...record };
}

/** The curves of a run. */
export interface Metrics {
  readonly steps: StepRecord[];
  readonly epochs: EpochRecord[];
}

/**
 * Adds a stored line to the curves.
 * @throws {RequestError} if a value is unknown in this version, such as the name of a loss
 */
export function addMetric({ type, ...record }: MetricLine, { steps, epochs }: Metrics, place: Place): void {
  if (type === 'step') steps.push(fitting(stepRecordSchema, record, place));
  else epochs.push(fitting(epochRecordSchema, record, place));
}
