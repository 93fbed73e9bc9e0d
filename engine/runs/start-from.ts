import { stat } from 'node:fs/promises';
import path from 'node:path';
import { RequestError } from '../contract/errors';
import type { EngineMessage } from '../contract/messages';
import { cannotRead } from '../files/read-file';
import { readRegularFile } from '../files/regular-file';
import type { RunResult } from '../contract/runs';
import { withAddedWeights } from '../files/earlier-weights';
import { readSafetensors, SafetensorsError, type NamedArray } from '../files/safetensors';

export type StartedFrom = NonNullable<RunResult['startedFrom']>;

/** Weights read from a file, by variable name `<node id>/<variable>`. */
export interface StoredWeights {
  readonly file: string;
  readonly arrays: ReadonlyMap<string, NamedArray>;
}

const finalWeights = ['checkpoints', 'final.safetensors'] as const;

/** File of the weights at a path: the final weights for a run's folder, otherwise the path itself. */
export async function weightsFile(place: string): Promise<string> {
  const found = await stat(place).catch(() => undefined);
  return found?.isDirectory() === true ? path.join(place, ...finalWeights) : place;
}

/** Relative path from one run to the final weights of another; it stays valid when both are moved. */
export const besideRun = (folder: string): string => ['..', path.basename(folder), ...finalWeights].join('/');

/**
 * Reads the initial weights of a run.
 * @param place a run's folder, for its final weights, or a .safetensors file
 * @param node the Trainer, for the error
 * @throws {RequestError} if there is no such file, or it is not a safetensors file
 */
export async function readWeights(place: string, node?: string): Promise<StoredWeights> {
  const refuse = (reason: EngineMessage) => new RequestError('refused', reason, node);
  let file = place;
  try {
    const isFolder = (await stat(place)).isDirectory();
    file = isFolder ? path.join(place, ...finalWeights) : place;
    return { file, arrays: withAddedWeights(readSafetensors(await readRegularFile(file))) };
  } catch (error) {
    const invalid = (reason: EngineMessage) => refuse({ code: 'startFromInvalid', reason });
    if (error instanceof RequestError) throw invalid(error.reason);
    if (error instanceof SafetensorsError) throw invalid({ code: 'notSafetensors', file, reason: error.reason });
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') throw refuse({ code: 'startFromMissing', place });
    throw invalid(cannotRead(file, error).reason);
  }
}

/**
 * Selects the stored weights whose name and shape match the model. Its other weights stay unchanged.
 * @throws {RequestError} if none match
 */
export function fittingWeights(
  ofModel: ReadonlyMap<string, NamedArray>,
  { file, arrays }: StoredWeights,
  node?: string,
): { arrays: ReadonlyMap<string, NamedArray>; startedFrom: StartedFrom } {
  const fitting = new Map([...arrays].filter(([name, { shape }]) => ofModel.get(name)?.shape.join() === shape.join()));
  if (fitting.size === 0) {
    throw new RequestError('refused', { code: 'startFromUnlike', file, count: arrays.size }, node);
  }
  return { arrays: fitting, startedFrom: { file, loaded: fitting.size, of: ofModel.size } };
}

export const describeStart = (startedFrom: StartedFrom): EngineMessage => ({ code: 'startsFrom', ...startedFrom });
