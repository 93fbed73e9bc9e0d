import * as tf from '@tensorflow/tfjs-core';

export type Tensors = tf.Tensor[];
export type Compute = (...inputs: Tensors) => tf.Tensor | Tensors;

/** An input by its shape; positive for roots and logarithms, integers below a bound for indices. */
export type Given = number[] | { shape: number[]; positive: true } | { shape: number[]; below: number };

/** One case per kernel: a function and its inputs. Kernels with shape-dependent code have several cases. */
export const cases: Record<string, [Given[], Compute][]> = {
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
    // A value that repeats along the summed axis.
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

  // Filters of 1, 9 and 49 elements, strides that divide the grid and others; gradients by input and filter are
  // compared too.
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
    // Many rows with few distinct indices, on several threads.
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
