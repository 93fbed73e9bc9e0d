import path from 'node:path';
import type { z } from 'zod';
import { DocumentError } from '../../graph-nodes/graph/document';
import { faultIn, RequestError } from '../contract/errors';
import type { EngineMessage } from '../contract/messages';
import { readInside } from './regular-file';

/**
 * Reads a file of a run folder, without following links.
 * @param hint the reason why the file can be missing
 * @throws {RequestError} if the file is missing or unreadable
 */
export async function readFileOf(
  folder: string,
  name: string,
  hint: EngineMessage = { code: 'everyRunHasIt' },
): Promise<Uint8Array> {
  const file = path.join(folder, name);
  try {
    return await readInside(folder, name);
  } catch (error) {
    if (error instanceof RequestError) throw error;
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      throw new RequestError('refused', { code: 'runFileMissing', file, hint });
    }
    throw cannotRead(file, error);
  }
}

const reasons: Readonly<Record<string, EngineMessage>> = {
  EACCES: { code: 'noReadPermission' },
  EPERM: { code: 'noReadPermission' },
  EISDIR: { code: 'folderInPlace' },
  ENOTDIR: { code: 'pathThroughFile' },
  ENAMETOOLONG: { code: 'nameTooLong' },
};
/** Reasons that depend on the machine and not on the file. */
const failures: Readonly<Record<string, EngineMessage>> = {
  EIO: { code: 'diskError' },
  EMFILE: { code: 'tooManyOpenFiles' },
  ENFILE: { code: 'tooManyOpenFiles' },
};

/** Error of a file that the system cannot read. */
export function cannotRead(file: string, error: unknown): RequestError {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const reason = reasons[code] ?? failures[code];
  if (reason) return new RequestError(code in failures ? 'failed' : 'refused', { code: 'readFails', file, reason });
  const issue = error instanceof Error ? error.message : String(error);
  return new RequestError('refused', { code: 'cannotRead', file, issue });
}

/** A place in a file: the file, and for a file with one record per line the line number. */
export interface Place {
  readonly file: string;
  readonly line: number | null;
}

/** @throws {RequestError} if the content is not JSON */
export function parseIn(content: Uint8Array | string, { file, line }: Place): unknown {
  try {
    return JSON.parse(typeof content === 'string' ? content : new TextDecoder().decode(content));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new RequestError('refused', { code: 'wrongJson', file, line });
  }
}

/** @throws {RequestError} with the first field that does not fit the schema */
export function fitting<Value>(schema: z.ZodType<Value>, value: unknown, { file, line }: Place): Value {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const { place: field, fault } = faultIn(result.error, value);
  throw new RequestError('refused', { code: 'wrongContent', file, line, field, fault });
}

/**
 * Parses JSON with a schema.
 * @throws {RequestError} if the bytes are not JSON, or do not fit the schema
 */
export function readJson<Value>(bytes: Uint8Array, folder: string, name: string, schema: z.ZodType<Value>): Value {
  const place = { file: path.join(folder, name), line: null };
  return fitting(schema, parseIn(bytes, place), place);
}

/**
 * Parses the document in a file.
 * @throws {RequestError} naming the file, if the document is invalid
 */
export function readDocumentIn<Value>(file: string, parse: () => Value): Value {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    throw new RequestError('refused', { code: 'wrongDocument', file, reason: error.reason });
  }
}
