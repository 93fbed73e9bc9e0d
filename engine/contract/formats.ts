/** Names and labels of formats that an editor offers. */
import { z } from 'zod';
import { faultParams } from '../../graph-nodes/graph/value-faults';

/**
 * Names of backends and formats are plain text here. The engine has their tables, checks requests against them, and
 * lists them in the results of `doctor` and `formats`, so a new row does not change the contract.
 */
export const rowNameSchema = z
  .string()
  .refine((name) => /^[a-z][a-z0-9-]*$/.test(name), faultParams({ code: 'wrongFormatName' }));

/** A text by language. */
export const labelSchema = z.strictObject({ en: z.string(), ko: z.string().optional() });
export type Label = z.infer<typeof labelSchema>;

/** A format that an editor can offer. */
export const formatSchema = z.strictObject({ name: rowNameSchema, label: labelSchema });
export type Format = z.infer<typeof formatSchema>;

/** A format of tables. `copied`: an editor also offers it for the clipboard, as text. */
export const tableFormatSchema = formatSchema.extend({ copied: z.boolean() });
