import { Session } from 'node:inspector/promises';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { expectSameOn, normal } from '../../../test/fixtures/kernels';
import { tensorflowIsThere } from '../../../test/fixtures/tensorflow';
import { startBackend } from '../backend';

const expectSame = (compute: () => tf.Tensor | tf.Tensor[], tolerance?: number) =>
  expectSameOn('tensorflow', compute, tolerance);

describe.runIf(tensorflowIsThere)('kernels on TensorFlow', () => {
  beforeEach(async () => {
    await startBackend('tensorflow');
  });
  afterAll(async () => {
    await startBackend('cpu');
  });

  it.each([
    [false, false],
    [true, false],
    [false, true],
    [true, true],
  ])('multiply matrices like the reference, transposed %s and %s', async (transposeA, transposeB) => {
    for (const batch of [[], [3], [2, 3]]) {
      await expectSame(() =>
        tf.matMul(
          normal([...batch, ...(transposeA ? [7, 5] : [5, 7])], 'a'),
          normal([...batch, ...(transposeB ? [3, 7] : [7, 3])], 'b'),
          transposeA,
          transposeB,
        ),
      );
    }
  });

  it('reshape, transpose and sum like the reference', async () => {
    const x = () => normal([2, 3, 4]);
    await expectSame(() => [
      tf.reshape(x(), [2, 3, 4]),
      tf.reshape(x(), [-1, 6]),
      tf.reshape(x(), [24]),
      tf.reshape(tf.sum(x()), []),
      tf.transpose(x(), [2, 0, 1]),
      tf.sum(x()),
      tf.sum(x(), 1),
      tf.sum(x(), [-1, 0], true),
      tf.sum(tf.greater(x(), 0)),
    ]);
  });

  it('convert to another type, and keep the values for the same type', async () => {
    await expectSame(() => [
      tf.cast(normal([6]), 'float32'),
      tf.cast(tf.mul(normal([6]), 3), 'int32'),
      tf.cast(tf.greater(normal([6]), 0), 'float32'),
      tf.cast(tf.tensor1d([0, 2], 'int32'), 'bool'),
    ]);
  });

  it('share the values of a tensor with equal shape or type until the last reference is disposed', () => {
    const x = normal([2, 3]);
    const before = tf.memory().numTensors;
    const [shaped, cast] = [tf.reshape(x, [2, 3]), tf.cast(x, 'float32')];
    const values = [...x.dataSync()];
    x.dispose();
    expect([...shaped.dataSync()]).toEqual(values);
    shaped.dispose();
    expect([...tf.add(cast, 1).dataSync()]).toEqual(values.map((value) => Math.fround(value + 1)));
    cast.dispose();
    expect(tf.memory().numTensors).toBeLessThanOrEqual(before);
  });

  it('tolerate signals, which a profiler sends by the thousand', async () => {
    const session = new Session();
    session.connect();
    await session.post('Profiler.enable');
    await session.post('Profiler.setSamplingInterval', { interval: 50 });
    await session.post('Profiler.start');
    const [a, b] = [normal([96, 128], 'a'), normal([128, 64], 'b')];
    const first = [...tf.tidy(() => tf.matMul(a, b).dataSync())];
    for (let time = 0; time < 3000; time += 1) tf.dispose(tf.matMul(a, b));
    expect([...tf.tidy(() => tf.matMul(a, b).dataSync())]).toEqual(first);
    await session.post('Profiler.stop');
    session.disconnect();
    tf.dispose([a, b]);
  });

  it('cache no more than some hundred shapes', () => {
    const shapes = () =>
      tf.tidy(() => {
        for (let length = 1; length <= 1200; length += 1) tf.reshape(tf.zeros([length]), [length, 1]);
      });
    shapes();
    const before = tf.backend().numDataIds();
    shapes();
    shapes();
    expect(tf.backend().numDataIds()).toBe(before);
    expect(before).toBeLessThan(1000);
  });
});
