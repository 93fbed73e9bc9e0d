/** Formats and files of exported runs. */
import { z } from 'zod';

/** Maximum number of samples per call of an exported model. */
export const largestBatch = 4096;

/** A file with its bytes in base64. */
export const fileSchema = z.strictObject({ name: z.string(), base64: z.string() });

/** An input or output of an exported model. An axis is a size, or a name for a variable size. */
export const exportedValueSchema = z.strictObject({
  name: z.string(),
  type: z.string(),
  shape: z.array(z.union([z.number(), z.string()])),
});
export type ExportedValue = z.infer<typeof exportedValueSchema>;
