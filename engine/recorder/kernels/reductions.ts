import * as tf from '@tensorflow/tfjs-core';
import { same, times, type Value } from '../graph';
import { single } from './elementwise';
import { inputOf, linearIn, sizeOf, type Kernel, type KernelCall, type KernelFamily } from './kernel';

/** Most kernels name their axes `axis`; Max uses `reductionIndices`. */
interface Axes {
  readonly axis?: number | number[];
  readonly reductionIndices?: number | number[];
  readonly keepDims: boolean;
}

/** The axes that a kernel reduces, as indices from 0. */
function axesOf({ attributes }: KernelCall, x: Value): number[] {
  const { axis, reductionIndices } = attributes as Axes;
  return tf.util.parseAxisParam(axis ?? reductionIndices ?? [...x.shape.keys()], [...x.shape]);
}

/**
 * Adds a reduction over the expanded axes. Axes along which the value only repeats need none.
 * @returns the value, and the number of repeats that were not summed
 */
function reduce(call: KernelCall, operator: string): { value: Value; repeats: number } {
  const { graph } = call;
  const x = inputOf(call, 'x');
  const axes = axesOf(call, x);
  const { keepDims } = call.attributes as Axes;
  const stored = [...Array<number>(x.shape.length - x.stored.length).fill(1), ...x.stored];
  const offset = x.shape.length - x.stored.length;
  const real = axes.filter((axis) => stored[axis] !== 1);
  const repeats = sizeOf(axes.filter((axis) => stored[axis] === 1).map((axis) => x.shape[axis] as number));
  const left = x.shape.filter((_, axis) => !axes.includes(axis));
  if (!keepDims && same(x.stored, x.shape)) {
    const value =
      operator === 'ReduceSum'
        ? graph.axisSum({ x, axes })
        : graph.emit(operator, [x.name, graph.indices(axes)], x.type, left, { keepdims: 0 });
    return { value, repeats: 1 };
  }
  const keptStored = stored.map((size, axis) => (real.includes(axis) ? 1 : size));
  const keptShape = x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  const reduced: Value =
    real.length === 0
      ? { ...x, shape: keptShape }
      : {
          ...graph.emit(
            operator,
            [x.name, graph.indices(real.map((axis) => axis - offset))],
            x.type,
            keptStored.slice(offset),
            { keepdims: 1 },
          ),
          shape: keptShape,
        };
  return { value: keepDims ? reduced : graph.reshape(reduced, left), repeats };
}

/** Reductions that repeats do not change. */
const unaffected =
  (operator: string): Kernel =>
  (call) =>
    reduce(call, operator).value;

const extremePlace =
  (operator: 'ArgMax' | 'ArgMin'): Kernel =>
  (call) => {
    const { graph } = call;
    const x = inputOf(call, 'x');
    const [axis = 0] = axesOf(call, x);
    const shape = x.shape.filter((_, index) => index !== axis);
    const place = graph.emit(operator, [graph.full(x)], 'int64', shape, { axis, keepdims: 0 });
    return single(graph, 'Cast', place, { to: 6 }, 'int32');
  };

/** Sums, means and extremes over axes, and the softmax that consists of them. */
export const reductions: KernelFamily = {
  Sum: linearIn('x', (call) => {
    const { value, repeats } = reduce(call, 'ReduceSum');
    return times(value, repeats);
  }),
  Mean: linearIn('x', unaffected('ReduceMean')),
  Max: unaffected('ReduceMax'),
  Min: unaffected('ReduceMin'),
  ArgMax: extremePlace('ArgMax'),
  ArgMin: extremePlace('ArgMin'),
  Softmax: (call) => {
    const { graph } = call;
    const logits = inputOf(call, 'logits');
    const { dim } = call.attributes as { dim: number };
    return graph.emit('Softmax', [graph.full(logits)], logits.type, logits.shape, { axis: dim });
  },
  Cumsum: (call) => {
    const { graph } = call;
    const x = inputOf(call, 'x');
    const { axis, exclusive, reverse } = call.attributes as { axis: number; exclusive: boolean; reverse: boolean };
    const along = graph.constant('int32', [], Int32Array.of(axis));
    return graph.emit('CumSum', [graph.full(x), along.name], x.type, x.shape, {
      exclusive: Number(exclusive),
      reverse: Number(reverse),
    });
  },
};
