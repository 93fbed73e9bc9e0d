import type { Draw } from '../../graph-nodes/layers/layer';
import { Random } from '../../graph-nodes/graph/random';
import type { Feed } from '../backends/onnx-runtime/runtime';

/** An input of a recorded graph for the random numbers of a layer. */
export interface RandomInput {
  readonly input: string;
  readonly stream: string;
  readonly length: number;
  readonly draw: Draw;
}

/** Values of random inputs by input name: each stream in the order of its layer, as in an eager pass. */
export function randomInputValues(
  inputs: readonly RandomInput[],
  seed: number,
  randomKey: string,
): Record<string, Feed> {
  const streams = new Map<string, Random>();
  const values: Record<string, Feed> = {};
  for (const { input, stream, length, draw } of inputs) {
    const random = streams.get(stream) ?? new Random(seed, `${randomKey}/${stream}`);
    streams.set(stream, random);
    values[input] = draw(random, length);
  }
  return values;
}
