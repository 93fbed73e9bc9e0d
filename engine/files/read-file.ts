import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { z } from 'zod';
import type { DocumentError } from '../../graph-nodes/graph/document';
import { RequestError } from '../contract/errors';

/** A file of a run folder is not as it should be: one sentence that names it. */
export const refusal = (folder: string, name: string, reason: string): RequestError =>
  new RequestError('refused', `“${path.join(folder, name)}” ${reason}`);

/** @throws {RequestError} when the file is not there or cannot be read */
export async function readFileOf(folder: string, name: string, meaning = 'a run folder has one'): Promise<Uint8Array> {
  try {
    return await readFile(path.join(folder, name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw refusal(folder, name, `is not there; ${meaning}.`);
    throw refusal(folder, name, `cannot be read: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

/** @throws {RequestError} when the bytes are no JSON of the schema */
export function readJson<Value>(bytes: Uint8Array, folder: string, name: string, schema: z.ZodType<Value>): Value {
  const value = explained(folder, name, SyntaxError, (): unknown => JSON.parse(new TextDecoder().decode(bytes)));
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const place = issue?.path.map(String).join('.') || 'the whole file';
  throw refusal(folder, name, `is not as this studio writes it: ${place}: ${issue?.message ?? 'invalid'}.`);
}

/** Does something with a file's content, and names the file where that throws a known kind of error. */
export function explained<Value>(
  folder: string,
  name: string,
  kind: typeof DocumentError | typeof SyntaxError,
  work: () => Value,
): Value {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof kind)) throw error;
    throw refusal(folder, name, `cannot be read: ${error.message}`);
  }
}
