import * as tf from '@tensorflow/tfjs-core';
import { kernelOf, setKernel, view } from './access';

/**
 * Conv2DBackpropFilter, the gradient of a convolution with respect to its filter, which tfjs's wasm backend lacks: dW
 * [KH·KW·Cin, Cout] = patchesᵀ [KH·KW·Cin, B·OH·OW] · dy [B·OH·OW, Cout], one matrix product. NHWC only, as in the
 * engine.
 */
export function registerConvolution(): void {
  setKernel('Conv2DBackpropFilter', ({ inputs, attrs, backend }) => {
    const { x, dy } = inputs as { x: tf.TensorInfo; dy: tf.TensorInfo };
    const { strides, pad, dataFormat, dimRoundingMode, filterShape } = attrs as unknown as tf.Conv2DBackpropFilterAttrs;
    if (dataFormat !== 'NHWC') throw new Error(`The gradient of a convolution expects NHWC, found ${dataFormat}.`);
    const info = tf.backend_util.computeConv2DInfo(
      x.shape as [number, number, number, number],
      filterShape,
      strides,
      1,
      pad,
      dimRoundingMode,
    );
    const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, padInfo } = info;
    const positions = batchSize * outHeight * outWidth;
    const patches = backend.makeOutput([info.filterHeight * info.filterWidth * inChannels, positions], 'float32');
    const from = view(backend, x);
    const to = view(backend, patches);
    to.fill(0);
    for (let filterY = 0; filterY < info.filterHeight; filterY += 1) {
      for (let filterX = 0; filterX < info.filterWidth; filterX += 1) {
        const firstRow = (filterY * info.filterWidth + filterX) * inChannels;
        for (let position = 0; position < positions; position += 1) {
          const sample = Math.floor(position / (outHeight * outWidth));
          const outY = Math.floor(position / outWidth) % outHeight;
          const outX = position % outWidth;
          const inY = outY * info.strideHeight - padInfo.top + filterY;
          const inX = outX * info.strideWidth - padInfo.left + filterX;
          if (inY < 0 || inY >= inHeight || inX < 0 || inX >= inWidth) continue;
          const start = ((sample * inHeight + inY) * inWidth + inX) * inChannels;
          for (let channel = 0; channel < inChannels; channel += 1) {
            to[(firstRow + channel) * positions + position] = from[start + channel] as number;
          }
        }
      }
    }
    const right = { dataId: dy.dataId, dtype: dy.dtype, shape: [positions, outChannels] };
    const product = kernelOf('BatchMatMul')({
      inputs: { a: patches, b: right },
      backend,
      attrs: { transposeA: false, transposeB: false },
    }) as tf.TensorInfo;
    backend.disposeData(patches.dataId);
    return { ...product, shape: [...filterShape] };
  });
}
