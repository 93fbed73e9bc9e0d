import type * as tf from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { kernelOf as registered, replaceKernel } from '../replace-kernel';

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
export const kernelOf = (name: string): Kernel => registered('wasm', name) as unknown as Kernel;

/** {@link replaceKernel} on wasm. */
export const setKernel = (name: string, kernel: Kernel): void =>
  replaceKernel('wasm', name, kernel as unknown as tf.KernelFunc);
