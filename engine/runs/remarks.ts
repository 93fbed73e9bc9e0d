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
  version: 1,
  schema: z.object({ version: z.number().int(), tags: z.array(z.string()), notes: z.string() }),
  migrations: {},
};

/**
 * The tags and notes of a run; none where nobody has written any.
 * @throws {RequestError} when the file is of a newer version or not as this studio writes it
 */
export async function readRemarks(folder: string): Promise<Remarks> {
  const found = await stat(path.join(folder, remarksFile)).catch(() => undefined);
  if (!found) return { tags: [], notes: '' };
  const bytes = await readFileOf(folder, remarksFile);
  const { tags, notes } = readFormat(remarksFormat, bytes, folder);
  return { tags, notes };
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
 * Writes the tags and notes of a run over those that it had. A run under way, whose folder another studio holds, has them too.
 * @throws {RequestError} when there is no such run, those it had cannot be read, or the folder is not to be written to
 */
export async function writeRemarks(folder: string, { tags, notes }: Remarks): Promise<Remarks> {
  const found = await stat(path.join(folder, 'graph.json')).catch(() => undefined);
  if (!found) throw new RequestError('refused', { code: 'runFolderMissing', folder });
  await readRemarks(folder);
  const remarks = { tags: [...new Set(tags)], notes };
  const content = { version: remarksFormat.version, ...remarks };
  await writeWhole(path.join(folder, remarksFile), `${JSON.stringify(content, null, 2)}\n`);
  return remarks;
}
