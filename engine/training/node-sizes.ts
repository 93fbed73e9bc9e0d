import * as tf from '@tensorflow/tfjs-core';
import type { NodeSizes } from '../contract/runs';
import type { Model } from '../model/build';
import { partOf } from './flat-parameters';

/** A node and its number of trained parameters, which stand together in the flat parameters. */
interface TrainedNode {
  readonly id: string;
  readonly size: number;
}

/** Nodes with trained parameters, in the order of the flat parameters. */
export function trainedNodes(model: Model): TrainedNode[] {
  const sizes = new Map<string, number>();
  for (const [name, { size }] of model.variables) {
    if (partOf(model, name) !== 'trained') continue;
    const id = name.slice(0, name.indexOf('/'));
    sizes.set(id, (sizes.get(id) ?? 0) + size);
  }
  return [...sizes].map(([id, size]) => ({ id, size }));
}

/** Sums of squares of each node's part of the gradient, the update and the weights [P] before it: [3, nodes] */
export function squaresByNode(
  model: Model,
  gradient: tf.Tensor1D,
  before: tf.Tensor1D,
  after: tf.Tensor1D,
): tf.Tensor2D {
  const sizes = trainedNodes(model).map(({ size }) => size);
  return tf.stack(
    [gradient, tf.sub<tf.Tensor1D>(after, before), before].map((flat) =>
      tf.stack(tf.split(tf.square(flat), sizes).map((part) => tf.sum(part))),
    ),
  ) as tf.Tensor2D;
}

/** Norms by node from {@link squaresByNode}; a frozen node has a gradient and an update of 0. */
export function sizesOf(model: Model, squares: ArrayLike<number>): NodeSizes {
  const trained = trainedNodes(model);
  const norm = (row: number, node: number) => Math.sqrt(squares[row * trained.length + node] ?? 0);
  const frozen = model.nodes.filter((node) => node.frozen && node.parameters > 0);
  return Object.fromEntries([
    ...frozen.map(({ id }) => [id, { gradient: 0, update: 0, weights: null }] as const),
    ...trained.map(({ id }, node) => {
      return [id, { gradient: norm(0, node), update: norm(1, node), weights: norm(2, node) }] as const;
    }),
  ]);
}
