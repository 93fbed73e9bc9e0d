import type { NodeSizes } from '../contract/runs';
import type { Model } from '../model/build';
import { partOf } from './flat-parameters';
import type { FlatValues, OptimizerAlgorithm } from './optimizer-algorithms';

/** A node and its number of trained parameters, which are contiguous in the flat parameters. */
interface TrainedNode {
  readonly id: string;
  readonly size: number;
}

/** Nodes with trained parameters, in the order of the flat parameters. */
function trainedNodes(model: Model): TrainedNode[] {
  const sizes = new Map<string, number>();
  for (const [name, { size }] of model.variables) {
    if (partOf(model, name) !== 'trained') continue;
    const id = name.slice(0, name.indexOf('/'));
    sizes.set(id, (sizes.get(id) ?? 0) + size);
  }
  return [...sizes].map(([id, size]) => ({ id, size }));
}

/** A step of an optimizer. */
interface TakenStep {
  readonly before: FlatValues;
  readonly after: FlatValues;
  readonly rates: Float32Array;
}

/**
 * Norms of gradient (after clipping), update and weights by node; a frozen node has a gradient and an update of 0.
 * Undefined if the gradient is not known.
 */
export function nodeSizes(
  model: Model,
  algorithm: OptimizerAlgorithm,
  { before, after, rates }: TakenStep,
): NodeSizes | undefined {
  const gradient = algorithm.gradientOf(before, after, rates);
  if (!gradient) return undefined;
  const frozen = model.nodes.filter((node) => node.frozen && node.parameters > 0);
  const sizes: NodeSizes = Object.fromEntries(
    frozen.map(({ id }) => [id, { gradient: 0, update: 0, weights: null }] as const),
  );
  let at = 0;
  for (const { id, size } of trainedNodes(model)) {
    const squares = { gradient: 0, update: 0, weights: 0 };
    for (const end = at + size; at < end; at += 1) {
      const weight = before.weights[at] ?? 0;
      squares.gradient += (gradient[at] ?? 0) ** 2;
      squares.update += ((after.weights[at] ?? 0) - weight) ** 2;
      squares.weights += weight ** 2;
    }
    const { gradient: g, update, weights } = squares;
    sizes[id] = { gradient: Math.sqrt(g), update: Math.sqrt(update), weights: Math.sqrt(weights) };
  }
  return sizes;
}
