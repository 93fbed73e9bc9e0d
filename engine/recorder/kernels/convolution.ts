import * as tf from '@tensorflow/tfjs-core';
import type { GraphBuilder, Value } from '../graph';
import { inputOf, linearIn, sizeOf, type KernelCall, type KernelFamily } from './kernel';

type Shape4 = [number, number, number, number];

/** Geometry of a convolution. tfjs has the channels last, ONNX first. */
function geometry(call: KernelCall, inputShape: readonly number[], filterShape: readonly number[]) {
  const { strides, pad, dataFormat, dilations, dimRoundingMode } = call.attributes as tf.Conv2DAttrs;
  if (dataFormat !== 'NHWC') throw new Error(`Convolutions can be recorded in NHWC only, not in ${dataFormat}.`);
  return tf.backend_util.computeConv2DInfo(
    inputShape as Shape4,
    filterShape as Shape4,
    strides,
    dilations ?? 1,
    pad,
    dimRoundingMode,
  );
}
type Geometry = ReturnType<typeof geometry>;

function permuted(graph: GraphBuilder, x: Value, perm: number[]): Value {
  const shape = perm.map((axis) => x.shape[axis] as number);
  return graph.emit('Transpose', [graph.full(x)], x.type, shape, { perm });
}
const channelsFirst = (graph: GraphBuilder, x: Value) => permuted(graph, x, [0, 3, 1, 2]);
const channelsLast = (graph: GraphBuilder, x: Value) => permuted(graph, x, [0, 2, 3, 1]);

/** x [B, C, H, W] and filter [O, C, KH, KW] to [B, O, OH, OW] */
function convolve(
  graph: GraphBuilder,
  x: Value,
  filter: Value,
  output: readonly number[],
  pads: readonly number[],
  { strides = [1, 1], dilations = [1, 1] }: { strides?: readonly number[]; dilations?: readonly number[] } = {},
): Value {
  const kernel = filter.shape.slice(2);
  const terms = sizeOf(filter.shape.slice(1));
  return graph.product('Conv', [graph.full(x), graph.full(filter)], output, terms, {
    kernel_shape: kernel,
    pads,
    strides,
    dilations,
  });
}

const padsOf = ({ padInfo: { top, left, bottom, right } }: Geometry): number[] => [top, left, bottom, right];

/** Two-dimensional convolutions and their gradients. */
export const convolution: KernelFamily = {
  Conv2D: linearIn('x', (call) => {
    const { graph } = call;
    const [x, filter] = [inputOf(call, 'x'), inputOf(call, 'filter')];
    const info = geometry(call, x.shape, filter.shape);
    const { batchSize, outChannels, outHeight, outWidth } = info;
    const result = convolve(
      graph,
      channelsFirst(graph, x),
      permuted(graph, filter, [3, 2, 0, 1]),
      [batchSize, outChannels, outHeight, outWidth],
      padsOf(info),
      { strides: [info.strideHeight, info.strideWidth], dilations: [info.dilationHeight, info.dilationWidth] },
    );
    return channelsLast(graph, result);
  }),

  /** ∂L/∂x: with stride 1 the convolution of dy with the reversed filter, otherwise a transposed convolution. */
  Conv2DBackpropInput: linearIn('dy', (call) => {
    const { graph } = call;
    const [dy, filter] = [inputOf(call, 'dy'), inputOf(call, 'filter')];
    const { inputShape } = call.attributes as unknown as tf.Conv2DBackpropInputAttrs;
    const info = geometry(call, inputShape, filter.shape);
    const { batchSize, inChannels, inHeight, inWidth, filterHeight, filterWidth } = info;
    const [top = 0, left = 0, bottom = 0, right = 0] = padsOf(info);
    const output = [batchSize, inChannels, inHeight, inWidth];
    if (info.strideHeight === 1 && info.strideWidth === 1) {
      const turned = permuted(graph, reversed(graph, filter, [0, 1]), [2, 3, 0, 1]);
      const pads = [filterHeight - 1 - top, filterWidth - 1 - left, filterHeight - 1 - bottom, filterWidth - 1 - right];
      return channelsLast(graph, convolve(graph, channelsFirst(graph, dy), turned, output, pads));
    }
    const extra = (size: number, out: number, stride: number, kernel: number, padding: number) =>
      size - ((out - 1) * stride + kernel - padding);
    const spread = graph.product(
      'ConvTranspose',
      [graph.full(channelsFirst(graph, dy)), graph.full(permuted(graph, filter, [3, 2, 0, 1]))],
      output,
      (filterHeight * filterWidth * info.outChannels) / (info.strideHeight * info.strideWidth),
      {
        kernel_shape: [filterHeight, filterWidth],
        strides: [info.strideHeight, info.strideWidth],
        pads: [top, left, bottom, right],
        output_padding: [
          extra(inHeight, info.outHeight, info.strideHeight, filterHeight, top + bottom),
          extra(inWidth, info.outWidth, info.strideWidth, filterWidth, left + right),
        ],
      },
    );
    return channelsLast(graph, spread);
  }),

  Conv2DBackpropFilter: linearIn('dy', (call) => {
    const { graph } = call;
    const [x, dy] = [inputOf(call, 'x'), inputOf(call, 'dy')];
    const { filterShape } = call.attributes as unknown as tf.Conv2DBackpropFilterAttrs;
    const info = geometry(call, x.shape, filterShape);
    return filterGradient(graph, x, dy, info);
  }),
};

function reversed(graph: GraphBuilder, x: Value, axes: readonly number[]): Value {
  const [starts, ends, steps] = [-1, -(2 ** 31), -1].map((number) => graph.indices(axes.map(() => number)));
  const inputs = [graph.full(x), starts as string, ends as string, graph.indices(axes), steps as string];
  return graph.emit('Slice', inputs, x.type, x.shape);
}

/**
 * dW[i, j] = x shifted by (i, j)ᵀ [C, B·OH·OW] · dy [B·OH·OW, O], one product for each element of the filter. A
 * convolution of x with dy would take up to twice as long.
 */
function filterGradient(graph: GraphBuilder, x: Value, dy: Value, info: Geometry): Value {
  const { batchSize, inChannels, outChannels, outHeight, outWidth, filterHeight, filterWidth } = info;
  const [top = 0, left = 0, bottom = 0, right = 0] = padsOf(info);
  const padded = [batchSize, info.inHeight + top + bottom, info.inWidth + left + right, inChannels];
  const whole =
    top + left + bottom + right === 0
      ? graph.full(x)
      : graph.emit('Pad', [graph.full(x), graph.indices([0, top, left, 0, 0, bottom, right, 0])], x.type, padded).name;
  const rows = batchSize * outHeight * outWidth;
  const gradient = graph.full(graph.reshape(dy, [rows, outChannels]));
  const places = Array.from({ length: filterHeight * filterWidth }, (_, place) => {
    const [i, j] = [Math.floor(place / filterWidth) * info.dilationHeight, (place % filterWidth) * info.dilationWidth];
    const ends = [i + (outHeight - 1) * info.strideHeight + 1, j + (outWidth - 1) * info.strideWidth + 1];
    const shifted = graph.emit(
      'Slice',
      [
        whole,
        graph.indices([i, j]),
        graph.indices(ends),
        graph.indices([1, 2]),
        graph.indices([info.strideHeight, info.strideWidth]),
      ],
      x.type,
      [batchSize, outHeight, outWidth, inChannels],
    );
    const seen = graph.full(graph.reshape(shifted, [rows, inChannels]));
    return graph.product('Gemm', [seen, gradient], [inChannels, outChannels], rows, { transA: 1, transB: 0 });
  });
  const shape = [filterHeight * filterWidth * inChannels, outChannels];
  const names = places.map(({ name }) => name);
  const all = graph.emit('Concat', names, x.type, shape, { axis: 0 });
  return graph.reshape(all, [filterHeight, filterWidth, inChannels, outChannels]);
}
