import * as tf from '@tensorflow/tfjs-core';
import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import { setKernel, view, type Numbers } from './access';

/**
 * Runs every kernel that the cpu backend has and wasm lacks on the cpu backend, with copies of its tensors. This is
 * slow, but no operation fails because of a missing kernel. Complex numbers and text are excluded; wasm has no such
 * tensors.
 */
export function registerBridge(): void {
  const present = new Set(tf.getKernelsForBackend('wasm').map(({ kernelName }) => kernelName));
  const unsuited = /^(Complex.*|Real|Imag|I?FFT|Ragged.*|StaticRegexReplace|Draw)$/;
  for (const { kernelName, kernelFunc } of tf.getKernelsForBackend('cpu')) {
    if (present.has(kernelName) || unsuited.test(kernelName)) continue;
    setKernel(kernelName, ({ inputs, attrs, backend }) => {
      const cpu = tf.findBackend('cpu') as MathBackendCPU;
      const copies = mapTensors(inputs, (tensor) => toCpu(cpu, tensor, view(backend, tensor).slice()));
      const results = kernelFunc({
        inputs: copies,
        attrs: attrs as unknown as tf.NamedAttrMap,
        backend: cpu,
      });
      const back = [results].flat().map((result) => {
        const values = cpu.readSync(result.dataId) as Numbers;
        cpu.disposeIntermediateTensorInfo(result);
        return backend.makeOutput(result.shape, result.dtype, undefined, values);
      });
      for (const copy of Object.values(copies)) cpu.disposeIntermediateTensorInfo(copy);
      return Array.isArray(results) ? back : (back[0] as tf.TensorInfo);
    });
  }
}

/** Some kernels take a list of tensors, others take them by name. */
function mapTensors(
  inputs: Record<string, tf.TensorInfo>,
  map: (tensor: tf.TensorInfo) => tf.TensorInfo,
): Record<string, tf.TensorInfo> {
  if (Array.isArray(inputs)) return (inputs as tf.TensorInfo[]).map(map) as unknown as Record<string, tf.TensorInfo>;
  return Object.fromEntries(Object.entries(inputs).map(([name, tensor]) => [name, map(tensor)]));
}

function toCpu(cpu: MathBackendCPU, { shape, dtype }: tf.TensorInfo, values: Numbers): tf.TensorInfo {
  return cpu.makeTensorInfo(shape, dtype, values as tf.backend_util.TypedArray);
}
