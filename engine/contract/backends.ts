/** Names of the backends and the report on each. */
import { z } from 'zod';

export const backendNames = [
  'onnx',
  'onnx-cuda',
  'onnx-dml',
  'onnx-coreml',
  'onnx-webgpu',
  'onnx-wasm',
  'tensorflow',
  'wasm',
  'cpu',
] as const;
export const backendNameSchema = z.enum(backendNames);
export type BackendName = z.infer<typeof backendNameSchema>;

/** One backend on this machine. */
export const backendReportSchema = z.strictObject({
  name: backendNameSchema,
  available: z.boolean(),
  /** What it runs on (library version, GPU, threads), or why it is not there and what would bring it. */
  detail: z.string(),
});
export type BackendReport = z.infer<typeof backendReportSchema>;
