import { stat } from 'node:fs/promises';
import path from 'node:path';
import { RequestError } from '../contract/errors';
import { readFormat } from '../files/file-format';
import { readFileOf } from '../files/read-file';
import { runFileFormat, toRunState, type RunState } from './run-file';

/**
 * Reads `run.json` of a run folder.
 * @throws {RequestError} if there is no such folder or file, or the file is invalid or of a newer version
 */
export async function readRunState(folder: string): Promise<RunState> {
  const found = await stat(folder).catch(() => undefined);
  if (!found?.isDirectory()) throw new RequestError('refused', { code: 'runFolderMissing', folder });
  const bytes = await readFileOf(folder, runFileFormat.name, { code: 'runNotBegun' });
  const place = { file: path.join(folder, runFileFormat.name), line: null };
  return toRunState(readFormat(runFileFormat, bytes, folder), place);
}
