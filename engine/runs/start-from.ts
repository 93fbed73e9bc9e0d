import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { RequestError } from '../contract/errors';
import type { RunResult } from '../contract/runs';
import { readSafetensors, SafetensorsError, type NamedArray } from '../files/safetensors';

export type StartedFrom = NonNullable<RunResult['startedFrom']>;

/** Weights read from a file, by variable name `<node id>/<variable>`. */
export interface StoredWeights {
  readonly file: string;
  readonly arrays: ReadonlyMap<string, NamedArray>;
}

/**
 * Reads the weights that a run is to start from.
 * @param place a run's folder, whose final weights are taken, or a .safetensors file
 * @param node the Trainer that asks, for the error
 * @throws {RequestError} when there is no such file, or it is no safetensors file
 */
export async function readWeights(place: string, node?: string): Promise<StoredWeights> {
  const refuse = (reason: string) => new RequestError('refused', `“startFrom”: “${place}” ${reason}.`, node);
  try {
    const isFolder = (await stat(place)).isDirectory();
    const file = isFolder ? path.join(place, 'checkpoints', 'final.safetensors') : place;
    return { file, arrays: readSafetensors(await readFile(file)) };
  } catch (error) {
    if (error instanceof SafetensorsError) throw refuse(`is not a whole safetensors file: ${error.message}`);
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') throw refuse('should be a run with final weights or a .safetensors file, and is neither');
    throw refuse(`cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/**
 * Those of the stored weights whose name and shape a model has; its others stay as they are.
 * @throws {RequestError} when not one of them fits
 */
export function fittingWeights(
  ofModel: ReadonlyMap<string, NamedArray>,
  { file, arrays }: StoredWeights,
  node?: string,
): { arrays: ReadonlyMap<string, NamedArray>; startedFrom: StartedFrom } {
  const fitting = new Map([...arrays].filter(([name, { shape }]) => ofModel.get(name)?.shape.join() === shape.join()));
  if (fitting.size === 0) {
    throw new RequestError(
      'refused',
      `“startFrom”: none of the ${arrays.size} arrays in “${file}” has the name and shape of one of the graph’s weights.`,
      node,
    );
  }
  return { arrays: fitting, startedFrom: { file, loaded: fitting.size, of: ofModel.size } };
}

/** One sentence for people. */
export const describeStart = ({ file, loaded, of }: StartedFrom): string =>
  `Training starts from “${file}”, which has ${loaded} of the ${of} arrays of weights.`;
