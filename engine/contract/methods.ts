/** The methods of the engine, each with the schemas of its parameters and its result. */
import { z } from 'zod';
import { graphDocumentSchema } from '../../graph-nodes/graph/document';
import { studySchema } from '../../graph-nodes/study/document';
import { backendNameSchema, backendReportSchema } from './backends';
import { comparisonSchema } from './comparison';
import { curveAxes, curveQuantities, curvesSchema, mostCurves } from './curves';
import { runEstimateSchema } from './estimate';
import { exportedValueSchema, fileSchema, largestBatch } from './export';
import { formatSchema, rowNameSchema, tableFormatSchema } from './formats';
import { hardwareSchema } from './hardware';
import { engineMessageSchema } from './messages';
import { uploadPart } from './upload';
import {
  epochRecordSchema,
  predictionsSchema,
  nodeSizesSchema,
  previewSchema,
  remarksSchema,
  runStatusSchema,
  runUnitSchema,
  stepRecordSchema,
  storedRunSchema,
  trashedRunSchema,
} from './runs';
import { queueSchema } from './queue';
import { stageAnswerSchema, stageQuestionSchema, stageSchema } from './stage';
import { studyRunSchema, studyStatusSchema } from './studies';
import { tableOptionsSchema, tableSchema } from './tables';

/** Maximum number of runs whose settings are compared at a time. */
const mostListed = 2000;

const runReference = z.strictObject({ run: z.string() });
const studyReference = z.strictObject({ study: z.string() });

/** Parameters and result of every method. */
export const methods = {
  /** Lists the backends of this machine, in the order in which `auto` prefers them. */
  doctor: { parameters: z.strictObject({}), result: z.strictObject({ backends: z.array(backendReportSchema) }) },
  /** Lists the formats of runs and tables, in the order of menus. */
  formats: {
    parameters: z.strictObject({}),
    result: z.strictObject({ exports: z.array(formatSchema), tables: z.array(tableFormatSchema) }),
  },
  /** Starts a run. The result arrives as soon as the run has an id; progress follows as events. */
  train: {
    parameters: z.strictObject({
      graph: graphDocumentSchema,
      /** A backend’s name, or `auto`. */
      backend: backendNameSchema.default('auto'),
    }),
    result: runReference,
  },
  /** Estimates the duration of a run before it starts. */
  estimate: {
    parameters: z.strictObject({ graph: graphDocumentSchema, backend: backendNameSchema.default('auto') }),
    result: runEstimateSchema,
  },
  /** Resumes a stored run that was interrupted, stopped or failed. Otherwise it equals `train`. */
  resumeRun: { parameters: runReference, result: runReference },
  /**
   * Adds a new training, or the resumption of a stored run, to the end of the queue. It starts when the engine is idle.
   */
  enqueue: {
    parameters: z.union([
      z.strictObject({ graph: graphDocumentSchema, backend: backendNameSchema.default('auto') }),
      runReference,
    ]),
    result: z.strictObject({ id: z.number().int() }),
  },
  /** Cancels the start of a run at the end of its current phase. The request that starts it is then refused. */
  cancelStart: { parameters: z.strictObject({}), result: z.strictObject({}) },
  /** The queued trainings. */
  queue: { parameters: z.strictObject({}), result: queueSchema },
  /** Removes a training from the queue. */
  dequeue: { parameters: z.strictObject({ id: z.number().int() }), result: queueSchema },
  /** Moves a training of the queue to an index, which starts at 0. */
  moveInQueue: {
    parameters: z.strictObject({ id: z.number().int(), place: z.number().int().min(0) }),
    result: queueSchema,
  },
  /** Pauses the running training; it stays in memory. */
  pauseRun: { parameters: runReference, result: runStatusSchema },
  /** Continues a paused run. */
  continueRun: { parameters: runReference, result: runStatusSchema },
  /** Continues a paused run for one step, or to the end of its epoch with the validation, and pauses it again. */
  stepRun: { parameters: runReference.extend({ by: runUnitSchema }), result: runStatusSchema },
  /** Stops a run early; it is evaluated and stored. */
  stop: { parameters: runReference, result: runStatusSchema },
  /** The runs of this engine process, newest first, and the runs of its folder, by name. */
  runs: {
    parameters: z.strictObject({}),
    result: z.strictObject({ runs: z.array(runStatusSchema), stored: z.array(storedRunSchema).optional() }),
  },
  /** A run of this engine process or of its folder, with its graph and its curves so far. */
  history: {
    parameters: runReference,
    result: z.strictObject({
      status: runStatusSchema,
      graph: graphDocumentSchema,
      steps: z.array(stepRecordSchema),
      epochs: z.array(epochRecordSchema),
      /** After the last epoch; absent before the first. */
      previews: z.array(previewSchema).optional(),
      sizes: nodeSizesSchema.optional(),
    }),
  },
  /** Replaces the title, tags and notes of a run. Runs have the names of the sources of `table`. */
  setRemarks: { parameters: z.strictObject({ run: z.string(), remarks: remarksSchema }), result: remarksSchema },
  /**
   * Settings in which runs differ, the most common ones first, with one value per run; null if its graph lacks the node
   * or is unreadable. The seed is not included.
   */
  settings: {
    parameters: z.strictObject({
      runs: z.array(z.string()).max(mostListed),
      /** Maximum number of settings. */
      most: z.number().int().min(1).max(100).default(6),
    }),
    result: z.strictObject({
      settings: z.array(z.strictObject({ setting: z.string(), values: z.array(engineMessageSchema.nullable()) })),
      /** Number of omitted settings that differ. */
      more: z.number(),
    }),
  },
  /** Moves a run to the trash; refused while a studio uses the run. */
  deleteRun: { parameters: runReference, result: z.strictObject({ trashed: z.string() }) },
  /** Restores a deleted run under its name, or under a numbered name if that is taken. */
  restoreRun: { parameters: z.strictObject({ trashed: z.string() }), result: runReference },
  /** The deleted runs, the last deleted first. `days`: age after which they are removed when the studio starts. */
  trash: {
    parameters: z.strictObject({}),
    result: z.strictObject({ runs: z.array(trashedRunSchema), days: z.number() }),
  },
  /** Deletes all runs in the trash permanently. */
  emptyTrash: { parameters: z.strictObject({}), result: z.strictObject({ removed: z.number() }) },
  /** Predictions of an ended run on held-out videos; null before its evaluation. */
  predictions: {
    parameters: runReference,
    result: z.strictObject({ predictions: predictionsSchema.nullable() }),
  },
  /** Plans a study without starting it: every run with its state, and an estimate of the remaining time. */
  planStudy: {
    parameters: z.strictObject({
      study: studySchema,
      /** Number of concurrent runs; absent: chosen from cores and memory. */
      workers: z.number().int().min(1).max(256).optional(),
      /** True: a graph without a finished run is timed for a few steps, which takes seconds. */
      probe: z.boolean().default(false),
    }),
    result: z.strictObject({
      runs: z.array(studyRunSchema),
      done: z.number(),
      workers: z.number(),
      /** Estimate of the remaining time; null if there is none. */
      secondsLeft: z.number().nullable(),
    }),
  },
  /** Starts or resumes a study; finished runs are kept. Progress follows as events. */
  startStudy: {
    parameters: z.strictObject({
      study: studySchema,
      workers: z.number().int().min(1).max(256).optional(),
      /** True: failed runs are retried. */
      retryFailed: z.boolean().default(false),
    }),
    result: studyStatusSchema,
  },
  /** Stops a study; its unfinished runs resume from their last checkpoints when it is started again. */
  stopStudy: { parameters: studyReference, result: studyStatusSchema },
  /** The studies of the runs folder, by name. */
  studies: { parameters: z.strictObject({}), result: z.strictObject({ studies: z.array(studyStatusSchema) }) },
  /** A study with its document and all its runs. */
  study: {
    parameters: studyReference,
    result: z.strictObject({ status: studyStatusSchema, document: studySchema, runs: z.array(studyRunSchema) }),
  },
  /** Current memory use and machine. */
  hardware: { parameters: z.strictObject({}), result: hardwareSchema },
  /** A question of a dataset node as text, and the displayable parts of its video. */
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
   * Results of runs and studies as a table and, if a format is named, as a file of it. Sources are runs, and studies as
   * `studies/<name>`. The `runs` of a row use the same names.
   */
  table: {
    parameters: tableOptionsSchema.extend({
      sources: z.array(z.string()).min(1),
      format: rowNameSchema.optional(),
    }),
    result: z.strictObject({ table: tableSchema, file: fileSchema.nullable() }),
  },
  /**
   * Curves of stored runs, reduced to fewer points for drawing, with the mean over seeds. Runs have the names of the
   * sources of `table`. Curves over steps include unfinished runs. For the other axes the models of finished runs are
   * evaluated, which takes time once.
   */
  curves: {
    parameters: z.strictObject({
      runs: z.array(z.string()).min(1).max(mostCurves),
      quantity: z.enum(curveQuantities).default('total'),
      over: z.enum(curveAxes).default('step'),
      /** Approximate maximum of points per curve. */
      points: z.number().int().min(2).max(2000).default(300),
    }),
    result: curvesSchema,
  },
  /**
   * Compares the settings of two runs question by question. It includes all finished runs that equal one of the two
   * except for the seed, paired by seed; with `singlePair`, only the two runs.
   */
  compare: {
    parameters: z.strictObject({ a: z.string(), b: z.string(), singlePair: z.boolean().default(false) }),
    result: comparisonSchema,
  },
  /** Contents of the stage of a finished run. Runs have the names of the sources of `table`. */
  stage: { parameters: runReference, result: stageSchema },
  /** Answers of a finished run to one question, by the variants of its graph, under the given failures. */
  askStage: { parameters: stageQuestionSchema, result: stageAnswerSchema },
  /** A finished run as files for the editor's machine. A model that is too large is refused. */
  export: {
    parameters: z.strictObject({
      run: z.string(),
      format: rowNameSchema,
      /** Samples per call of an exported model. */
      batch: z.number().int().min(1).max(largestBatch).default(1),
      /** True: random numbers of an exported model are inputs; false: they are part of it. */
      drawsAsInputs: z.boolean().default(false),
    }),
    result: z.strictObject({
      files: z.array(fileSchema),
      inputs: z.array(exportedValueSchema).optional(),
      outputs: z.array(exportedValueSchema).optional(),
    }),
  },
  /** Announces a file that is sent in parts. */
  beginUpload: {
    parameters: z.strictObject({ name: z.string(), bytes: z.number().int().nonnegative() }),
    result: z.strictObject({ upload: z.number().int() }),
  },
  /** The next part of an upload. The result is the number of bytes received so far. */
  sendPart: {
    parameters: z.strictObject({ upload: z.number().int(), base64: z.base64().max(2 * uploadPart) }),
    result: z.strictObject({ received: z.number().int() }),
  },
  cancelUpload: { parameters: z.strictObject({ upload: z.number().int() }), result: z.strictObject({}) },
  /** Adds an uploaded zip of a run to the runs. */
  importRun: { parameters: z.strictObject({ upload: z.number().int() }), result: runReference },
} as const;

export type Method = keyof typeof methods;
/** Parameters as the caller writes them: fields with a default may be left out. */
export type Parameters<M extends Method> = z.input<(typeof methods)[M]['parameters']>;
export type Result<M extends Method> = z.output<(typeof methods)[M]['result']>;
