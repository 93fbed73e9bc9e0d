import * as tf from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { kernelOf, setKernel, sizeOf, view } from './access';

/**
 * Minimum work of a product, per pair of matrices, for the fast path. The scalar path starts faster. Measured: a
 * two-dimensional call costs about 10 µs, in which the scalar path does some 20,000 operations.
 */
const scalarOperations = 20_000;

/**
 * BatchMatMul. tfjs's kernel takes its fast path (XNNPACK) only for one pair of matrices without transpose flags, but
 * gradients of products use the flags. Here a flag becomes an explicit transpose, a product with one shared right-hand
 * matrix is folded into rows, and a batch becomes a loop of two-dimensional products.
 */
export function registerProducts(): void {
  const multiply = kernelOf('BatchMatMul');
  const transpose = kernelOf('Transpose');

  const transposed = (backend: BackendWasm, x: tf.TensorInfo): tf.TensorInfo => {
    const rank = x.shape.length;
    const perm = [...x.shape.keys()].slice(0, rank - 2).concat(rank - 1, rank - 2);
    return transpose({ inputs: { x }, backend, attrs: { perm } }) as tf.TensorInfo;
  };
  /** a [M, K] · b [K, N] on the fast path */
  const product = (backend: BackendWasm, a: tf.TensorInfo, b: tf.TensorInfo): tf.TensorInfo =>
    multiply({ inputs: { a, b }, backend, attrs: { transposeA: false, transposeB: false } }) as tf.TensorInfo;

  /** The same values with another shape, without a copy; must not be disposed. */
  const as = (x: tf.TensorInfo, shape: number[]): tf.TensorInfo => ({ dataId: x.dataId, dtype: x.dtype, shape });

  setKernel('BatchMatMul', ({ inputs, attrs, backend }) => {
    const { a, b } = inputs as { a: tf.TensorInfo; b: tf.TensorInfo };
    const { transposeA, transposeB } = attrs as { transposeA: boolean; transposeB: boolean };
    const [rows, inner] = lastTwo(a.shape, transposeA);
    const [, columns] = lastTwo(b.shape, transposeB);
    const batchA = sizeOf(a.shape.slice(0, -2));
    const batchB = sizeOf(b.shape.slice(0, -2));
    const single = batchA === 1 && batchB === 1;
    const small = !single && 2 * rows * inner * columns < scalarOperations;
    // tfjs computes a broadcast over unequal batches, and products below the minimum work.
    if (small || (batchA !== batchB && batchB !== 1)) return multiply({ inputs, attrs, backend });

    const left = transposeA ? transposed(backend, a) : a;
    const right = transposeB ? transposed(backend, b) : b;
    const outer = tf.broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
    const shape = [...outer, rows, columns];
    const result =
      batchB === 1
        ? product(backend, as(left, [batchA * rows, inner]), as(right, [inner, columns]))
        : loop(backend, left, right, batchA, rows, inner, columns);
    if (left !== a) backend.disposeData(left.dataId);
    if (right !== b) backend.disposeData(right.dataId);
    return { ...result, shape };
  });

  const loop = (
    backend: BackendWasm,
    left: tf.TensorInfo,
    right: tf.TensorInfo,
    batch: number,
    rows: number,
    inner: number,
    columns: number,
  ): tf.TensorInfo => {
    const out = backend.makeOutput([batch, rows, columns], 'float32');
    const part = (x: tf.TensorInfo, index: number, shape: number[]): tf.TensorInfo => {
      const size = sizeOf(shape);
      const copy = backend.makeOutput(shape, 'float32');
      view(backend, copy).set(view(backend, x).subarray(index * size, (index + 1) * size));
      return copy;
    };
    for (let index = 0; index < batch; index += 1) {
      const a = part(left, index, [rows, inner]);
      const b = part(right, index, [inner, columns]);
      const one = product(backend, a, b);
      view(backend, out).set(view(backend, one), index * rows * columns);
      for (const { dataId } of [a, b, one]) backend.disposeData(dataId);
    }
    return out;
  };
}

/** [rows, columns] of the matrices in a batch, after the flag's transpose. */
function lastTwo(shape: readonly number[], transposed: boolean): [number, number] {
  const [rows, columns] = shape.slice(-2) as [number, number];
  return transposed ? [columns, rows] : [rows, columns];
}
