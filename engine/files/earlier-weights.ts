import type { NamedArray } from './safetensors';

/**
 * Adds the variables that version 0.1.0 did not have to stored weights: the second bias of an LSTM, for which zeros
 * give equal results. All other names are unchanged.
 */
export function withAddedWeights(arrays: ReadonlyMap<string, NamedArray>): ReadonlyMap<string, NamedArray> {
  return new Map(
    [...arrays].flatMap(([name, array]): [string, NamedArray][] => {
      const added = name.replace(/\/lstm\/bias$/u, '/lstm/hiddenBias');
      if (added === name || arrays.has(added)) return [[name, array]];
      return [
        [name, array],
        [added, { shape: array.shape, values: new Float32Array(array.values.length) }],
      ];
    }),
  );
}
