import * as tf from '@tensorflow/tfjs-core';
import type { Recorder } from '../recorder';
import { recorderName } from '../recorder';
import { convolution } from './convolution';
import { creation } from './creation';
import { elementwise } from './elementwise';
import { gathering } from './gathering';
import type { KernelFamily } from './kernel';
import { products } from './products';
import { reductions } from './reductions';
import { shapes } from './shapes';

/** All recordable kernels, by family. */
export const kernelFamilies: Readonly<Record<string, KernelFamily>> = {
  elementwise,
  reductions,
  products,
  convolution,
  shapes,
  gathering,
  creation,
};

/** Registers every kernel for the recorder: converts tfjs's tensors to values of the graph and back. */
export function registerKernels(recorder: Recorder): void {
  for (const [kernelName, kernel] of Object.values(kernelFamilies).flatMap((family) => Object.entries(family))) {
    tf.registerKernel({
      kernelName,
      backendName: recorderName,
      kernelFunc: ({ inputs, attrs }) => {
        const values = Object.fromEntries(
          Object.entries(inputs).flatMap(([name, tensor]) =>
            tensor ? [[name, recorder.lookUp(tensor as tf.TensorInfo)]] : [],
          ),
        );
        const result = kernel({ graph: recorder.graph, inputs: values, attributes: attrs });
        return Array.isArray(result) ? result.map((value) => recorder.keep(value)) : recorder.keep(result as never);
      },
    });
  }
}
