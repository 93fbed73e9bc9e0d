/** Formats and files of exported runs. */
import { z } from 'zod';

/** Most samples per call of an exported model. */
export const largestBatch = 4096;

/** A file, its bytes in base64. */
export const fileSchema = z.strictObject({ name: z.string(), base64: z.string() });

/** An input or output of an exported model; an axis is a size, or a name where it is open. */
export const exportedValueSchema = z.strictObject({
  name: z.string(),
  type: z.string(),
  shape: z.array(z.union([z.number(), z.string()])),
});
export type ExportedValue = z.infer<typeof exportedValueSchema>;
