import { RequestError } from '../contract/errors';
import { checkpointFile, type StoredRun } from '../runs/stored-run';

/** Names and shapes of the variables of a model. */
type Variables = ReadonlyMap<string, { readonly shape: readonly number[] }>;

/**
 * Refuses a checkpoint that lacks one of the graph's weights.
 * @throws {RequestError}
 */
export function requireWeights(variables: Variables, { folder, weights }: Pick<StoredRun, 'folder' | 'weights'>): void {
  for (const [name, { shape }] of variables) {
    const stored = weights.get(name);
    if (stored?.shape.join() === shape.join()) continue;
    const about = { file: checkpointFile(folder), weight: name, shape };
    throw new RequestError(
      'refused',
      stored ? { code: 'exportWeightShape', ...about, found: stored.shape } : { code: 'exportWeightMissing', ...about },
    );
  }
}
