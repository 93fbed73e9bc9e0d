import { stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Remarks } from '../contract/runs';
import { RequestError } from '../contract/errors';
import type { EngineMessage } from '../contract/messages';
import { writeWhole } from '../files/atomic';
import { readFormat, type FileFormat } from '../files/file-format';
import { readFileOf } from '../files/read-file';

/** What people say of a run, in a file of its own, so that `run.json` stays what the run itself said. */
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
 * Title, tags and notes of a run; empty where there is no such file.
 * @throws {RequestError} when the file is of a newer version or not as this studio writes it
 */
export async function readRemarks(folder: string): Promise<Remarks> {
  const found = await stat(path.join(folder, remarksFile)).catch(() => undefined);
  if (!found) return { title: '', tags: [], notes: '' };
  const bytes = await readFileOf(folder, remarksFile);
  const { title, tags, notes } = readFormat(remarksFormat, bytes, folder);
  return { title, tags, notes };
}

/** The remarks of a run in a list, which are none, with why, where they cannot be read. */
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
 * Writes what people say of a run over what was there. A run under way, whose folder another studio holds, has them too.
 * @throws {RequestError} when there is no such run, those it had cannot be read, or the folder is not to be written to
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
