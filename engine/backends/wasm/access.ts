import type * as tf from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { kernelOf as registered, replaceKernel } from '../replace-kernel';

export type Numbers = Float32Array | Int32Array | Uint8Array;

/** Arguments of a kernel, with the wasm backend as its type. */
export interface KernelCall {
  readonly inputs: Record<string, tf.TensorInfo>;
  readonly attrs: Record<string, unknown>;
  readonly backend: BackendWasm;
}
export type Kernel = (call: KernelCall) => tf.TensorInfo | tf.TensorInfo[];

export const sizeOf = (shape: readonly number[]): number => shape.reduce((product, length) => product * length, 1);

/**
 * Values of a tensor on the wasm heap, as a view. It is valid until the next allocation, which can grow the heap, so
 * create outputs first.
 */
export function view(backend: BackendWasm, tensor: tf.TensorInfo): Numbers {
  return backend.typedArrayFromHeap(tensor) as Numbers;
}

/** The registered kernel of tfjs. */
export const kernelOf = (name: string): Kernel => registered('wasm', name) as unknown as Kernel;

/** {@link replaceKernel} on wasm. */
export const setKernel = (name: string, kernel: Kernel): void =>
  replaceKernel('wasm', name, kernel as unknown as tf.KernelFunc);
