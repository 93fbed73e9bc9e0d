import type { GraphDefBuilder } from './builder';
import { flag, text, typeAttribute, whole, wholes, type GraphDefAttribute } from './graph-def';
import { elementTypes, type Attribute, type ElementType, type OnnxNode } from '../../../recorder/model';

/** Translates one ONNX operator to TensorFlow: from its node to the names of its outputs. */
export type Operator = (graph: GraphDefBuilder, node: OnnxNode) => readonly string[];

const numberOf = (attribute: Attribute | undefined, otherwise = 0): number =>
  typeof attribute === 'number' ? attribute : otherwise;
const numbersOf = (attribute: Attribute | undefined): readonly number[] =>
  Array.isArray(attribute) ? (attribute as readonly number[]) : [];
const inputOf = ({ type, inputs }: OnnxNode, place: number): string => {
  const name = inputs[place];
  if (name === undefined) throw new Error(`${type} lacks its input ${place}`);
  return name;
};

/** An operator with the same inputs under another name. */
const same =
  (op: string): Operator =>
  (graph, { inputs }) => [graph.emit(op, inputs)];

/** An operator whose axis is an attribute in ONNX and the last input in TensorFlow. */
const axisLast =
  (op: string, attributes: Readonly<Record<string, GraphDefAttribute>> = {}): Operator =>
  (graph, node) => [
    graph.emit(op, [...node.inputs, graph.wholes([numberOf(node.attributes['axis'])], [])], attributes),
  ];

/** A reduction over axes, which are the second input in both. */
const reduction =
  (op: string): Operator =>
  (graph, { inputs, attributes }) => [
    graph.emit(op, inputs, { keep_dims: flag(numberOf(attributes['keepdims'], 1) === 1) }),
  ];

const matrixProduct =
  (op: string, [first, second]: readonly [string, string]): Operator =>
  (graph, { inputs, attributes }) => [
    graph.emit(op, inputs, {
      [first]: flag(numberOf(attributes['transA']) === 1),
      [second]: flag(numberOf(attributes['transB']) === 1),
    }),
  ];

/**
 * Slices with a step along some axes. Masks select the axes before them completely; the axes after them are complete by
 * default.
 */
const slice: Operator = (graph, node) => {
  const [starts, ends, axes] = [1, 2, 3].map((place) => graph.numbers(inputOf(node, place))) as [
    number[],
    number[],
    number[],
  ];
  const steps = node.inputs[4] === undefined ? axes.map(() => 1) : graph.numbers(node.inputs[4]);
  const rank = Math.max(...axes) + 1;
  const spread = (values: readonly number[], otherwise: number) =>
    Array.from({ length: rank }, (_, axis) => values[axes.indexOf(axis)] ?? otherwise);
  const mask = (whether: (place: number) => boolean) =>
    Array.from({ length: rank }, (_, axis) => axes.indexOf(axis)).reduce(
      (bits, place, axis) => bits | (place < 0 || whether(place) ? 1 << axis : 0),
      0,
    );
  const inputs = [spread(starts, 0), spread(ends, 0), spread(steps, 1)].map((values) => graph.wholes(values));
  return [
    graph.emit('StridedSlice', [inputOf(node, 0), ...inputs], {
      begin_mask: whole(mask(() => false)),
      // An end before the first index means all elements to the front, in reverse order.
      end_mask: whole(mask((place) => (ends[place] as number) <= -(2 ** 31))),
      ellipsis_mask: whole(0),
      new_axis_mask: whole(0),
      shrink_axis_mask: whole(0),
    }),
  ];
};

/**
 * Layouts: ONNX convolves [B, C, H, W] with [O, C, KH, KW], tfjs [B, H, W, C] with [KH, KW, C, O].
 * @param emit creates the operator from the maps, the filter and the attributes of both directions
 */
const inChannelsLast =
  (
    emit: (
      graph: GraphDefBuilder,
      node: OnnxNode,
      operands: readonly [maps: string, filter: string],
      attributes: Readonly<Record<string, GraphDefAttribute>>,
    ) => string,
  ): Operator =>
  (graph, node) => {
    const [top = 0, left = 0, bottom = 0, right = 0] = numbersOf(node.attributes['pads']);
    const [down = 1, along = 1] = numbersOf(node.attributes['strides']);
    const maps = graph.transpose(inputOf(node, 0), [0, 2, 3, 1]);
    const filter = graph.transpose(inputOf(node, 1), [2, 3, 1, 0]);
    const result = emit(graph, node, [maps, filter], {
      strides: wholes([1, down, along, 1]),
      padding: text('EXPLICIT'),
      explicit_paddings: wholes([0, 0, top, bottom, left, right, 0, 0]),
      data_format: text('NHWC'),
    });
    return [graph.transpose(result, [0, 3, 1, 2])];
  };

const convolution = inChannelsLast((graph, { attributes }, operands, common) => {
  const [down = 1, along = 1] = numbersOf(attributes['dilations']);
  return graph.emit('Conv2D', operands, { ...common, dilations: wholes([1, down, along, 1]) });
});

/** Gradient of a convolution with respect to its input; in ONNX the transposed convolution of [B, O, H, W]. */
const transposedConvolution = inChannelsLast((graph, { outputs }, [dy, filter], common) => {
  const [batch = 0, channels = 0, height = 0, width = 0] = graph.shapeOf(outputs[0] ?? '');
  return graph.emit('Conv2DBackpropInput', [graph.wholes([batch, height, width, channels]), filter, dy], common);
});

/** Sums rows at indices [rows, 1]; the recorder applies it to zeros only. */
const scatter: Operator = (graph, node) => {
  const [zeros, places] = [inputOf(node, 0), inputOf(node, 1)];
  const [segments = 0] = graph.shapeOf(zeros);
  const [count = 0] = graph.shapeOf(places);
  const ids = graph.emit('Reshape', [places, graph.wholes([count])]);
  return [graph.emit('UnsortedSegmentSum', [inputOf(node, 2), ids, graph.wholes([segments], [])])];
};

/** Product of two matrices, or of batches of them. */
const product: Operator = (graph, node) =>
  node.inputs.every((input) => graph.shapeOf(input).length === 2)
    ? matrixProduct('MatMul', ['transpose_a', 'transpose_b'])(graph, node)
    : matrixProduct('BatchMatMulV2', ['adj_x', 'adj_y'])(graph, node);

/** ONNX lists all padding amounts before the values and then all after them; TensorFlow lists both per axis. */
const pad: Operator = (graph, node) => {
  const amounts = graph.numbers(inputOf(node, 1));
  const rank = amounts.length / 2;
  const pairs = Array.from({ length: rank }, (_, axis) => [amounts[axis] as number, amounts[axis + rank] as number]);
  const value = node.inputs[2] ?? graph.floats([0], []);
  return [graph.emit('PadV2', [inputOf(node, 0), graph.wholes(pairs.flat(), [rank, 2]), value])];
};

const cast: Operator = (graph, { inputs, attributes }) => {
  const number = numberOf(attributes['to']);
  const type = (Object.keys(elementTypes) as ElementType[]).find((name) => elementTypes[name] === number) ?? 'float32';
  return [graph.emit('Cast', inputs, { DstT: typeAttribute(type) })];
};

const split: Operator = (graph, node) => {
  const sizes = graph.numbers(inputOf(node, 1));
  const axis = graph.wholes([numberOf(node.attributes['axis'])], []);
  const inputs = [inputOf(node, 0), graph.wholes(sizes), axis];
  const name = graph.emit('SplitV', inputs, { num_split: whole(sizes.length) });
  return sizes.map((_, index) => (index === 0 ? name : `${name}:${index}`));
};

/** All operators of recorded graphs. */
export const operators: Readonly<Record<string, Operator>> = {
  ...Object.fromEntries(
    [
      ...[
        'Abs',
        'Ceil',
        'Cos',
        'Elu',
        'Equal',
        'Erf',
        'Exp',
        'Floor',
        'Greater',
        'Identity',
        'Less',
        'Log',
        'Mul',
        'Pow',
      ],
      ...[
        'Reciprocal',
        'Relu',
        'Reshape',
        'Round',
        'Sigmoid',
        'Sign',
        'Sin',
        'Softplus',
        'Softmax',
        'Sqrt',
        'Sub',
        'Tanh',
        'Tile',
      ],
    ].map((op) => [op, same(op)]),
  ),
  Add: same('AddV2'),
  Div: same('RealDiv'),
  Max: same('Maximum'),
  Min: same('Minimum'),
  GreaterOrEqual: same('GreaterEqual'),
  LessOrEqual: same('LessEqual'),
  And: same('LogicalAnd'),
  Or: same('LogicalOr'),
  Not: same('LogicalNot'),
  Where: same('SelectV2'),
  Expand: same('BroadcastTo'),
  Clip: same('ClipByValue'),
  LeakyRelu: (graph, { inputs, attributes }) => {
    const alpha = attributes['alpha'] as { readonly float: number };
    return [graph.emit('LeakyRelu', inputs, { alpha: { f: alpha.float } })];
  },
  Cast: cast,
  Transpose: (graph, node) => [graph.transpose(inputOf(node, 0), numbersOf(node.attributes['perm']))],
  Slice: slice,
  Split: split,
  Concat: (graph, node) =>
    node.inputs.length === 1
      ? [graph.resolve(inputOf(node, 0))]
      : axisLast('ConcatV2', { N: whole(node.inputs.length) })(graph, node),
  Gather: axisLast('GatherV2', { batch_dims: whole(0) }),
  Pad: pad,
  ReduceSum: reduction('Sum'),
  ReduceMean: reduction('Mean'),
  ReduceMax: reduction('Max'),
  ReduceMin: reduction('Min'),
  ArgMax: axisLast('ArgMax', { output_type: typeAttribute('int32') }),
  ArgMin: axisLast('ArgMin', { output_type: typeAttribute('int32') }),
  CumSum: (graph, { inputs, attributes }) => [
    graph.emit('Cumsum', inputs, {
      exclusive: flag(numberOf(attributes['exclusive']) === 1),
      reverse: flag(numberOf(attributes['reverse']) === 1),
    }),
  ],
  MatMul: product,
  Gemm: matrixProduct('MatMul', ['transpose_a', 'transpose_b']),
  Conv: convolution,
  ConvTranspose: transposedConvolution,
  ScatterND: scatter,
};
