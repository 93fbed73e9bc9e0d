/** The methods of the engine, each with the schemas of its parameters and its result. */
import { z } from 'zod';
import { graphDocumentSchema } from '../../graph-nodes/graph/document';
import { studySchema } from '../../graph-nodes/study/document';
import { backendNameSchema, backendReportSchema } from './backends';
import { comparisonSchema } from './comparison';
import { curveAxes, curveQuantities, curvesSchema, mostCurves } from './curves';
import { runEstimateSchema } from './estimate';
import { exportedValueSchema, fileSchema, largestBatch } from './export';
import { formatSchema, rowNameSchema } from './formats';
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
  /** Which backends this machine has, the one that `auto` takes first. */
  doctor: { parameters: z.strictObject({}), result: z.strictObject({ backends: z.array(backendReportSchema) }) },
  /** Formats that runs and tables can be written in, in the order of menus. */
  formats: {
    parameters: z.strictObject({}),
    result: z.strictObject({ exports: z.array(formatSchema), tables: z.array(formatSchema) }),
  },
  /** Starts a run and answers as soon as it has an id; the rest comes as events. */
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
  /** Resumes a stored run that was interrupted, stopped or failed; otherwise as `train`. */
  resumeRun: { parameters: runReference, result: runReference },
  /** Puts a new training, or the resuming of a stored run, at the end of the queue; it starts when the engine is idle. */
  enqueue: {
    parameters: z.union([
      z.strictObject({ graph: graphDocumentSchema, backend: backendNameSchema.default('auto') }),
      runReference,
    ]),
    result: z.strictObject({ id: z.number().int() }),
  },
  /** Cancels the start of a run at the end of its present phase; the request that starts it is then refused. */
  cancelStart: { parameters: z.strictObject({}), result: z.strictObject({}) },
  /** The trainings that wait. */
  queue: { parameters: z.strictObject({}), result: queueSchema },
  /** Removes a training from the queue. */
  dequeue: { parameters: z.strictObject({ id: z.number().int() }), result: queueSchema },
  /** Moves a training of the queue to a place, from 0 on. */
  moveInQueue: {
    parameters: z.strictObject({ id: z.number().int(), place: z.number().int().min(0) }),
    result: queueSchema,
  },
  /** Pauses the run that is training; it stays in memory. */
  pauseRun: { parameters: runReference, result: runStatusSchema },
  /** Continues a paused run. */
  continueRun: { parameters: runReference, result: runStatusSchema },
  /** Continues a paused run for one step, or to the end of its epoch with the validation, and pauses it again. */
  stepRun: { parameters: runReference.extend({ by: runUnitSchema }), result: runStatusSchema },
  /** Ends a run cleanly: it is evaluated and written with what it has. */
  stop: { parameters: runReference, result: runStatusSchema },
  /** The runs of this engine's life, newest first, and those that lie in its folder, by name. */
  runs: {
    parameters: z.strictObject({}),
    result: z.strictObject({ runs: z.array(runStatusSchema), stored: z.array(storedRunSchema).optional() }),
  },
  /** A run of this engine's life or of its folder, with its graph and its curves so far. */
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
  /** Replaces the title, tags and notes that people gave a run. Runs are called as the sources of `table` are. */
  setRemarks: { parameters: z.strictObject({ run: z.string(), remarks: remarksSchema }), result: remarksSchema },
  /**
   * Settings in which runs differ, the most common ones first, with one value per run; null where its graph lacks the node or
   * cannot be read. The seed is not one of them.
   */
  settings: {
    parameters: z.strictObject({
      runs: z.array(z.string()).max(mostListed),
      /** Maximum number of settings. */
      most: z.number().int().min(1).max(100).default(6),
    }),
    result: z.strictObject({
      settings: z.array(z.strictObject({ setting: z.string(), values: z.array(engineMessageSchema.nullable()) })),
      /** Number of settings that differ and are left out. */
      more: z.number(),
    }),
  },
  /** Moves a run that no studio is working in to the trash. */
  deleteRun: { parameters: runReference, result: z.strictObject({ trashed: z.string() }) },
  /** Moves a deleted run back, under its name or one with a number where that is taken. */
  restoreRun: { parameters: z.strictObject({ trashed: z.string() }), result: runReference },
  /** The deleted runs, the last deleted first. `days`: age after which they are removed when the studio starts. */
  trash: {
    parameters: z.strictObject({}),
    result: z.strictObject({ runs: z.array(trashedRunSchema), days: z.number() }),
  },
  /** Removes all deleted runs for good. */
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
      /** Runs at a time; absent: as many as the machine bears. */
      workers: z.number().int().min(1).max(256).optional(),
      /** True: a graph without a finished run is tried for a few steps, which takes seconds, to estimate its time. */
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
  /** Starts or resumes a study; finished runs are kept. The rest comes as events. */
  startStudy: {
    parameters: z.strictObject({
      study: studySchema,
      workers: z.number().int().min(1).max(256).optional(),
      /** True: runs that failed for good are tried again. */
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
   * Results of runs and studies as a table and, if a format is named, as a file of it. Sources are runs, and studies as
   * `studies/<name>`; a row’s `runs` are called as sources are.
   */
  table: {
    parameters: tableOptionsSchema.extend({
      sources: z.array(z.string()).min(1),
      format: rowNameSchema.optional(),
    }),
    result: z.strictObject({ table: tableSchema, file: fileSchema.nullable() }),
  },
  /**
   * Curves of stored runs, thinned out for drawing, with the mean over seeds. Runs are called as sources of `table` are. Over
   * steps a run need not be done; over the other axes the models of runs that are done are measured, which takes a while once.
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
   * Compares the settings of two runs question by question: all finished runs that equal one of the two except for the seed,
   * paired by seed. With `singlePair`, only the two runs.
   */
  compare: {
    parameters: z.strictObject({ a: z.string(), b: z.string(), singlePair: z.boolean().default(false) }),
    result: comparisonSchema,
  },
  /** Contents of the stage of a finished run. Runs have the names of the sources of `table`. */
  stage: { parameters: runReference, result: stageSchema },
  /** Answers of a finished run to one question, by the variants of its graph, with what fails. */
  askStage: { parameters: stageQuestionSchema, result: stageAnswerSchema },
  /** A finished run as files, to be saved where the editor is; those of a model that is too large are refused. */
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
  /** Puts a run that was exported as a zip, and uploaded, among the runs. */
  importRun: { parameters: z.strictObject({ upload: z.number().int() }), result: runReference },
} as const;

export type Method = keyof typeof methods;
/** Parameters as the caller writes them: fields with a default may be left out. */
export type Parameters<M extends Method> = z.input<(typeof methods)[M]['parameters']>;
export type Result<M extends Method> = z.output<(typeof methods)[M]['result']>;
