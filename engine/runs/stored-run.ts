import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { DocumentError, parseDocument, type GraphDocument } from '../../graph-nodes/document';
import { runStatusSchema, type RunStatus } from '../api';
import { RequestError } from '../errors';
import { readSafetensors, SafetensorsError, type NamedArray } from './safetensors';

/** A finished or stopped run as its folder has it. */
export interface StoredRun {
  readonly folder: string;
  readonly status: RunStatus;
  readonly document: GraphDocument;
  /** Words by token id. */
  readonly vocabulary: readonly string[];
  /** Answers by class id. */
  readonly answers: readonly string[];
  /** The final weights, by `<node id>/<variable>`. */
  readonly weights: ReadonlyMap<string, NamedArray>;
}

const wordsSchema = z.object({ vocabulary: z.array(z.string()).min(1), answers: z.array(z.string()).min(1) });

/** What a run came to, without its weights: the folder's state and graph. */
export type RunOutcome = Pick<StoredRun, 'folder' | 'status' | 'document'>;

/**
 * Reads the state and graph of a run folder.
 * @throws {RequestError} when there is none, the run is not done, or a file is not as it should be
 */
export async function readOutcome(folder: string): Promise<RunOutcome> {
  const found = await stat(folder).catch(() => undefined);
  if (!found?.isDirectory()) throw new RequestError('refused', `There is no run folder “${folder}”.`);
  const status = readJson(await read(folder, 'run.json', 'the run is not done'), folder, 'run.json', runStatusSchema);
  const text = new TextDecoder().decode(await read(folder, 'graph.json'));
  return { folder, status, document: explained(folder, 'graph.json', DocumentError, () => parseDocument(text)) };
}

/**
 * Reads a run folder with its final weights.
 * @throws {RequestError} when there is none, the run failed or is not done, or a file is not as it should be
 */
export async function readRun(folder: string): Promise<StoredRun> {
  const outcome = await readOutcome(folder);
  if (outcome.status.state === 'failed') {
    throw new RequestError('refused', `The run “${folder}” failed and has no final weights: ${outcome.status.message}`);
  }
  const words = readJson(await read(folder, 'vocabulary.json'), folder, 'vocabulary.json', wordsSchema);
  return { ...outcome, ...words, weights: readWeights(folder, await read(folder, checkpoint)) };
}

const checkpoint = path.join('checkpoints', 'final.safetensors');

/** Where a run has its final weights. */
export const checkpointFile = (folder: string): string => path.join(folder, checkpoint);

function readWeights(folder: string, bytes: Uint8Array): Map<string, NamedArray> {
  try {
    return readSafetensors(bytes);
  } catch (error) {
    if (!(error instanceof SafetensorsError)) throw error;
    throw refusal(folder, checkpoint, `is not a whole safetensors file: ${error.message}.`);
  }
}

const refusal = (folder: string, name: string, reason: string) =>
  new RequestError('refused', `“${path.join(folder, name)}” ${reason}`);

async function read(folder: string, name: string, meaning = 'a run folder has one'): Promise<Uint8Array> {
  try {
    return await readFile(path.join(folder, name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw refusal(folder, name, `is not there; ${meaning}.`);
    throw refusal(folder, name, `cannot be read: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

function readJson<Value>(bytes: Uint8Array, folder: string, name: string, schema: z.ZodType<Value>): Value {
  const value = explained(folder, name, SyntaxError, (): unknown => JSON.parse(new TextDecoder().decode(bytes)));
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const place = issue?.path.map(String).join('.') || 'the whole file';
  throw refusal(folder, name, `is not as this studio writes it: ${place}: ${issue?.message ?? 'invalid'}.`);
}

/** Does something with a file's content, and names the file where that throws a known kind of error. */
function explained<Value>(
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
