import { createHash } from 'node:crypto';
import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { RequestError } from '../contract/errors';
import { sentences, type EngineMessage } from '../contract/messages';
import { stageResultSchema, type StageResult } from '../contract/runs';
import type { LearnerState } from '../training/learner';
import { trainStateSchema, type TrainState } from '../training/train-state';
import { explained, writeWhole } from '../files/atomic';
import { cannotRead } from '../files/read-file';
import { readInside } from '../files/regular-file';
import { withAddedWeights } from '../files/earlier-weights';
import { readSafetensorsFile, SafetensorsError, writeSafetensors, type NamedArray } from '../files/safetensors';

/** Version 2 adds `ended`. */
export const checkpointVersion = 2;

/** Metadata of a checkpoint beside its arrays, as JSON under `__metadata__` of the file. */
const noteSchema = z.strictObject({
  version: z.number().int(),
  position: trainStateSchema,
  /** Results of the stages before the current one; absent in the first stage, and for a graph without stages. */
  ended: z.array(stageResultSchema).optional(),
  /** Steps of the optimizer. */
  steps: z.number().int(),
  /** Length of `metrics.jsonl` in bytes. */
  metrics: z.number().int(),
  /** Digest of the training and evaluation questions. */
  questions: z.string(),
});
export type CheckpointNote = z.infer<typeof noteSchema>;

/** State of a run between two steps. */
export interface Checkpoint extends Omit<CheckpointNote, 'version' | 'steps' | 'position' | 'ended'> {
  /** Within the current stage. */
  readonly trainState: TrainState;
  /** Results of the stages before the current one. */
  readonly ended: readonly StageResult[];
  readonly learner: LearnerState;
  /** Weights of the stage's best epoch so far, if there is one. */
  readonly best: ReadonlyMap<string, NamedArray> | undefined;
}

/** Prefix of the best weights in a checkpoint; no variable has such a name. */
const bestPrefix = 'best:';

/** A safetensors file with all arrays, the train state (`position` in the file) and a digest of both. */
export function encodeCheckpoint({ learner, best, trainState, ended, metrics, questions }: Checkpoint): Uint8Array {
  const arrays = new Map([
    ...learner.arrays,
    ...[...(best ?? [])].map(([name, array]) => [`${bestPrefix}${name}`, array] as const),
  ]);
  const { steps } = learner;
  const note: CheckpointNote = {
    version: checkpointVersion,
    position: trainState,
    ...(ended.length > 0 && { ended: [...ended] }),
    steps,
    metrics,
    questions,
  };
  const text = JSON.stringify(note);
  return writeSafetensors(arrays, { checkpoint: text, digest: digestOf(text, arrays) });
}

/**
 * Parses a checkpoint.
 * @throws {SafetensorsError} if the bytes are not a complete checkpoint of a known version
 */
export function decodeCheckpoint(bytes: Uint8Array): Checkpoint {
  const { arrays, metadata } = readSafetensorsFile(bytes);
  const text = metadata['checkpoint'];
  if (text === undefined) throw new SafetensorsError({ code: 'checkpointWithoutPosition' });
  const value = JSON.parse(text) as { version?: unknown } | null;
  if (typeof value?.version === 'number' && value.version > checkpointVersion) {
    throw new SafetensorsError({ code: 'checkpointNewer', version: value.version, known: checkpointVersion });
  }
  if (metadata['digest'] !== digestOf(text, arrays)) throw new SafetensorsError({ code: 'checkpointDigest' });
  const { position: trainState, ended = [], steps, metrics, questions } = noteSchema.parse(value);
  const [own, best] = [new Map<string, NamedArray>(), new Map<string, NamedArray>()];
  for (const [name, array] of arrays) {
    if (name.startsWith(bestPrefix)) best.set(name.slice(bestPrefix.length), array);
    else own.set(name, array);
  }
  const learner = { steps, arrays: own };
  return { trainState, ended, metrics, questions, learner, best: best.size > 0 ? withAddedWeights(best) : undefined };
}

function digestOf(text: string, arrays: ReadonlyMap<string, NamedArray>): string {
  const hash = createHash('sha256').update(text);
  for (const name of [...arrays.keys()].sort()) {
    const { values } = arrays.get(name) as NamedArray;
    hash.update(`\n${name}\n`).update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }
  return hash.digest('hex');
}

/** Names of a run's checkpoints, the newest first. The first is temporary: after the write, all files move by one name. */
const generations = ['next.safetensors', 'last.safetensors', 'before-last.safetensors'] as const;
const fileOf = (folder: string, name: string) => path.join(folder, 'checkpoints', name);

/** Writes the newest checkpoint, keeps the previous one and removes the one before that. */
export async function saveCheckpoint(folder: string, checkpoint: Checkpoint): Promise<void> {
  const [next, last, before] = generations.map((name) => fileOf(folder, name)) as [string, string, string];
  await writeWhole(next, encodeCheckpoint(checkpoint));
  await explained(last, async () => {
    await rename(last, before).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
    await rename(next, last);
  });
}

/** Removes all but the newest checkpoint of a run that has ended. */
export async function pruneCheckpoints(folder: string): Promise<void> {
  await rm(fileOf(folder, 'before-last.safetensors'), { force: true });
}

/** Result of the search for a run's checkpoints. */
export interface FoundCheckpoint {
  readonly checkpoint: Checkpoint;
  /** Reason why a newer checkpoint was skipped. */
  readonly note?: EngineMessage;
}

/**
 * Finds the newest valid checkpoint of a run; undefined if there is none.
 * @param usable gives the reason why a checkpoint cannot be used: part of a sentence that names the file
 * @throws {RequestError} if there are checkpoints but all of them are invalid
 */
export async function readCheckpoint(
  folder: string,
  usable: (checkpoint: Checkpoint) => Promise<EngineMessage | undefined>,
): Promise<FoundCheckpoint | undefined> {
  const problems: EngineMessage[] = [];
  for (const name of generations) {
    const file = fileOf(folder, name);
    let bytes: Uint8Array;
    try {
      bytes = await readInside(folder, path.join('checkpoints', name));
    } catch (error) {
      if (error instanceof RequestError) throw error;
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') continue;
      throw cannotRead(file, error);
    }
    try {
      const checkpoint = decodeCheckpoint(bytes);
      const reason = await usable(checkpoint);
      if (reason === undefined) {
        return { checkpoint, ...(problems[0] && { note: sentences(problems[0], { code: 'olderCheckpoint' }) }) };
      }
      problems.push({ code: 'checkpointUnusable', file, reason });
    } catch (error) {
      if (!(error instanceof SafetensorsError || error instanceof SyntaxError || error instanceof z.ZodError))
        throw error;
      const reason: EngineMessage = error instanceof SafetensorsError ? error.reason : { code: 'checkpointPosition' };
      problems.push({ code: 'checkpointBroken', file, reason });
    }
  }
  if (problems[0] === undefined) return undefined;
  throw new RequestError(
    'refused',
    sentences(problems[0], problems[1] && { code: 'olderCheckpointToo' }, { code: 'withoutCheckpoints' }),
  );
}
