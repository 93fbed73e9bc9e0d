/** Trainings that wait for the current run. */
import { z } from 'zod';
import { backendNameSchema } from './backends';
import { engineMessageSchema } from './messages';

export const waitingRunSchema = z.strictObject({
  id: z.number().int(),
  title: z.string(),
  /** The stored run that is resumed; absent for a new one. */
  run: z.string().optional(),
  /** The requested backend; absent for a resumed run, which keeps its own. */
  backend: backendNameSchema.optional(),
  seed: z.number(),
  /** Epochs of all stages, without early stopping. */
  epochs: z.number().int(),
  /** Number of stages; 1 for a Trainer without any. */
  stages: z.number().int(),
});
export type WaitingRun = z.infer<typeof waitingRunSchema>;

export const queueSchema = z.strictObject({
  /** In the order of their start. */
  waiting: z.array(waitingRunSchema),
  /** The training that was refused at its start. */
  refused: z.strictObject({ title: z.string(), reason: engineMessageSchema, node: z.string().optional() }).optional(),
});
export type Queue = z.infer<typeof queueSchema>;
