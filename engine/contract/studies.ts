/** A study and its runs. */
import { z } from 'zod';
import { settingsSchema } from '../../graph-nodes/study/document';
import { engineMessageSchema } from './messages';
import { remarksSchema, runResultSchema, runTimesSchema } from './runs';

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
  /** Present activity, or the reason of a failure. */
  message: engineMessageSchema,
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
  /** Name and row as messages, for people. */
  label: engineMessageSchema,
  rowLabel: engineMessageSchema,
  /** Settings that differ from the row’s graph, by `node.parameter`. */
  settings: settingsSchema,
  bypassed: z.array(z.string()),
  seed: z.number(),
  /** Name of the run of the same seed whose final weights it starts from; absent: its weights are new. */
  startsFrom: z.string().optional(),
  state: z.enum(['waiting', 'running', 'done', 'failed']),
  /** Progress from 0 to 1. */
  share: z.number(),
  /** Reason of its last failure. */
  message: engineMessageSchema.optional(),
  /** Its run folder, once it is done. */
  folder: z.string().optional(),
  result: runResultSchema.optional(),
  /** Once it is done. */
  remarks: remarksSchema.optional(),
  ...runTimesSchema.shape,
});
export type StudyRun = z.infer<typeof studyRunSchema>;
