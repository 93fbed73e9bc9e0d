/** Names of the backends and the report on each. */
import { z } from 'zod';
import { rowNameSchema } from './formats';
import { engineMessageSchema } from './messages';

export const backendNameSchema = rowNameSchema;
export type BackendName = z.infer<typeof backendNameSchema>;

/** One backend on this machine. */
export const backendReportSchema = z.strictObject({
  name: backendNameSchema,
  available: z.boolean(),
  /** What it runs on (library version, GPU, threads), or why it is not there and what would bring it. */
  detail: engineMessageSchema,
});
export type BackendReport = z.infer<typeof backendReportSchema>;
