import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../../graph-nodes/graph/random';
import {
  cases,
  draw,
  expectSameAsCpu,
  modelOf,
  recorded,
  withGradients,
  type Compute,
} from '../../../test/fixtures/recorded-kernels';
import { providerOf, startBackend } from '../backend';
import { findBackends } from '../find-backends';
import { findBackend } from '../table';
import { startProgram, type Provider } from '../program';
import { translate } from '../tensorflow/graph/translate';
import { RecordingError, withRecorder } from '.';
import { kernelFamilies } from '../../recorder/kernels';

const covered = Object.values(kernelFamilies).flatMap((family) => Object.keys(family));

/** The CPU, and other executors of recorded graphs on it; onnx.device.test.ts has the devices. */
const providers: Provider[] = ['cpu'];
for (const { name, available } of await findBackends()) {
  const provider = providerOf(name);
  if (provider && provider !== 'cpu' && available && !findBackend(name)?.device) providers.push(provider);
}

beforeAll(async () => {
  await startBackend('cpu');
});

describe('the recorder', () => {
  it('has a test for every kernel that it supports', () => {
    expect(Object.keys(cases).sort()).toEqual([...covered].sort());
  });

  describe.each(Object.entries(cases))('%s', (name, variants) => {
    it.each(providers)('computes on %s the same values as the cpu backend, including gradients', async (provider) => {
      await expectSameAsCpu(name, variants, provider);
    });
  });

  it.each(Object.entries(cases))('writes %s with operators that TensorFlow’s graphs have too', (name, variants) => {
    for (const [index, [given, compute]] of variants.entries()) {
      const random = new Random(index, name);
      const model = modelOf(
        compute,
        given.map((one) => draw(one, random)),
      );
      const { nodes } = translate(model, (value) => value);
      const names = nodes.map((node) => node.name);
      expect(names).toEqual(expect.arrayContaining(model.outputs.map((output) => output.name)));
      // Every input is an output of an earlier node.
      nodes.forEach(({ input = [] }, place) => {
        for (const from of input) expect(names.slice(0, place)).toContain(from.replace(/:\d+$/, ''));
      });
    }
  });

  it('names an unsupported kernel', () => {
    expect(() =>
      withRecorder((recorder) =>
        recorder.record('test', () => ({ out: tf.atan2(recorder.input('in', [2], 'float32'), tf.ones([2])) })),
      ),
    ).toThrow(expect.objectContaining({ name: 'RecordingError', message: expect.stringContaining('Atan2') }));
  });

  it('refuses a layer that reads values during the recording', () => {
    expect(() =>
      withRecorder((recorder) =>
        recorder.record('test', () => {
          const x = recorder.input('in', [2], 'float32');
          return { out: (x.dataSync()[0] ?? 0) > 0 ? x : tf.neg(x) };
        }),
      ),
    ).toThrow(RecordingError);
  });

  it('outputs one value under two names, and an input as an output', async () => {
    const model = withRecorder((recorder) =>
      recorder.record('test', () => {
        const x = recorder.input('in', [2], 'float32');
        const y = tf.neg(x);
        return { same: x, once: y, twice: y };
      }),
    );
    const program = await startProgram(model);
    const outputs = await program.run({ in: Float32Array.of(1, -2) });
    await program.dispose();
    expect(outputs).toEqual({
      same: Float32Array.of(1, -2),
      once: Float32Array.of(-1, 2),
      twice: Float32Array.of(-1, 2),
    });
  });

  it('restores the current backend of tfjs', () => {
    expect(tf.getBackend()).toBe('cpu');
    expect(tf.add(1, 2).dataSync()[0]).toBe(3);
  });

  it('writes one node for equal computations, and none without influence on the outputs', () => {
    const model = withRecorder((recorder) =>
      recorder.record('test', () => {
        const x = recorder.input('in', [2], 'float32');
        tf.exp(x);
        return { out: tf.add(tf.tanh(x), tf.tanh(x)) };
      }),
    );
    expect(model.nodes.map(({ type }) => type)).toEqual(['Tanh', 'Add']);
  });

  const matMul = (a: tf.Tensor, b: tf.Tensor, ...transposed: boolean[]) =>
    tf.matMul(a as tf.Tensor2D, b as tf.Tensor2D, ...transposed);
  it.each<[sum: string, compute: Compute, products: number, size?: number]>([
    ['A·B + A·C', (a, b, c) => tf.add(matMul(a, b), matMul(a, c)), 1],
    ['A·C + B·C', (a, b, c) => tf.add(matMul(a, c), matMul(b, c)), 1],
    ['Aᵀ·B - Aᵀ·C', (a, b, c) => tf.sub(matMul(a, b, true), matMul(a, c, true)), 1],
    [
      '2 A·Bᵀ + 5 A·Cᵀ',
      (a, b, c) => tf.add(tf.mul(matMul(a, b, false, true), 2), tf.mul(matMul(a, c, false, true), 5)),
      1,
      // If a product takes longer than an additional node, factors stay pending.
      300,
    ],
    ['(A·B + C) + A·A', (a, b, c) => tf.add(tf.add(matMul(a, b), c), matMul(a, a)), 1],
    ['A·B + (C - A·A)', (a, b, c) => tf.add(matMul(a, b), tf.sub(c, matMul(a, a))), 2],
    [
      'A·B + (A·C + (A·A + B·C))',
      (a, b, c) =>
        [matMul(a, b), matMul(a, c), tf.add(matMul(a, a), matMul(b, c))].reduceRight((sum, one) => tf.add(one, sum)),
      2,
    ],
    [
      'the rows of A·B and A·C, added',
      (a, b, c) => tf.add(tf.reshape(matMul(a, b), [9]), tf.reshape(matMul(a, c), [9])),
      1,
    ],
    ['A·B with its first row added to all', (a, b) => tf.add(matMul(tf.slice(a, [0, 0], [1, 3]), b), matMul(a, b)), 2],
    ['0·A + (B·C + A)', (a, b, c) => tf.add(matMul(tf.zeros([3, 3]), a), tf.add(matMul(b, c), a)), 1],
    ['A·B + B·A', (a, b) => tf.add(matMul(a, b), matMul(b, a)), 2],
    ['A·B + Aᵀ·C', (a, b, c) => tf.add(matMul(a, b), matMul(a, c, true)), 2],
    ['Σ rows of A + Σ rows of B', (a, b) => tf.add(tf.sum(a, 0), tf.sum(b, 0)), 1],
    ['Σ rows of A - Σ rows of B', (a, b) => tf.sub(tf.sum(a, 0), tf.sum(b, 0)), 1],
    ['(Σ rows of A + C) + Σ rows of B', (a, b, c) => tf.add(tf.add(tf.sum(a, 0), c), tf.sum(b, 0)), 1],
    [
      '(Σ rows of A + the first row of C) + Σ rows of B',
      (a, b, c) => tf.add(tf.add(tf.sum(a, 0), tf.reshape(tf.slice(c, [0, 0], [1, 3]), [3])), tf.sum(b, 0)),
      1,
    ],
    ['Σ rows of A + Σ columns of B', (a, b) => tf.add(tf.sum(a, 0), tf.sum(b, 1)), 2],
    ['Σ rows of A + Σ all of B', (a, b) => tf.add(tf.sum(a, 0), tf.sum(b)), 2],
    // Adding large values takes as long as their sums over axes.
    ['Σ rows of large A + Σ rows of large B', (a, b) => tf.add(tf.sum(a, 0), tf.sum(b, 0)), 2, 300],
  ])('computes %s with the minimum number of products and sums over axes', async (_, compute, nodes, size = 3) => {
    const random = new Random(3, 'sums');
    const given = [0, 1, 2].map(() => draw([size, size], random));
    const forward = withRecorder((recorder) =>
      recorder.record('test', () => {
        const inputs = given.map(({ shape }, index) => recorder.input(`in${index}`, shape, 'float32'));
        return { out: compute(...inputs) as tf.Tensor };
      }),
    );
    expect(forward.nodes.filter(({ type }) => ['MatMul', 'Gemm', 'ReduceSum'].includes(type))).toHaveLength(nodes);
    const found = await recorded(compute, given, 'cpu');
    const wanted = withGradients(
      compute,
      given.map(({ shape, values }) => tf.tensor(values, shape)),
    ).map((tensor) => tensor.dataSync());
    found.forEach((values, output) => {
      const want = [...(wanted[output] ?? [])];
      const largest = want.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      const worst = values.reduce((most, value, place) => Math.max(most, Math.abs(value - (want[place] ?? NaN))), 0);
      expect(worst / largest, `output ${output}`).toBeLessThan(1e-5);
    });
  });
});
