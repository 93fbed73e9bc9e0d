import type { ElementType } from '../model';
import { cast, pairwise } from './elementwise';
import { inputOf, type KernelFamily } from './kernel';

/** Operators that create numbers without an input, or from class ids. */
export const creation: KernelFamily = {
  Fill: ({ graph, attributes }) => {
    const { shape, value, dtype } = attributes as { shape: number[]; value: number; dtype?: ElementType };
    return graph.filled(dtype ?? 'float32', shape, value);
  },
  ZerosLike: (call) => {
    const x = inputOf(call, 'x');
    return call.graph.filled(x.type, x.shape, 0);
  },
  OnesLike: (call) => {
    const x = inputOf(call, 'x');
    return call.graph.filled(x.type, x.shape, 1);
  },
  Range: ({ graph, attributes }) => {
    const { start, stop, step, dtype } = attributes as {
      start: number;
      stop: number;
      step: number;
      dtype: ElementType;
    };
    const length = Math.max(0, Math.ceil((stop - start) / step));
    const values = Array.from({ length }, (_, index) => start + index * step);
    return graph.constant(dtype, [length], dtype === 'int32' ? Int32Array.from(values) : Float32Array.from(values));
  },
  OneHot: (call) => {
    const { graph } = call;
    const ids = inputOf(call, 'indices');
    const { depth, onValue, offValue, dtype } = call.attributes as {
      depth: number;
      onValue: number;
      offValue: number;
      dtype: ElementType;
    };
    const classes = graph.constant(
      'int32',
      [depth],
      Int32Array.from({ length: depth }, (_, index) => index),
    );
    const hit = pairwise(graph, 'Equal', graph.reshape(ids, [...ids.shape, 1]), classes, 'bool');
    if (onValue === 1 && offValue === 0) return cast(graph, hit, dtype);
    const [on, off] = [graph.filled(dtype, [], onValue), graph.filled(dtype, [], offValue)];
    return { ...graph.emit('Where', [hit.name, on.name, off.name], dtype, hit.stored), shape: hit.shape };
  },
};
