import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { parseDocument, type GraphDocument } from '../../graph-nodes/graph/document';
import type { RunStatus } from '../contract/runs';
import { RequestError } from '../contract/errors';
import { readDocumentIn, readFileOf, readJson } from '../files/read-file';
import { epochCheckpoint, epochOfFile } from './kept-epochs';
import { splitState, type RunRecord } from './run-file';
import { readRunState } from './run-state';
import { withAddedWeights } from '../files/earlier-weights';
import { readSafetensors, SafetensorsError, type NamedArray } from '../files/safetensors';

/** Inputs of a run, as stored in its folder. */
export interface StoredInputs {
  readonly document: GraphDocument;
  /** Words by token id. */
  readonly vocabulary: readonly string[];
  /** Answers by class id. */
  readonly answers: readonly string[];
}

/** A stored run that is finished or was stopped. */
export interface StoredRun extends StoredInputs {
  readonly folder: string;
  readonly status: RunStatus;
  /** The final weights, by `<node id>/<variable>`. */
  readonly weights: ReadonlyMap<string, NamedArray>;
}

const wordsSchema = z.object({ vocabulary: z.array(z.string()).min(1), answers: z.array(z.string()).min(1) });

/** Results of a run, without its weights. */
export interface RunOutcome extends StoredInputs, Pick<StoredRun, 'folder' | 'status'> {
  readonly record?: RunRecord;
}

/**
 * Reads the results of a run from its folder.
 * @throws {RequestError} if there is none, the run failed or is not finished, or a file is invalid
 */
export async function readOutcome(folder: string): Promise<RunOutcome> {
  const { status, record } = splitState(await readRunState(folder));
  if (status.state === 'failed') {
    throw new RequestError('refused', { code: 'runFailed', folder, reason: status.message });
  }
  if (!ended.includes(status.state)) {
    throw new RequestError('refused', { code: 'runNotDone', folder });
  }
  return { folder, status, record, ...(await readInputs(folder)) };
}

/**
 * Reads a run folder with its final weights.
 * @throws {RequestError} if there is none, the run failed or is not finished, or a file is invalid
 */
export async function readRun(folder: string): Promise<StoredRun> {
  const { record: _, ...outcome } = await readOutcome(folder);
  return { ...outcome, weights: await readCheckpointWeights(folder, 'final') };
}

const ended: readonly RunStatus['state'][] = ['finished', 'stopped'];

/** @throws {RequestError} if a file is invalid */
export async function readInputs(folder: string): Promise<StoredInputs> {
  const document = await readGraph(folder);
  const words = readJson(await readFileOf(folder, 'vocabulary.json'), folder, 'vocabulary.json', wordsSchema);
  return { document, ...words };
}

/**
 * The graph of a run, finished or not.
 * @throws {RequestError} if a file is invalid
 */
export async function readGraph(folder: string): Promise<GraphDocument> {
  const text = new TextDecoder().decode(await readFileOf(folder, 'graph.json'));
  return readDocumentIn(path.join(folder, 'graph.json'), () => parseDocument(text));
}

/**
 * Checks the vocabulary of a dataset.
 * @throws {RequestError} if its words or answers differ from those of the run's weights
 */
export function requireWords(folder: string, stored: StoredInputs, found: Omit<StoredInputs, 'document'>): void {
  const same = (['vocabulary', 'answers'] as const).every((list) => stored[list].join('\n') === found[list].join('\n'));
  if (!same) throw new RequestError('refused', { code: 'otherWords', file: path.join(folder, 'vocabulary.json') });
}

const checkpoint = (name: string): string => path.join('checkpoints', `${name}.safetensors`);

/** File of the final weights of a run. */
export const checkpointFile = (folder: string): string => path.join(folder, checkpoint('final'));

/**
 * Reads the weights of a checkpoint of a run, by `<node id>/<variable>`.
 * @throws {RequestError} if it is missing or not a safetensors file
 */
export async function readCheckpointWeights(folder: string, name: string): Promise<ReadonlyMap<string, NamedArray>> {
  const file = checkpoint(name);
  const bytes = await readFileOf(folder, file);
  try {
    return withAddedWeights(readSafetensors(bytes));
  } catch (error) {
    if (!(error instanceof SafetensorsError)) throw error;
    throw new RequestError('refused', {
      code: 'notSafetensors',
      file: path.join(folder, file),
      reason: error.reason,
    });
  }
}

/** Weights that a run keeps beside its newest train state. */
export interface KeptCheckpoint {
  readonly name: string;
  /** Number of epochs before it. */
  readonly epoch: number;
}

/**
 * Kept checkpoints of an ended run in training order: kept epochs, the end of every stage but the last, and the final
 * weights. There is no separate checkpoint of the best epoch; if the best epoch is selected, its weights are the final
 * ones. An epoch at the end of a stage or of the run is listed once.
 */
export async function keptCheckpoints({
  folder,
  status: { result, epoch: trained },
}: Pick<StoredRun, 'folder' | 'status'>): Promise<readonly KeptCheckpoint[]> {
  const { stages = [] } = result ?? {};
  const ends: KeptCheckpoint[] = [];
  let before = 0;
  for (const { epochs, weights } of stages.slice(0, -1)) {
    before += epochs;
    if (weights !== undefined) ends.push({ name: path.posix.basename(weights, '.safetensors'), epoch: before });
  }
  const final: KeptCheckpoint = { name: 'final', epoch: result?.bestEpoch ?? trained };
  const files = await readdir(path.join(folder, 'checkpoints')).catch((): string[] => []);
  const epochs = files.flatMap((file): KeptCheckpoint[] => {
    const epoch = epochOfFile(file);
    // A run that was resumed and then stopped earlier has files of epochs that it did not repeat.
    const isListed = epoch !== undefined && epoch <= trained && [...ends, final].every((end) => end.epoch !== epoch);
    return isListed ? [{ name: epochCheckpoint(epoch), epoch }] : [];
  });
  return [...[...epochs, ...ends].sort((one, other) => one.epoch - other.epoch), final];
}
