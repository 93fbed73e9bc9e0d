import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { backendNameSchema, type BackendName } from '../contract/backends';
import { writeWhole } from '../files/atomic';
import { cacheFolder } from '../platform/machine-folders';

/** Seconds per step by backend. */
export type Measured = Partial<Record<BackendName, number>>;

/** Measurements of this machine. */
export interface ChoiceMemory {
  recall(key: string): Promise<Measured | undefined>;
  remember(key: string, measured: Measured): Promise<void>;
}

const fileSchema = z.strictObject({
  version: z.literal(1),
  measured: z.record(z.string(), z.record(backendNameSchema, z.number().positive())),
});

/** Maximum number of remembered graphs; the oldest are removed. */
const most = 500;

/**
 * Reads the measurements from a file of this machine's user. If the file cannot be read or written, backends are
 * measured again.
 */
export function fileMemory(file = path.join(cacheFolder(), 'backends.json')): ChoiceMemory {
  const read = async (): Promise<Record<string, Measured>> => {
    try {
      return fileSchema.parse(JSON.parse(await readFile(file, 'utf8'))).measured;
    } catch {
      return {};
    }
  };
  return {
    recall: async (key) => (await read())[key],
    async remember(key, measured) {
      const entries = [...Object.entries(await read()).filter(([other]) => other !== key), [key, measured]];
      const kept = Object.fromEntries(entries.slice(-most)) as Record<string, Measured>;
      await writeWhole(file, `${JSON.stringify({ version: 1, measured: kept }, null, 2)}\n`).catch(() => undefined);
    },
  };
}
