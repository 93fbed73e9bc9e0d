import * as tf from '@tensorflow/tfjs-core';
import { times, type GraphBuilder, type Value } from '../graph';
import { inputOf, linearIn, relativeTo, sizeOf, unscaled, type KernelFamily } from './kernel';

const alongAxis = (axis: number, shape: readonly number[]): number =>
  tf.util.parseAxisParam(axis, [...shape])[0] as number;

/** Concatenates values along an axis. The factor of the largest one is kept pending for all. */
function join(graph: GraphBuilder, parts: readonly Value[], axis: number): Value {
  const present = parts.filter(({ shape }) => !shape.includes(0));
  const [first, ...others] = present;
  if (!first) throw new Error('Nothing to concatenate.');
  if (others.length === 0) return first;
  const largest = present.reduce((a, b) => (sizeOf(b.shape) > sizeOf(a.shape) ? b : a));
  const { factor } = unscaled(largest);
  const length = present.reduce((sum, { shape }) => sum + (shape[axis] as number), 0);
  const shape = first.shape.map((size, index) => (index === axis ? length : size));
  const names = present.map((part) => graph.full(relativeTo(part, factor)));
  return times(graph.emit('Concat', names, first.type, shape, { axis }), factor);
}

function cut(graph: GraphBuilder, x: Value, begin: readonly number[], size: readonly number[]): Value {
  const axes = [...x.shape.keys()].filter((axis) => begin[axis] !== 0 || size[axis] !== x.shape[axis]);
  if (axes.length === 0) return x;
  const at = (of: (axis: number) => number) => graph.indices(axes.map(of));
  const starts = at((axis) => begin[axis] as number);
  const ends = at((axis) => (begin[axis] as number) + (size[axis] as number));
  return graph.emit('Slice', [graph.full(x), starts, ends, at((axis) => axis)], x.type, [...size]);
}

/** Operators that move elements without changing them. */
export const shapes: KernelFamily = {
  Reshape: linearIn('x', (call) => {
    const x = inputOf(call, 'x');
    const { shape } = call.attributes as { shape: number[] };
    return call.graph.reshape(x, tf.util.inferFromImplicitShape(shape, tf.util.sizeFromShape([...x.shape])));
  }),
  ExpandDims: linearIn('input', (call) => {
    const x = inputOf(call, 'input');
    const { dim } = call.attributes as { dim: number };
    const shape = [...x.shape];
    shape.splice(dim < 0 ? x.shape.length + dim + 1 : dim, 0, 1);
    return call.graph.reshape(x, shape);
  }),
  Transpose: linearIn('x', (call) => {
    const x = inputOf(call, 'x');
    const { perm } = call.attributes as { perm: number[] };
    const shape = perm.map((axis) => x.shape[axis] as number);
    if (perm.every((axis, index) => axis === index)) return x;
    // A permutation of axes of length 1 does not move elements.
    const order = perm.filter((axis) => x.shape[axis] !== 1);
    if (order.every((axis, index) => index === 0 || axis > (order[index - 1] as number))) {
      return call.graph.reshape(x, shape);
    }
    return call.graph.emit('Transpose', [call.graph.full(x)], x.type, shape, { perm });
  }),
  Concat: (call) => {
    const parts = Object.values(call.inputs);
    return join(call.graph, parts, alongAxis((call.attributes as { axis: number }).axis, parts[0]?.shape ?? []));
  },
  Pack: (call) => {
    const parts = Object.values(call.inputs);
    const { axis } = call.attributes as { axis: number };
    const rank = (parts[0]?.shape.length ?? 0) + 1;
    const place = axis < 0 ? axis + rank : axis;
    const layers = parts.map((part) =>
      call.graph.reshape(part, [...part.shape.slice(0, place), 1, ...part.shape.slice(place)]),
    );
    return join(call.graph, layers, place);
  },
  Unpack: linearIn('value', (call) => {
    const { graph } = call;
    const x = inputOf(call, 'value');
    const axis = alongAxis((call.attributes as { axis: number }).axis, x.shape);
    const rest = x.shape.filter((_, index) => index !== axis);
    return split(graph, x, axis, Array<number>(x.shape[axis] as number).fill(1)).map((part) =>
      graph.reshape(part, rest),
    );
  }),
  SplitV: linearIn('x', (call) => {
    const x = inputOf(call, 'x');
    const attributes = call.attributes as { numOrSizeSplits: number | number[]; axis: number };
    const axis = alongAxis(attributes.axis, x.shape);
    const sizes = tf.backend_util.prepareSplitSize(
      { shape: [...x.shape] } as tf.Tensor,
      attributes.numOrSizeSplits,
      axis,
    );
    return split(call.graph, x, axis, sizes);
  }),
  Slice: linearIn('x', (call) => {
    const x = inputOf(call, 'x');
    const { begin, size } = call.attributes as { begin: number | number[]; size: number | number[] };
    const [from, lengths] = tf.slice_util.parseSliceParams({ shape: [...x.shape] } as tf.TensorInfo, begin, size);
    return cut(call.graph, x, from as number[], lengths as number[]);
  }),
  PadV2: (call) => {
    const { graph } = call;
    const x = inputOf(call, 'x');
    const { paddings, constantValue } = call.attributes as { paddings: [number, number][]; constantValue: number };
    const shape = x.shape.map((size, axis) => size + (paddings[axis]?.[0] ?? 0) + (paddings[axis]?.[1] ?? 0));
    const amounts = graph.indices([...paddings.map(([before]) => before), ...paddings.map(([, after]) => after)]);
    return graph.emit('Pad', [graph.full(x), amounts, graph.filled(x.type, [], constantValue).name], x.type, shape);
  },
  Tile: linearIn('x', (call) => {
    const { graph } = call;
    const x = inputOf(call, 'x');
    const { reps } = call.attributes as { reps: number[] };
    const shape = x.shape.map((size, axis) => size * (reps[axis] ?? 1));
    // Repeating an axis of length 1 is a broadcast, which stays unexpanded.
    if (reps.every((times, axis) => times === 1 || x.shape[axis] === 1)) return { ...x, shape };
    return graph.emit('Tile', [graph.full(x), graph.indices(reps)], x.type, shape);
  }),
  Reverse: linearIn('x', (call) => {
    const { graph } = call;
    const x = inputOf(call, 'x');
    const axes = tf.util.parseAxisParam((call.attributes as { dims: number | number[] }).dims, [...x.shape]);
    const [starts, ends, steps] = [-1, -(2 ** 31), -1].map((number) => graph.indices(axes.map(() => number)));
    return graph.emit(
      'Slice',
      [graph.full(x), starts as string, ends as string, graph.indices(axes), steps as string],
      x.type,
      x.shape,
    );
  }),
};

function split(graph: GraphBuilder, x: Value, axis: number, sizes: readonly number[]): readonly Value[] {
  if (sizes.length === 1) return [x];
  const parts = sizes.map((size) => x.shape.map((length, index) => (index === axis ? size : length)));
  return graph.many('Split', [graph.full(x), graph.indices(sizes)], x.type, parts, { axis });
}
