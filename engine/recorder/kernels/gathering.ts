import * as tf from '@tensorflow/tfjs-core';
import { cast } from './elementwise';
import { inputOf, linearIn, sizeOf, type KernelFamily } from './kernel';

/** Reads rows by index, and the gradient of this. */
export const gathering: KernelFamily = {
  GatherV2: linearIn('x', (call) => {
    const { graph } = call;
    const [x, indices] = [inputOf(call, 'x'), inputOf(call, 'indices')];
    const { axis, batchDims } = call.attributes as { axis: number; batchDims: number };
    if (batchDims !== 0) throw new Error('Gather with batch dimensions cannot be recorded.');
    const along = tf.util.parseAxisParam(axis, [...x.shape])[0] as number;
    const shape = [...x.shape.slice(0, along), ...indices.shape, ...x.shape.slice(along + 1)];
    return graph.emit('Gather', [graph.full(x), graph.full(indices)], x.type, shape, { axis: along });
  }),
  /**
   * out[s] = Σ x[i] over the i with id s, the gradient of a gather. A product with the one-hot matrix of the ids takes
   * longer.
   */
  UnsortedSegmentSum: linearIn('x', (call) => {
    const { graph } = call;
    const [x, ids] = [inputOf(call, 'x'), inputOf(call, 'segmentIds')];
    const { numSegments } = call.attributes as { numSegments: number };
    const rest = x.shape.slice(ids.shape.length);
    const count = sizeOf(ids.shape);
    const out = [numSegments, sizeOf(rest)];
    const rows = graph.full(graph.reshape(x, [count, sizeOf(rest)]));
    const zeros = graph.full(graph.filled(x.type, out, 0));
    const places = cast(graph, graph.reshape(ids, [count, 1]), 'int64');
    const summed = graph.emit('ScatterND', [zeros, graph.full(places), rows], x.type, out, { reduction: 'add' });
    return graph.reshape(summed, [numSegments, ...rest]);
  }),
};
