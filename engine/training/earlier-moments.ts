import type { NamedArray } from '../files/safetensors';
import type { Model } from '../model/build';

/**
 * Returns an optimizer moment [P] of a checkpoint as flat values of the model. Variables that a checkpoint of an
 * earlier version lacks get zeros.
 * @param stored the checkpoint's variables by name
 */
export function placedMoment(
  { variables }: Pick<Model, 'variables'>,
  stored: ReadonlyMap<string, NamedArray>,
  moment: Float32Array,
): Float32Array {
  const trained = [...variables].filter(([, { trainable }]) => trainable);
  const placed = new Float32Array(trained.reduce((sum, [, { size }]) => sum + size, 0));
  let [from, to] = [0, 0];
  for (const [name, { size }] of trained) {
    if (stored.has(name)) {
      placed.set(moment.subarray(from, from + size), to);
      from += size;
    }
    to += size;
  }
  return placed;
}
