/** Memory and GPUs of the machine. */
import { z } from 'zod';
import { backendNameSchema } from './backends';

/** A GPU as its driver reports it; null for figures that it does not report. */
export const gpuSchema = z.strictObject({
  name: z.string(),
  usedBytes: z.number().nullable(),
  totalBytes: z.number().nullable(),
  /** Utilisation in percent. */
  percent: z.number().nullable(),
});
export type Gpu = z.infer<typeof gpuSchema>;

/** Memory and backend of the engine at this moment. */
export const hardwareSchema = z.strictObject({
  /** The backend of the latest run; null before the first. */
  backend: backendNameSchema.nullable(),
  processBytes: z.number(),
  tensorBytes: z.number(),
  tensors: z.number(),
  machineBytes: z.number(),
  freeBytes: z.number(),
  cores: z.number(),
  /** Empty if there is no GPU, or no driver that reports one. */
  gpus: z.array(gpuSchema),
});
export type Hardware = z.infer<typeof hardwareSchema>;
