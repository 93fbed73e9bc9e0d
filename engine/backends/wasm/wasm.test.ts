import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectSameOn, normal } from '../../../test/fixtures/kernels';
import { startBackend } from '../backend';

/** Computes the same on wasm and, as the reference, in plain JavaScript. */
const expectSame = (compute: () => tf.Tensor | tf.Tensor[], tolerance?: number) =>
  expectSameOn('wasm', compute, tolerance);

beforeAll(async () => {
  await startBackend('wasm');
});
afterAll(async () => {
  await startBackend('cpu');
});

describe('products of matrices on wasm', () => {
  const flags = [
    [false, false],
    [true, false],
    [false, true],
    [true, true],
  ] as const;
  // Below and above the minimum work of the fast path.
  const sizes = [
    { batchA: [], batchB: [], rows: 5, inner: 7, columns: 3 },
    { batchA: [4], batchB: [4], rows: 2, inner: 3, columns: 5 },
    { batchA: [3], batchB: [3], rows: 40, inner: 30, columns: 20 },
    { batchA: [3], batchB: [1], rows: 40, inner: 30, columns: 20 },
    { batchA: [1], batchB: [3], rows: 40, inner: 30, columns: 20 },
    { batchA: [2, 3], batchB: [2, 3], rows: 24, inner: 32, columns: 16 },
  ];
  it.each(sizes)(
    'agree with the reference for $batchA·$batchB × $rows × $inner × $columns, all flags',
    async (size) => {
      for (const [transposeA, transposeB] of flags) {
        const { batchA, batchB, rows, inner, columns } = size;
        await expectSame(() =>
          tf.matMul(
            normal([...batchA, ...(transposeA ? [inner, rows] : [rows, inner])], 'a'),
            normal([...batchB, ...(transposeB ? [columns, inner] : [inner, columns])], 'b'),
            transposeA,
            transposeB,
          ),
        );
      }
    },
  );

  it('have the gradients of finite differences', async () => {
    await startBackend('wasm');
    const a = normal([2, 24, 32], 'a');
    const b = normal([2, 32, 16], 'b');
    const weights = normal([2, 24, 16], 'w');
    const loss = (x: tf.Tensor, y: tf.Tensor): tf.Scalar => tf.sum(tf.mul(tf.matMul(x, y), weights));
    const [gradientA, gradientB] = tf.grads((x: tf.Tensor, y: tf.Tensor) => loss(x, y))([a, b]) as [
      tf.Tensor,
      tf.Tensor,
    ];
    const step = 0.01;
    /** (L(x + s d) − L(x − s d)) / 2s, which is exact for a product except for rounding. */
    const slope = (of: (sign: number) => tf.Scalar): number =>
      tf.tidy(() => ((of(1).dataSync()[0] ?? NaN) - (of(-1).dataSync()[0] ?? NaN)) / (2 * step));
    const along = (gradient: tf.Tensor, direction: tf.Tensor): number =>
      tf.tidy(() => tf.sum(tf.mul(gradient, direction)).dataSync()[0] ?? NaN);
    const alongA = normal([2, 24, 32], 'along a');
    const alongB = normal([2, 32, 16], 'along b');
    const expectedA = slope((sign) => loss(tf.add(a, tf.mul(alongA, sign * step)), b));
    const expectedB = slope((sign) => loss(a, tf.add(b, tf.mul(alongB, sign * step))));
    expect(Math.abs(along(gradientA, alongA) / expectedA - 1)).toBeLessThan(0.01);
    expect(Math.abs(along(gradientB, alongB) / expectedB - 1)).toBeLessThan(0.01);
  });
});

describe('kernels that tfjs’s wasm backend lacks or computes wrongly', () => {
  it('gather has a gradient: rows that were read twice get the sum of both', async () => {
    await expectSame(() => {
      const table = normal([6, 5]);
      const gradient = tf.grad((x: tf.Tensor) =>
        tf.sum(
          tf.mul(
            tf.gather(
              x,
              tf.tensor2d(
                [
                  [4, 0],
                  [4, 2],
                ],
                [2, 2],
                'int32',
              ),
            ),
            normal([2, 2, 5], 'weights'),
          ),
        ),
      );
      return gradient(table);
    });
  });

  it.each(['same', 'valid'] as const)('convolution with padding “%s” has a gradient by its filter', async (padding) => {
    await expectSame(() => {
      const x = normal([2, 6, 5, 3]);
      const dy = (shape: number[]) => normal(shape, 'dy');
      const filter = normal([3, 2, 3, 4]) as tf.Tensor4D;
      return tf.grad((f: tf.Tensor) => {
        const y = tf.conv2d(x as tf.Tensor4D, f as tf.Tensor4D, [2, 1], padding);
        return tf.sum(tf.mul(y, dy(y.shape)));
      })(filter);
    }, 1e-4);
  });

  it('oneHot of any type contains ones', async () => {
    await expectSame(() => [
      tf.oneHot(tf.tensor1d([2, 0], 'int32'), 3),
      tf.oneHot(tf.tensor1d([2, 0], 'int32'), 3, 1, 0, 'float32'),
    ]);
  });

  it('a kernel that only the reference has is copied from it', async () => {
    await expectSame(() => tf.einsum('ij,jk->ik', normal([3, 4]), normal([4, 2])));
    await expectSame(() => {
      const x = normal([1, 5, 5, 2]) as tf.Tensor4D;
      return tf.grad((f: tf.Tensor) => tf.sum(tf.depthwiseConv2d(x, f as tf.Tensor4D, 1, 'same')))(
        normal([3, 3, 2, 1]),
      );
    });
  });
});

describe('kernels that are rewritten for speed', () => {
  it('gather along every axis', async () => {
    for (const axis of [0, 1, 2]) {
      await expectSame(() => tf.gather(normal([3, 4, 5]), tf.tensor1d([2, 0, 2], 'int32'), axis));
    }
  });

  it('gather refuses an index outside', async () => {
    await startBackend('wasm');
    expect(() => tf.gather(normal([3, 4]), tf.tensor1d([3], 'int32'))).toThrow('index 3 is not in [0, 2]');
  });

  it('split into equal and unequal parts along every axis', async () => {
    await expectSame(() => tf.split(normal([4, 6, 2]), 2, 0));
    await expectSame(() => tf.split(normal([4, 6, 2]), [1, 2, 3], 1));
    await expectSame(() => tf.split(normal([4, 6, 2]), 2, -1));
  });

  it('tile along every axis, of one number, and of whole numbers', async () => {
    await expectSame(() => tf.tile(normal([2, 3, 4]), [2, 1, 3]));
    await expectSame(() => tf.tile(normal([2, 3, 4]), [1, 5, 1]));
    await expectSame(() => tf.tile(normal([3, 2]), [3, 2]));
    await expectSame(() => tf.tile(normal([1, 1]), [40, 7]));
    await expectSame(() => tf.tile(normal([3, 1]), [1, 4]));
    await expectSame(() => tf.tile(tf.tensor1d([1, 2, 3], 'int32'), [3]));
    await expectSame(() => tf.tile(normal([0, 2]), [3, 2]));
  });

  it('comparisons of equal shapes, with a scalar, and broadcast', async () => {
    for (const compare of [tf.greater, tf.greaterEqual, tf.less, tf.lessEqual]) {
      await expectSame(() => [
        compare(normal([3, 4]), normal([3, 4], 'other')),
        compare(normal([3, 4]), tf.scalar(0.1)),
        compare(normal([3, 4]), normal([4])),
        compare(tf.tensor1d([1, 2, 3], 'int32'), tf.tensor1d([2, 2, 2], 'int32')),
      ]);
    }
    await expectSame(() => tf.logicalAnd(tf.tensor1d([true, true, false]), tf.tensor1d([true, false, false])));
    await expectSame(() => tf.where(tf.greater(normal([3, 4]), 0), normal([3, 4], 'yes'), normal([3, 4], 'no')));
  });

  it('clipping has its gradient', async () => {
    await expectSame(() => tf.grad((x: tf.Tensor) => tf.sum(tf.mul(tf.clipByValue(x, -0.5, 0.5), x)))(normal([50])));
  });

  it('a copy is independent of the disposal of its original, and vice versa', async () => {
    await startBackend('wasm');
    const before = tf.memory().numTensors;
    const original = tf.tensor1d([1, 2, 3]);
    const copy = tf.clone(original);
    const second = tf.clone(copy);
    original.dispose();
    expect([...copy.dataSync()]).toEqual([1, 2, 3]);
    copy.dispose();
    expect([...second.dataSync()]).toEqual([1, 2, 3]);
    second.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('an assignment to a variable does not change copies of its old value', async () => {
    await startBackend('wasm');
    const variable = tf.variable(tf.tensor1d([1, 2]));
    const old = tf.clone(variable);
    variable.assign(tf.tensor1d([5, 6]));
    expect([...old.dataSync()]).toEqual([1, 2]);
    expect([...variable.dataSync()]).toEqual([5, 6]);
    tf.dispose([variable, old]);
  });
});

describe('memory', () => {
  it('on the heap is constant over a thousand steps of products, splits, gathers and their gradients', async () => {
    await startBackend('wasm');
    const x = normal([3, 40, 30]);
    const w = normal([3, 30, 20]);
    const step = () =>
      tf.tidy(() => {
        const loss = (weights: tf.Tensor) => {
          const [left, right] = tf.split(tf.matMul(x, weights), 2, 2) as [tf.Tensor, tf.Tensor];
          const taken = tf.gather(tf.clipByValue(tf.mul(left, right), -1, 1), tf.tensor1d([0, 2, 0], 'int32'), 0);
          return tf.sum(taken) as tf.Scalar;
        };
        tf.grad(loss)(w).dataSync();
      });
    step();
    const { numTensors, numDataBuffers } = tf.memory();
    for (let index = 0; index < 1000; index += 1) step();
    expect(tf.memory()).toMatchObject({ numTensors, numDataBuffers });
    tf.dispose([x, w]);
  });

  it('gives the same numbers every time', async () => {
    const values = () => [...tf.tidy(() => tf.matMul(normal([3, 40, 30]), normal([3, 30, 20]))).dataSync()];
    await startBackend('wasm');
    expect(values()).toEqual(values());
  });
});
