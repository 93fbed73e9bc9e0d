import type { GraphBuilder, Value } from '../graph';

/** What tfjs hands to a kernel, as values of the graph. Kernels with a list of inputs have them under their places. */
export interface KernelCall {
  readonly graph: GraphBuilder;
  readonly inputs: Readonly<Record<string, Value>>;
  /** The kernel's attributes, as tfjs-core's `…Attrs` types have them. */
  readonly attributes: unknown;
}

/** Writes one tfjs kernel as ONNX nodes. */
export type Kernel = (call: KernelCall) => Value | readonly Value[];

/** Kernels by tfjs's name. */
export type KernelFamily = Readonly<Record<string, Kernel>>;

/** A kernel's input. Throws where tfjs did not give it: a mistake in the kernel. */
export function inputOf({ inputs }: KernelCall, name: string): Value {
  const value = inputs[name];
  if (!value) throw new Error(`The kernel has no input “${name}”.`);
  return value;
}

/** All inputs of a kernel that takes a list. */
export const listOf = ({ inputs }: KernelCall): Value[] => Object.values(inputs);

export const sizeOf = (shape: readonly number[]): number => shape.reduce((product, length) => product * length, 1);
