import * as tf from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

export type Numbers = Float32Array | Int32Array | Uint8Array;

/** What tfjs hands to a kernel, with the wasm backend as its type. */
export interface KernelCall {
  readonly inputs: Record<string, tf.TensorInfo>;
  readonly attrs: Record<string, unknown>;
  readonly backend: BackendWasm;
}
export type Kernel = (call: KernelCall) => tf.TensorInfo | tf.TensorInfo[];

export const sizeOf = (shape: readonly number[]): number => shape.reduce((product, length) => product * length, 1);

/**
 * The numbers of a tensor where they lie on the wasm heap. Valid until the next allocation, which may grow the heap:
 * make outputs first, then look.
 */
export function view(backend: BackendWasm, tensor: tf.TensorInfo): Numbers {
  return backend.typedArrayFromHeap(tensor) as Numbers;
}

/** The kernel as tfjs registers it. */
export function kernelOf(name: string): Kernel {
  const config = tf.getKernel(name, 'wasm');
  if (!config) throw new Error(`The wasm backend has no kernel ${name}.`);
  return config.kernelFunc as unknown as Kernel;
}

/** Puts a kernel in the place of tfjs's own, or where there was none. tfjs's set-up stays, for kernels that call the old one. */
export function setKernel(kernelName: string, kernel: Kernel): void {
  const old = tf.getKernel(kernelName, 'wasm');
  if (old) tf.unregisterKernel(kernelName, 'wasm');
  tf.registerKernel({ ...old, kernelName, backendName: 'wasm', kernelFunc: kernel as unknown as tf.KernelFunc });
}
