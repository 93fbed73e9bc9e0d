import * as tf from '@tensorflow/tfjs-core';

/** A kernel as it is registered. */
export function kernelOf(backendName: string, kernelName: string): tf.KernelFunc {
  const config = tf.getKernel(kernelName, backendName);
  if (!config) throw new Error(`The backend ${backendName} has no kernel ${kernelName}.`);
  return config.kernelFunc;
}

/** Puts a kernel in the place of tfjs's own, or where there was none. tfjs's set-up stays, for kernels that call the old one. */
export function replaceKernel(backendName: string, kernelName: string, kernelFunc: tf.KernelFunc): void {
  const old = tf.getKernel(kernelName, backendName);
  if (old) tf.unregisterKernel(kernelName, backendName);
  tf.registerKernel({ ...old, kernelName, backendName, kernelFunc });
}
