/** A study and its runs. */
import { z } from 'zod';
import { settingsSchema } from '../../graph-nodes/study/document';
import { engineMessageSchema } from './messages';
import { remarksSchema, runResultSchema, runTimesSchema } from './runs';

export const studyStates = ['unfinished', 'running', 'elsewhere', 'finished', 'failed'] as const;

/** Current status of a study. */
export const studyStatusSchema = z.strictObject({
  /** Name of its folder. */
  study: z.string(),
  title: z.string(),
  /**
   * `unfinished`: runs are left and no studio runs them; `elsewhere`: another studio runs them; `failed`: no runs are
   * left, and some failed.
   */
  state: z.enum(studyStates),
  /** Current activity, or the reason of a failure. */
  message: engineMessageSchema,
  /** Numbers of all runs, and of the finished, current and failed ones. */
  runs: z.number(),
  done: z.number(),
  running: z.number(),
  failed: z.number(),
  /** Estimate; null while there is none. */
  secondsLeft: z.number().nullable(),
});
export type StudyStatus = z.infer<typeof studyStatusSchema>;

/** One run of a study. */
export const studyRunSchema = z.strictObject({
  /** Name of the row and its other distinctions. Runs of one name differ in their seed only. */
  name: z.string(),
  row: z.string(),
  /** Name and row as messages for display. */
  label: engineMessageSchema,
  rowLabel: engineMessageSchema,
  /** Settings that differ from the row’s graph, by `node.parameter`. */
  settings: settingsSchema,
  bypassed: z.array(z.string()),
  seed: z.number(),
  /** Name of the run of the same seed whose final weights it starts from; absent: new weights. */
  startsFrom: z.string().optional(),
  state: z.enum(['waiting', 'running', 'done', 'failed']),
  /** Progress from 0 to 1. */
  share: z.number(),
  /** Reason of its last failure. */
  message: engineMessageSchema.optional(),
  /** Its run folder, once it is finished. */
  folder: z.string().optional(),
  result: runResultSchema.optional(),
  /** Present once it is finished. */
  remarks: remarksSchema.optional(),
  ...runTimesSchema.shape,
});
export type StudyRun = z.infer<typeof studyRunSchema>;
