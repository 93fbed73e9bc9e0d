import { stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Remarks } from '../contract/runs';
import { RequestError } from '../contract/errors';
import type { EngineMessage } from '../contract/messages';
import { writeWhole } from '../files/atomic';
import { readFormat, type FileFormat } from '../files/file-format';
import { readFileOf } from '../files/read-file';

/**
 * Title, tags and notes that the user gave a run. They have a separate file, so that `run.json` is written only by the
 * run.
 */
export const remarksFile = 'remarks.json';

const remarksFormat: FileFormat<Remarks & { readonly version: number }> = {
  name: remarksFile,
  version: 2,
  schema: z.object({ version: z.number().int(), title: z.string(), tags: z.array(z.string()), notes: z.string() }),
  migrations: {
    // Version 2 adds `title`.
    1: (file) => ({ ...file, version: 2, title: '' }),
  },
};

/**
 * Reads title, tags and notes of a run; empty if there is no such file.
 * @throws {RequestError} if the file is invalid or of a newer version
 */
export async function readRemarks(folder: string): Promise<Remarks> {
  const found = await stat(path.join(folder, remarksFile)).catch(() => undefined);
  if (!found) return { title: '', tags: [], notes: '' };
  const bytes = await readFileOf(folder, remarksFile);
  const { title, tags, notes } = readFormat(remarksFormat, bytes, folder);
  return { title, tags, notes };
}

/** Reads the remarks of a run for a list. If they are unreadable, the result is the reason. */
export async function remarksInList(
  folder: string,
): Promise<{ readonly remarks?: Remarks; readonly problem?: EngineMessage }> {
  try {
    return { remarks: await readRemarks(folder) };
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    return { problem: error.reason };
  }
}

/**
 * Replaces the remarks of a run. This is allowed during the run, while another studio holds its folder.
 * @throws {RequestError} if there is no such run, its remarks are unreadable, or the folder is not writable
 */
export async function writeRemarks(folder: string, { title, tags, notes }: Remarks): Promise<Remarks> {
  const found = await stat(path.join(folder, 'graph.json')).catch(() => undefined);
  if (!found) throw new RequestError('refused', { code: 'runFolderMissing', folder });
  await readRemarks(folder);
  const remarks = { title, tags: [...new Set(tags)], notes };
  const content = { version: remarksFormat.version, ...remarks };
  await writeWhole(path.join(folder, remarksFile), `${JSON.stringify(content, null, 2)}\n`);
  return remarks;
}
