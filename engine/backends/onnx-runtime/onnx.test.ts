import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../../graph-nodes/graph/random';
import { probeBackends, providerOf, startBackend } from '../backend';
import { startProgram, type Provider } from '../program';
import { translate } from '../tensorflow/graph/translate';
import { RecordingError, withRecorder } from '.';
import { kernelFamilies } from '../../recorder/kernels';

type Tensors = tf.Tensor[];
type Compute = (...inputs: Tensors) => tf.Tensor | Tensors;

/** An input by its shape; positive where roots and logarithms are taken, whole numbers below a bound where places are meant. */
type Given = number[] | { shape: number[]; positive: true } | { shape: number[]; below: number };

/** One case a kernel: what it computes from which inputs. Kernels that only some shapes exercise have several. */
const cases: Record<string, [Given[], Compute][]> = {
  Add: [
    [[[3, 4], [4]], (a, b) => tf.add(a as tf.Tensor, b as tf.Tensor)],
    [
      [
        [3, 1, 4],
        [5, 1],
      ],
      (a, b) => tf.add(a as tf.Tensor, b as tf.Tensor),
    ],
  ],
  AddN: [[[[3], [3], [3]], (...inputs) => tf.addN(inputs)]],
  Sub: [
    [
      [
        [3, 4],
        [3, 1],
      ],
      (a, b) => tf.sub(a as tf.Tensor, b as tf.Tensor),
    ],
  ],
  Multiply: [[[[2, 1], [3]], (a, b) => tf.mul(a as tf.Tensor, b as tf.Tensor)]],
  RealDiv: [[[[3, 4], { shape: [4], positive: true }], (a, b) => tf.div(a as tf.Tensor, b as tf.Tensor)]],
  Maximum: [[[[3, 4], [4]], (a, b) => tf.maximum(a as tf.Tensor, b as tf.Tensor)]],
  Minimum: [[[[3, 4], [4]], (a, b) => tf.minimum(a as tf.Tensor, b as tf.Tensor)]],
  SquaredDifference: [[[[3, 4], [4]], (a, b) => tf.squaredDifference(a as tf.Tensor, b as tf.Tensor)]],
  Pow: [0.5, 1, 1.5, 2, 2.5].map((power) => [
    [{ shape: [5], positive: true }],
    (x) => tf.pow(x as tf.Tensor, tf.scalar(power)),
  ]),
  ...Object.fromEntries(
    (['equal', 'notEqual', 'greater', 'greaterEqual', 'less', 'lessEqual'] as const).map((name) => [
      name.charAt(0).toUpperCase() + name.slice(1),
      [
        [
          [
            { shape: [4, 3], below: 3 },
            { shape: [3], below: 3 },
          ],
          (a: tf.Tensor, b: tf.Tensor) => tf.cast(tf[name](a, b), 'float32'),
        ],
      ],
    ]),
  ),
  LogicalAnd: [[[[9], [9]], (a, b) => asFloat(tf.logicalAnd(positive(a), positive(b)))]],
  LogicalOr: [[[[9], [9]], (a, b) => asFloat(tf.logicalOr(positive(a), positive(b)))]],
  LogicalNot: [[[[9]], (a) => asFloat(tf.logicalNot(positive(a)))]],
  Select: [
    [
      [
        [4, 3],
        [4, 3],
        [4, 3],
      ],
      (c, t, e) => tf.where(positive(c), t as tf.Tensor, e as tf.Tensor),
    ],
  ],
  ...Object.fromEntries(
    (
      ['abs', 'ceil', 'cos', 'elu', 'erf', 'exp', 'floor', 'neg', 'relu', 'relu6', 'sigmoid', 'sign', 'sin'] as const
    ).map((name) => [name.charAt(0).toUpperCase() + name.slice(1), [[[[3, 4]], (x: tf.Tensor) => tf[name](x)]]]),
  ),
  ...Object.fromEntries(
    (['log', 'log1p', 'reciprocal', 'rsqrt', 'sqrt'] as const).map((name) => [
      name.charAt(0).toUpperCase() + name.slice(1),
      [[[{ shape: [3, 4], positive: true }], (x: tf.Tensor) => tf[name](x)]],
    ]),
  ),
  EluGrad: [[[[6]], (x) => tf.grad((y) => tf.elu(y))(x as tf.Tensor)]],
  Expm1: [[[[6]], (x) => tf.expm1(x as tf.Tensor)]],
  Round: [[[[6]], (x) => tf.round(x as tf.Tensor)]],
  Softplus: [[[[6]], (x) => tf.softplus(x as tf.Tensor)]],
  Square: [[[[6]], (x) => tf.square(x as tf.Tensor)]],
  Tanh: [[[[6]], (x) => tf.tanh(x as tf.Tensor)]],
  LeakyRelu: [[[[6]], (x) => tf.leakyRelu(x as tf.Tensor, 0.3)]],
  ClipByValue: [[[[9]], (x) => tf.clipByValue(x as tf.Tensor, -0.5, 0.25)]],
  Step: [
    [[[9]], (x) => tf.step(x as tf.Tensor)],
    [[[9]], (x) => tf.step(x as tf.Tensor, 0.5)],
  ],
  Cast: [
    [[{ shape: [4], below: 3 }], (x) => tf.cast(x as tf.Tensor, 'float32')],
    [[{ shape: [4], below: 3 }], (x) => tf.cast(tf.cast(x as tf.Tensor, 'bool'), 'float32')],
  ],
  Identity: [[[[4]], (x) => tf.clone(x as tf.Tensor)]],

  Sum: [
    [[[3, 4, 5]], (x) => [tf.sum(x as tf.Tensor), tf.sum(x as tf.Tensor, 1), tf.sum(x as tf.Tensor, [0, 2], true)]],
    // A value that repeats along the axis that is summed over.
    [[[3, 1]], (x) => tf.sum(tf.tile(x as tf.Tensor, [1, 7]), 1)],
    [[[3]], (x) => tf.sum(tf.add(tf.zeros([5, 3]), x as tf.Tensor), [0, 1])],
    [[[3]], (x) => tf.sum(tf.mul(x as tf.Tensor, tf.fill([1, 3], 2)), 0)],
  ],
  Mean: [[[[3, 4]], (x) => [tf.mean(x as tf.Tensor), tf.mean(x as tf.Tensor, -1, true)]]],
  Max: [[[[3, 4]], (x) => tf.max(x as tf.Tensor, 1)]],
  Min: [[[[3, 4]], (x) => tf.min(x as tf.Tensor, 0)]],
  ArgMax: [[[[3, 4]], (x) => asFloat(tf.argMax(x as tf.Tensor, 1))]],
  ArgMin: [[[[3, 4]], (x) => asFloat(tf.argMin(x as tf.Tensor, 0))]],
  Softmax: [[[[3, 4]], (x) => tf.softmax(x as tf.Tensor)]],
  Cumsum: [[[[3, 4]], (x) => [tf.cumsum(x as tf.Tensor, 1), tf.cumsum(x as tf.Tensor, 0, true, true)]]],

  BatchMatMul: [
    ...[false, true].flatMap((a) =>
      [false, true].map((b): [Given[], Compute] => [
        [a ? [4, 3] : [3, 4], b ? [5, 4] : [4, 5]],
        (x, y) => tf.matMul(x as tf.Tensor, y as tf.Tensor, a, b),
      ]),
    ),
    [
      [
        [2, 3, 4],
        [2, 5, 4],
      ],
      (x, y) => tf.matMul(x as tf.Tensor, y as tf.Tensor, false, true),
    ],
    [
      [
        [2, 4, 3],
        [2, 4, 5],
      ],
      (x, y) => tf.matMul(x as tf.Tensor, y as tf.Tensor, true),
    ],
    [
      [
        [2, 3, 4],
        [4, 5],
      ],
      (x, y) => tf.matMul(x as tf.Tensor, y as tf.Tensor),
    ],
  ],

  // Filters of 1, 9 and 49 places, strides that divide the grid and that do not; gradients by input and filter are compared too.
  Conv2D: (
    [
      [1, 1, 4, 6],
      [3, 1, 4, 6],
      [3, 2, 4, 6],
      [3, 2, 5, 7],
      [7, 1, 5, 4],
      [7, 2, 8, 9],
    ] as const
  ).map(([size, stride, height, width]): [Given[], Compute] => [
    [
      [2, height, width, 3],
      [size, size, 3, 4],
    ],
    (x, filter) => tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, stride, 'same'),
  ]),
  Conv2DBackpropInput: [
    [
      [
        [2, 3, 3, 4],
        [3, 3, 2, 4],
      ],
      (dy, filter) => tf.conv2dTranspose(dy as tf.Tensor4D, filter as tf.Tensor4D, [2, 6, 5, 2], 2, 'same'),
    ],
  ],
  Conv2DBackpropFilter: [
    [
      [
        [2, 4, 4, 3],
        [3, 3, 3, 2],
      ],
      (x, filter) => tf.grad((f) => tf.conv2d(x as tf.Tensor4D, f as tf.Tensor4D, 1, 'valid'))(filter as tf.Tensor),
    ],
  ],

  Reshape: [
    [[[3, 4]], (x) => tf.reshape(x as tf.Tensor, [2, 6])],
    [[[3, 1]], (x) => tf.reshape(tf.tile(x as tf.Tensor, [1, 4]), [2, 6])],
    [[[3, 1]], (x) => tf.reshape(tf.tile(x as tf.Tensor, [1, 4]), [1, 3, 1, 4])],
  ],
  ExpandDims: [[[[3, 4]], (x) => [tf.expandDims(x as tf.Tensor, 1), tf.expandDims(x as tf.Tensor, -1)]]],
  Transpose: [
    [[[2, 3, 4]], (x) => tf.transpose(x as tf.Tensor, [2, 0, 1])],
    [[[2, 1, 4]], (x) => tf.transpose(x as tf.Tensor, [1, 0, 2])],
  ],
  Concat: [
    [
      [
        [2, 3],
        [2, 1],
      ],
      (a, b) => tf.concat([a as tf.Tensor, b as tf.Tensor], 1),
    ],
  ],
  Pack: [
    [
      [
        [2, 3],
        [2, 3],
      ],
      (a, b) => [tf.stack([a, b] as Tensors, 1), tf.stack([a, b] as Tensors, -1)],
    ],
  ],
  Unpack: [[[[2, 3]], (x) => tf.unstack(x as tf.Tensor, 1)]],
  SplitV: [[[[6, 2]], (x) => [...tf.split(x as tf.Tensor, 3), ...tf.split(x as tf.Tensor, [1, 5])]]],
  Slice: [
    [[[4, 5]], (x) => tf.slice(x as tf.Tensor, [1, 0], [2, -1])],
    [[[4, 5]], (x) => tf.slice(x as tf.Tensor, [0, 0], [4, 5])],
  ],
  PadV2: [
    [
      [[2, 3]],
      (x) =>
        tf.pad(
          x as tf.Tensor,
          [
            [1, 0],
            [0, 2],
          ],
          0.5,
        ),
    ],
  ],
  Tile: [
    [[[2, 3]], (x) => tf.tile(x as tf.Tensor, [2, 2])],
    [[[2, 1]], (x) => tf.mul(tf.tile(x as tf.Tensor, [1, 3]), tf.tensor([1, 2, 3]))],
  ],
  Reverse: [[[[4, 3]], (x) => tf.reverse(x as tf.Tensor, [0])]],

  GatherV2: [
    [[[5, 3], { shape: [4], below: 5 }], (x, at) => tf.gather(x as tf.Tensor, at as tf.Tensor1D)],
    [[[5, 3], { shape: [2, 3], below: 5 }], (x, at) => tf.gather(x as tf.Tensor, at as tf.Tensor2D)],
  ],
  UnsortedSegmentSum: [
    [[[7, 2], { shape: [7], below: 4 }], (x, ids) => tf.unsortedSegmentSum(x as tf.Tensor, ids as tf.Tensor1D, 4)],
    // Many rows that meet in few places, on several threads.
    [
      [[3000, 16], { shape: [3000], below: 3 }],
      (x, ids) => tf.mul(tf.unsortedSegmentSum(x as tf.Tensor, ids as tf.Tensor1D, 3), 0.01),
    ],
  ],

  Fill: [[[[2]], (x) => tf.concat([x as tf.Tensor, tf.fill([3], 2.5)])]],
  ZerosLike: [[[[2]], (x) => tf.concat([x as tf.Tensor, tf.zerosLike(x as tf.Tensor)])]],
  OnesLike: [[[[2]], (x) => tf.concat([x as tf.Tensor, tf.onesLike(x as tf.Tensor)])]],
  Range: [[[[4]], (x) => tf.add(x as tf.Tensor, tf.range(1, 9, 2))]],
  OneHot: [
    [[{ shape: [5], below: 4 }], (ids) => asFloat(tf.oneHot(ids as tf.Tensor1D, 4))],
    [[{ shape: [5], below: 4 }], (ids) => tf.oneHot(ids as tf.Tensor1D, 4, 0.9, 0.1, 'float32')],
  ],
};

const asFloat = (x: tf.Tensor) => tf.cast(x, 'float32');
const positive = (x: tf.Tensor | undefined) => tf.greater(x as tf.Tensor, 0);

function draw(given: Given, random: Random): { shape: number[]; values: Float32Array | Int32Array } {
  const shape = Array.isArray(given) ? given : given.shape;
  const length = tf.util.sizeFromShape(shape);
  if (!Array.isArray(given) && 'below' in given) {
    return { shape, values: Int32Array.from({ length }, () => random.integer(given.below)) };
  }
  const values = random.normals(length);
  return { shape, values: Array.isArray(given) ? values : values.map((value) => 0.2 + Math.abs(value)) };
}

/** The outputs and, by the inputs of float type, the gradients of a weighted sum of the outputs. */
function withGradients(compute: Compute, inputs: Tensors): Tensors {
  const outputs = [compute(...inputs)].flat();
  const floats = inputs.filter(({ dtype }) => dtype === 'float32');
  const loss = (...moved: Tensors) => {
    const rest = [...moved];
    const all = inputs.map((input) => (input.dtype === 'float32' ? (rest.shift() as tf.Tensor) : input));
    return [compute(...all)]
      .flat()
      .map((output, index) => tf.sum(tf.mul(tf.mul(output, output), 0.3 + index)))
      .reduce((a, b) => tf.add(a, b)) as tf.Scalar;
  };
  return [...outputs, ...(floats.length > 0 ? gradientsOf(loss, floats) : [])];
}

/** Kernels without a gradient (comparisons, places) have none to compare. */
function gradientsOf(loss: (...inputs: Tensors) => tf.Scalar, inputs: Tensors): Tensors {
  try {
    return tf.grads(loss)(inputs);
  } catch {
    return [];
  }
}

const modelOf = (compute: Compute, given: readonly ReturnType<typeof draw>[]) =>
  withRecorder((recorder) =>
    recorder.record('test', () => {
      const inputs = given.map(({ shape, values }, index) =>
        recorder.input(`in${index}`, shape, values instanceof Int32Array ? 'int32' : 'float32'),
      );
      const outputs = withGradients(compute, inputs);
      return Object.fromEntries(outputs.map((output, index) => [`out${index}`, output]));
    }),
  );

async function recorded(
  compute: Compute,
  given: readonly ReturnType<typeof draw>[],
  provider: Provider,
): Promise<Float32Array[]> {
  const model = modelOf(compute, given);
  const program = await startProgram(model, provider);
  const feeds = Object.fromEntries(given.map(({ values }, index) => [`in${index}`, values]));
  const made = await program.run(feeds);
  await program.dispose();
  return model.outputs.map(({ name }) => made[name] as Float32Array);
}

const covered = Object.values(kernelFamilies).flatMap((family) => Object.keys(family));

/** The CPU, and what else this machine has that runs a recorded graph. */
const providers: Provider[] = ['cpu'];
for (const { name, available } of await probeBackends()) {
  const provider = providerOf(name);
  if (provider && provider !== 'cpu' && available) providers.push(provider);
}
/** Of the largest value. GPUs may be less exact in exp and its like; WebGPU grants sin and cos an error of 2⁻¹¹. */
const accuracyOf = (provider: Provider, kernel: string) =>
  provider === 'cpu' || provider === 'tensorflow' ? 1e-5 : kernel === 'Sin' || kernel === 'Cos' ? 2 ** -11 : 1e-4;

beforeAll(async () => {
  await startBackend('cpu');
});

describe('the recorder', () => {
  it('has a test for every kernel that it covers', () => {
    expect(Object.keys(cases).sort()).toEqual([...covered].sort());
  });

  describe.each(Object.entries(cases))('%s', (name, variants) => {
    it.each(providers)('computes on %s what the cpu backend computes, gradients included', async (provider) => {
      for (const [index, [given, compute]] of variants.entries()) {
        const random = new Random(index, name);
        const inputs = given.map((one) => draw(one, random));
        const expected = tf.tidy(() =>
          withGradients(
            compute,
            inputs.map(({ shape, values }) => tf.tensor(values, shape)),
          ).map((tensor) => tensor.dataSync()),
        ) as unknown as Float32Array[];
        const found = await recorded(compute, inputs, provider);
        expect(found).toHaveLength(expected.length);
        found.forEach((values, output) => {
          expect(values).toHaveLength(expected[output]?.length ?? -1);
          const wanted = [...(expected[output] ?? [])];
          const tolerance = accuracyOf(provider, name) * Math.max(1, ...wanted.map(Math.abs));
          values.forEach((value, place) => {
            const want = wanted[place] ?? NaN;
            const where = `variant ${index}, output ${output}: ${value}, expected ${want}`;
            expect(Math.abs(value - want), where).toBeLessThan(tolerance);
          });
        });
      }
    });
  });

  it.each(Object.entries(cases))('writes %s in operators that TensorFlow’s graphs have too', (name, variants) => {
    for (const [index, [given, compute]] of variants.entries()) {
      const random = new Random(index, name);
      const model = modelOf(
        compute,
        given.map((one) => draw(one, random)),
      );
      const { nodes } = translate(model, (value) => value);
      const names = nodes.map((node) => node.name);
      expect(names).toEqual(expect.arrayContaining(model.outputs.map((output) => output.name)));
      // Every input is an output of a node that stands before.
      nodes.forEach(({ input = [] }, place) => {
        for (const from of input) expect(names.slice(0, place)).toContain(from.replace(/:\d+$/, ''));
      });
    }
  });

  it('says which kernel is not covered', () => {
    expect(() =>
      withRecorder((recorder) =>
        recorder.record('test', () => ({ out: tf.atan2(recorder.input('in', [2], 'float32'), tf.ones([2])) })),
      ),
    ).toThrow(expect.objectContaining({ name: 'RecordingError', message: expect.stringContaining('Atan2') }));
  });

  it('refuses a layer that looks at values while it is recorded', () => {
    expect(() =>
      withRecorder((recorder) =>
        recorder.record('test', () => {
          const x = recorder.input('in', [2], 'float32');
          return { out: (x.dataSync()[0] ?? 0) > 0 ? x : tf.neg(x) };
        }),
      ),
    ).toThrow(RecordingError);
  });

  it('gives one value under two names, and an input as an output', async () => {
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

  it('leaves tfjs on the backend that it had', () => {
    expect(tf.getBackend()).toBe('cpu');
    expect(tf.add(1, 2).dataSync()[0]).toBe(3);
  });

  it('writes one node for what is computed twice, and nothing that no output needs', () => {
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
      // Where multiplying takes longer than a node more, the factors stay aside.
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
    // Adding large values takes as long as their sums.
    ['Σ rows of large A + Σ rows of large B', (a, b) => tf.add(tf.sum(a, 0), tf.sum(b, 0)), 2, 300],
  ])('computes %s with as few products and sums over axes as it takes', async (_, compute, nodes, size = 3) => {
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
