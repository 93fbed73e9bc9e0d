import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

/** Versions for the GPU part of a TensorFlow library; null without one. */
export const cudaSchema = z.strictObject({ cuda: z.string().nullable(), cudnn: z.string().nullable() });

/** The file beside a binding that describes its build; written by `studio build-tensorflow`. */
export type Built = z.infer<typeof cudaSchema>;

export const builtFile = (folder: string): string => path.join(folder, 'built.json');

/** Undefined if there is none or it is unreadable. */
export async function readBuilt(folder: string): Promise<Built | undefined> {
  try {
    return cudaSchema.parse(JSON.parse(await readFile(builtFile(folder), 'utf8')));
  } catch {
    return undefined;
  }
}
