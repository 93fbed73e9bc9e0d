import { times, type GraphBuilder, type Value } from '../graph';

/** Arguments of a kernel as values of the graph. A kernel with a list of inputs has them under their indices. */
export interface KernelCall {
  readonly graph: GraphBuilder;
  readonly inputs: Readonly<Record<string, Value>>;
  /** Attributes of the kernel, as in tfjs-core's `…Attrs` types. */
  readonly attributes: unknown;
}

/** Translates one tfjs kernel to ONNX nodes. */
export type Kernel = (call: KernelCall) => Value | readonly Value[];

/** Kernels by their tfjs name. */
export type KernelFamily = Readonly<Record<string, Kernel>>;

/**
 * An input of a kernel with its pending factor. It throws if tfjs did not pass the input, which is a mistake in the
 * kernel.
 */
export function scaledInput({ inputs }: KernelCall, name: string): Value {
  const value = inputs[name];
  if (!value) throw new Error(`The kernel has no input “${name}”.`);
  return value;
}

/** An input of a kernel with its factor applied. */
export function inputOf(call: KernelCall, name: string): Value {
  return call.graph.plain(scaledInput(call, name));
}

/** A value without its factor, and the factor. */
export function unscaled({ factor = 1, ...value }: Value): { value: Value; factor: number } {
  return { value, factor };
}

/** True for factors that differ only by rounding, which depends on the order of multiplication. */
export const alike = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-9 * Math.abs(b);

/** Divides a value by a factor, which can be its own. */
export function relativeTo(value: Value, factor: number): Value {
  const bare = unscaled(value);
  return alike(bare.factor, factor) ? bare.value : times(value, 1 / factor);
}

/** A kernel that is linear in one of its inputs: a factor of that input becomes a factor of the output. */
export const linearIn =
  (input: string, kernel: Kernel): Kernel =>
  (call) => {
    const { value, factor } = unscaled(scaledInput(call, input));
    const result = kernel({ ...call, inputs: { ...call.inputs, [input]: value } });
    return Array.isArray(result) ? result.map((part: Value) => times(part, factor)) : times(result as Value, factor);
  };

export const sizeOf = (shape: readonly number[]): number => shape.reduce((product, length) => product * length, 1);
