import * as tf from '@tensorflow/tfjs-core';

/** A registered kernel. */
export function kernelOf(backendName: string, kernelName: string): tf.KernelFunc {
  const config = tf.getKernel(kernelName, backendName);
  if (!config) throw new Error(`The backend ${backendName} has no kernel ${kernelName}.`);
  return config.kernelFunc;
}

/** Replaces or adds a kernel of tfjs. The setup function of the old one is kept, for kernels that call it. */
export function replaceKernel(backendName: string, kernelName: string, kernelFunc: tf.KernelFunc): void {
  const old = tf.getKernel(kernelName, backendName);
  if (old) tf.unregisterKernel(kernelName, backendName);
  tf.registerKernel({ ...old, kernelName, backendName, kernelFunc });
}
