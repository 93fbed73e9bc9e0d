import * as tf from '@tensorflow/tfjs-core';
import { kernelOf, setKernel, sizeOf, view } from './access';

/**
 * Kernels that only move numbers. tfjs's wasm versions copy without need, copy element by element, or give wrong
 * results.
 */
export function registerCopies(): void {
  // tfjs saves every tensor that a gradient needs by Identity; a new reference replaces its copy.
  setKernel('Identity', ({ inputs, backend }) => {
    const { x } = inputs as { x: tf.TensorInfo };
    backend.incRef(x.dataId);
    return { dataId: x.dataId, shape: x.shape, dtype: x.dtype };
  });

  setKernel('SplitV', ({ inputs, attrs, backend }) => {
    const { x } = inputs as { x: tf.TensorInfo };
    const axis = tf.util.parseAxisParam(attrs['axis'] as number, x.shape)[0] as number;
    const sizes = tf.backend_util.prepareSplitSize(x as tf.Tensor, attrs['numOrSizeSplits'] as number, axis);
    const parts = sizes.map((size) =>
      backend.makeOutput(
        x.shape.map((length, index) => (index === axis ? size : length)),
        x.dtype,
      ),
    );
    const outer = sizeOf(x.shape.slice(0, axis));
    const inner = sizeOf(x.shape.slice(axis + 1));
    const from = view(backend, x);
    let start = 0;
    parts.forEach((part, index) => {
      const run = (sizes[index] as number) * inner;
      const to = view(backend, part);
      const stride = (x.shape[axis] as number) * inner;
      for (let row = 0; row < outer; row += 1) {
        to.set(from.subarray(row * stride + start, row * stride + start + run), row * run);
      }
      start += run;
    });
    return parts;
  });

  // Gradients, for example of a sum, tile one number to a whole tensor. tfjs's kernel takes 10 ns per number for that.
  setKernel('Tile', ({ inputs, attrs, backend }) => {
    const { x } = inputs as { x: tf.TensorInfo };
    const repeats = attrs['reps'] as number[];
    const out = backend.makeOutput(
      x.shape.map((length, axis) => length * (repeats[axis] as number)),
      x.dtype,
    );
    const to = view(backend, out);
    to.set(view(backend, x));
    // From the last axis to the first: every block exists once and is copied to its repeats, the last block first.
    let block = 1;
    let blocks = sizeOf(x.shape);
    for (let axis = x.shape.length - 1; axis >= 0; axis -= 1) {
      block *= x.shape[axis] as number;
      blocks /= x.shape[axis] as number;
      const times = repeats[axis] as number;
      for (let index = blocks - 1; index >= 0 && times > 1; index -= 1) {
        const start = index * block * times;
        if (block === 1) to.fill(to[index] as number, start, start + times);
        else {
          for (let time = times - 1; time >= 0; time -= 1) {
            to.copyWithin(start + time * block, index * block, (index + 1) * block);
          }
        }
      }
      block *= times;
    }
    return out;
  });

  // tfjs writes whole numbers for any requested type.
  const oneHot = kernelOf('OneHot');
  const cast = kernelOf('Cast');
  setKernel('OneHot', ({ inputs, attrs, backend }) => {
    const whole = oneHot({ inputs, attrs: { ...attrs, dtype: 'int32' }, backend }) as tf.TensorInfo;
    if (attrs['dtype'] === 'int32') return whole;
    const out = cast({ inputs: { x: whole }, attrs: { dtype: attrs['dtype'] }, backend });
    backend.disposeData(whole.dataId);
    return out;
  });

  const gather = kernelOf('GatherV2');
  setKernel('GatherV2', (call) => {
    const { x, indices } = call.inputs as { x: tf.TensorInfo; indices: tf.TensorInfo };
    const { axis, batchDims } = call.attrs as { axis: number; batchDims: number };
    if (batchDims !== 0 || indices.dtype !== 'int32') return gather(call);
    const { backend } = call;
    const along = tf.util.parseAxisParam(axis, x.shape)[0] as number;
    const length = x.shape[along] as number;
    const outer = sizeOf(x.shape.slice(0, along));
    const inner = sizeOf(x.shape.slice(along + 1));
    const out = backend.makeOutput(
      [...x.shape.slice(0, along), ...indices.shape, ...x.shape.slice(along + 1)],
      x.dtype,
    );
    const [from, to, places] = [view(backend, x), view(backend, out), view(backend, indices)];
    for (let row = 0; row < outer; row += 1) {
      for (let index = 0; index < places.length; index += 1) {
        const place = places[index] as number;
        if (place < 0 || place >= length) {
          backend.disposeData(out.dataId);
          throw new Error(`gather: index ${place} is not in [0, ${length - 1}].`);
        }
        const start = (row * length + place) * inner;
        to.set(from.subarray(start, start + inner), (row * places.length + index) * inner);
      }
    }
    return out;
  });

  // Gradient of gather, which tfjs's wasm backend lacks: out[s] = Σ x[i] over the i with id s.
  setKernel('UnsortedSegmentSum', ({ inputs, attrs, backend }) => {
    const { x, segmentIds } = inputs as { x: tf.TensorInfo; segmentIds: tf.TensorInfo };
    const segments = attrs['numSegments'] as number;
    const rest = x.shape.slice(segmentIds.shape.length);
    const inner = sizeOf(rest);
    const out = backend.makeOutput([segments, ...rest], x.dtype);
    const [from, to, ids] = [view(backend, x), view(backend, out), view(backend, segmentIds)];
    to.fill(0);
    for (let index = 0; index < ids.length; index += 1) {
      const segment = ids[index] as number;
      // Ids outside the segments are dropped, as on the other backends.
      if (segment < 0 || segment >= segments) continue;
      for (let place = 0; place < inner; place += 1) {
        (to[segment * inner + place] as number) += from[index * inner + place] as number;
      }
    }
    return out;
  });
}
