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
  /** Library version, GPU and threads; or the reason why it is unavailable, and the remedy. */
  detail: engineMessageSchema,
});
export type BackendReport = z.infer<typeof backendReportSchema>;
