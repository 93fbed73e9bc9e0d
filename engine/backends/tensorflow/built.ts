import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

/** What a TensorFlow library’s GPU part is made for; null where it knows no GPU. */
export const cudaSchema = z.strictObject({ cuda: z.string().nullable(), cudnn: z.string().nullable() });

/** The note beside a binding that `studio build-tensorflow` made. */
export type Built = z.infer<typeof cudaSchema>;

export const builtFile = (folder: string): string => path.join(folder, 'built.json');

/** Undefined where there is none that can be read. */
export async function readBuilt(folder: string): Promise<Built | undefined> {
  try {
    return cudaSchema.parse(JSON.parse(await readFile(builtFile(folder), 'utf8')));
  } catch {
    return undefined;
  }
}
