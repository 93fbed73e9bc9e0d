import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { z } from 'zod';
import { DocumentError } from '../../graph-nodes/graph/document';
import { RequestError } from '../contract/errors';
import type { EngineMessage } from '../contract/messages';

/**
 * Reads a file of a run folder.
 * @param hint the reason why the file may be missing
 * @throws {RequestError} when the file is not there or cannot be read
 */
export async function readFileOf(
  folder: string,
  name: string,
  hint: EngineMessage = { code: 'everyRunHasIt' },
): Promise<Uint8Array> {
  const file = path.join(folder, name);
  try {
    return await readFile(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      throw new RequestError('refused', { code: 'runFileMissing', file, hint });
    }
    throw cannotRead(file, error);
  }
}

/** A file that the system does not give. */
export const cannotRead = (file: string, error: unknown): RequestError =>
  new RequestError('refused', {
    code: 'cannotRead',
    file,
    issue: error instanceof Error ? error.message : String(error),
  });

/**
 * Parses JSON of a schema.
 * @param line number of the line, for a file with a record a line
 * @throws {RequestError} when the bytes are not JSON of the schema
 */
export function readJson<Value>(
  bytes: Uint8Array,
  folder: string,
  name: string,
  schema: z.ZodType<Value>,
  line: number | null = null,
): Value {
  const place = { file: path.join(folder, name), line };
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new RequestError('refused', { code: 'wrongJson', ...place, issue: error.message });
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new RequestError('refused', {
    code: 'wrongContent',
    ...place,
    field: issue?.path.map(String).join('.') ?? '',
    issue: issue?.message ?? 'invalid',
  });
}

/**
 * Parses the document in a file.
 * @throws {RequestError} with the file, where the document cannot be read
 */
export function readDocumentIn<Value>(file: string, parse: () => Value): Value {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    throw new RequestError('refused', { code: 'wrongDocument', file, reason: error.reason });
  }
}

/** A file of a newer studio. */
export const newerFile = (folder: string, name: string, version: number, known: number): RequestError =>
  new RequestError('refused', { code: 'newerFile', file: path.join(folder, name), version, known });
