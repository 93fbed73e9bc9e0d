import { stat } from 'node:fs/promises';
import { z } from 'zod';
import { runResultSchema, runStatusSchema } from '../contract/runs';
import { RequestError } from '../contract/errors';
import { processSchema } from './lock';
import { newerFile, readFileOf, readJson } from '../files/read-file';

/** The version of run folders that this studio writes. */
export const runVersion = 1;

/** `run.json`: the status, and what resuming the run takes. */
export const runStateFileSchema = runStatusSchema.extend({
  /** Absent in runs of before there were versions. */
  version: z.number().int().optional(),
  /** The process that the run is or was in. */
  process: processSchema.optional(),
  /** Threads of an operator, where they were set: another number of them may round otherwise. */
  threads: z.number().int().optional(),
  startedFrom: runResultSchema.shape.startedFrom,
});
export type RunStateFile = z.infer<typeof runStateFileSchema>;

const versionSchema = z.looseObject({ version: z.number() });

/**
 * Reads `run.json` of a run folder.
 * @throws {RequestError} when there is no such folder or file, it is of a newer version, or not as it should be
 */
export async function readRunState(folder: string): Promise<RunStateFile> {
  const found = await stat(folder).catch(() => undefined);
  if (!found?.isDirectory()) throw new RequestError('refused', { code: 'runFolderMissing', folder });
  const bytes = await readFileOf(folder, 'run.json', { code: 'runNotBegun' });
  const version = versionSchema.safeParse(readJson(bytes, folder, 'run.json', z.unknown())).data?.version ?? runVersion;
  if (version > runVersion) {
    throw newerFile(folder, 'run.json', version, runVersion);
  }
  return readJson(bytes, folder, 'run.json', runStateFileSchema);
}
