import { times, type GraphBuilder, type Value } from '../graph';

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

/** A kernel's input with its factor still to be multiplied in. Throws where tfjs did not give it: a mistake in the kernel. */
export function scaledInput({ inputs }: KernelCall, name: string): Value {
  const value = inputs[name];
  if (!value) throw new Error(`The kernel has no input “${name}”.`);
  return value;
}

/** A kernel's input. */
export function inputOf(call: KernelCall, name: string): Value {
  return call.graph.plain(scaledInput(call, name));
}

/** A value without its factor, and the factor. */
export function unscaled({ factor = 1, ...value }: Value): { value: Value; factor: number } {
  return { value, factor };
}

/** Factors that differ by no more than the order in which they were multiplied. */
export const alike = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-9 * Math.abs(b);

/** The value divided by a factor, which it may just have itself. */
export function relativeTo(value: Value, factor: number): Value {
  const bare = unscaled(value);
  return alike(bare.factor, factor) ? bare.value : times(value, 1 / factor);
}

/** A kernel that is linear in one of its inputs: a factor of that input becomes one of what comes out. */
export const linearIn =
  (input: string, kernel: Kernel): Kernel =>
  (call) => {
    const { value, factor } = unscaled(scaledInput(call, input));
    const result = kernel({ ...call, inputs: { ...call.inputs, [input]: value } });
    return Array.isArray(result) ? result.map((part: Value) => times(part, factor)) : times(result as Value, factor);
  };

export const sizeOf = (shape: readonly number[]): number => shape.reduce((product, length) => product * length, 1);
