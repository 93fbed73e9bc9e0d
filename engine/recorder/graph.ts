import * as tf from '@tensorflow/tfjs-core';
import type { Attribute, ElementType, OnnxInitializer, OnnxModel, OnnxNode, OnnxValue } from './model';

/**
 * A value in a graph under construction.
 *
 * `shape` is the shape for tfjs; `stored` is the shape of the named ONNX value. They differ in axes along which the
 * value repeats: those have length 1 in `stored`, or are absent at the front. A broadcast is therefore written only if
 * an operator needs it, and a sum over it becomes a multiplication.
 */
export interface Value {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly number[];
  readonly stored: readonly number[];
  /** The single number that all elements have, if it is known. */
  readonly constant?: number;
  /**
   * Pending factor of the stored numbers; absent: 1. Means, negations and learning rates are such factors. They pass
   * through linear operators until an operator needs the product. Never 0.
   */
  readonly factor?: number;
}

/** Multiplies the value with a number without a node. */
export function times(value: Value, number: number): Value {
  if (number === 1) return value;
  return { ...value, factor: (value.factor ?? 1) * number };
}

/** A matrix product in the graph. */
export interface MatrixProduct {
  readonly operator: 'MatMul' | 'Gemm';
  readonly operands: readonly [Value, Value];
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly shape: readonly number[];
  /** Number of products that are summed in each element. */
  readonly terms: number;
}

/** A sum over axes in the graph. */
export interface AxisSum {
  readonly x: Value;
  readonly axes: readonly number[];
}

/** Operators that change the shape of their input and keep the order of its elements. */
const views: ReadonlySet<string> = new Set(['Reshape', 'Identity', 'Squeeze', 'Unsqueeze']);

export type Numbers = Float32Array | Int32Array | Uint8Array;

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, length) => product * length, 1);
/** Bytes per element. Booleans need less and indices more, but there are few of either. */
const bytesPerNumber = 4;
export const same = (a: readonly number[], b: readonly number[]): boolean => a.join() === b.join();

/** Broadcast shape of two shapes, aligned at their last axes. */
export function broadcast(a: readonly number[], b: readonly number[]): number[] {
  return tf.broadcast_util.assertAndGetBroadcastShape([...a], [...b]);
}

/** Builds an ONNX graph node by node. Equal operators on equal inputs give one node. */
export class GraphBuilder {
  /** The part that new nodes belong to. */
  part: string | undefined;
  private readonly nodes: OnnxNode[] = [];
  /** Part and operations of each node. */
  private readonly made = new Map<readonly string[], { readonly part: string | undefined; operations: number }>();
  private readonly inputs: OnnxValue[] = [];
  private readonly initializers: OnnxInitializer[] = [];
  private readonly known = new Map<string, readonly Value[]>();
  /** Source of a reshaped value, by its name. */
  private readonly origins = new Map<string, Value>();
  /** Sizes of the values that nodes compute, by name. */
  private readonly shapes = new Map<string, readonly number[]>();
  /** Matrix products by name; see {@link productOf}. */
  private readonly products = new Map<string, MatrixProduct>();
  /** Sums over axes by name; see {@link axisSumOf}. */
  private readonly axisSums = new Map<string, AxisSum>();
  /** Terms of a sum, by its name. */
  private readonly sums = new Map<string, readonly [Value, Value]>();
  private count = 0;

  /** An input of every run. */
  input(name: string, type: ElementType, shape: readonly number[]): Value {
    this.inputs.push({ name, type, shape });
    return { name, type, shape, stored: shape };
  }

  /** A constant, row-major. */
  constant(type: ElementType, shape: readonly number[], values: Numbers | BigInt64Array): Value {
    const number = values.length > 0 && typeof values[0] === 'number' ? values[0] : undefined;
    const uniform = number !== undefined && values.every((value) => value === number);
    if (uniform && type !== 'int64') return this.filled(type, shape, number);
    return { ...this.initializer(type, shape, values), shape, stored: shape };
  }

  /** A constant with a name, so that it can be found in the model: a weight. */
  named(name: string, type: ElementType, shape: readonly number[], values: Numbers): Value {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    this.initializers.push({ name, type, shape, bytes: bytes.slice() });
    return { name, type, shape, stored: shape };
  }

  /** A value with one number everywhere. */
  filled(type: ElementType, shape: readonly number[], number: number): Value {
    const values =
      type === 'float32'
        ? Float32Array.of(number)
        : type === 'int32'
          ? Int32Array.of(number)
          : Uint8Array.of(Number(number !== 0));
    return { ...this.initializer(type, [], values), shape, stored: [], constant: number };
  }

  /** A constant of whole numbers, for shapes and axes. */
  indices(values: readonly number[]): string {
    return this.initializer('int64', [values.length], BigInt64Array.from(values, BigInt)).name;
  }

  private initializer(type: ElementType, shape: readonly number[], values: Numbers | BigInt64Array): Value {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    const key = `constant ${type} [${shape.join()}] ${Buffer.from(bytes).toString('latin1')}`;
    return this.once(key, () => {
      const name = this.name();
      this.initializers.push({ name, type, shape, bytes: bytes.slice() });
      return [{ name, type, shape, stored: shape }];
    })[0] as Value;
  }

  /** Adds an operator with one output of a known type and shape; see {@link many}. */
  emit(
    operator: string,
    inputs: readonly string[],
    type: ElementType,
    shape: readonly number[],
    attributes: Readonly<Record<string, Attribute>> = {},
  ): Value {
    return this.many(operator, inputs, type, [shape], attributes)[0] as Value;
  }

  /**
   * Adds a matrix product or convolution. Each output element is a sum of `depth` products; they are added to the
   * model's operations.
   */
  product(
    operator: 'MatMul' | 'Gemm' | 'Conv' | 'ConvTranspose',
    inputs: readonly string[],
    shape: readonly number[],
    terms: number,
    attributes: Readonly<Record<string, Attribute>> = {},
  ): Value {
    const before = this.nodes.length;
    const value = this.emit(operator, inputs, 'float32', shape, attributes);
    const made = this.nodes.length > before ? this.made.get(this.nodes.at(-1)?.outputs ?? []) : undefined;
    if (made) made.operations = 2 * sizeOf(shape) * terms;
    return value;
  }

  /** Adds a matrix product of values without factors and with all axes expanded. */
  matrixProduct(product: MatrixProduct): Value {
    const { operator, operands, shape, terms, attributes } = product;
    const names = operands.map(({ name }) => name);
    const value = this.product(operator, names, shape, terms, attributes);
    this.products.set(value.name, product);
    return value;
  }

  /** The matrix product behind a value, before reshaping. */
  productOf({ name }: Value): MatrixProduct | undefined {
    return this.products.get(this.origins.get(name)?.name ?? name);
  }

  /** Adds a sum over axes, which are removed, of a value without a factor and with all axes expanded. */
  axisSum({ x, axes }: AxisSum): Value {
    const left = x.shape.filter((_, axis) => !axes.includes(axis));
    const value = this.emit('ReduceSum', [x.name, this.indices(axes)], x.type, left, { keepdims: 0 });
    this.axisSums.set(value.name, { x, axes });
    return value;
  }

  /** The sum over axes behind a value, before reshaping. */
  axisSumOf({ name }: Value): AxisSum | undefined {
    return this.axisSums.get(this.origins.get(name)?.name ?? name);
  }

  /** Adds two values with their stored shapes. */
  sum(a: Value, b: Value): Value {
    const stored = broadcast(a.stored, b.stored);
    const value = { ...this.emit('Add', [a.name, b.name], a.type, stored), shape: broadcast(a.shape, b.shape) };
    this.sums.set(value.name, [a, b]);
    return value;
  }

  /** Terms of a sum. */
  partsOf({ name }: Value): readonly [Value, Value] | undefined {
    return this.sums.get(name);
  }

  /** Adds an operator with several outputs. */
  many(
    operator: string,
    inputs: readonly string[],
    type: ElementType,
    shapes: readonly (readonly number[])[],
    attributes: Readonly<Record<string, Attribute>> = {},
  ): readonly Value[] {
    const key = `${operator} ${inputs.join()} ${JSON.stringify(attributes)} ${type}`;
    return this.once(key, () => {
      const outputs = shapes.map((shape): Value => ({ name: this.name(), type, shape, stored: shape }));
      for (const output of outputs) this.shapes.set(output.name, output.shape);
      const names = outputs.map(({ name }) => name);
      this.nodes.push({ type: operator, inputs, outputs: names, attributes });
      this.made.set(names, { part: this.part, operations: 0 });
      return outputs;
    });
  }

  /** Applies the factor of a value. */
  plain(value: Value): Value {
    const { factor, ...stored } = value;
    if (factor === undefined || factor === 1) return stored;
    if (value.constant !== undefined) return this.filled(value.type, value.shape, value.constant * factor);
    const number = this.filled(value.type, [], factor);
    return { ...this.emit('Mul', [value.name, number.name], value.type, value.stored), shape: value.shape };
  }

  /** Name of a value with its factor applied and all axes of its shape expanded. */
  full(scaled: Value): string {
    const value = this.plain(scaled);
    if (same(value.stored, value.shape)) return value.name;
    if (sizeOf(value.stored) === sizeOf(value.shape)) return this.reshaped(value.name, value.type, value.shape);
    return this.emit('Expand', [value.name, this.indices(value.shape)], value.type, value.shape).name;
  }

  private reshaped(name: string, type: ElementType, shape: readonly number[]): string {
    return this.emit('Reshape', [name, this.indices(shape)], type, shape).name;
  }

  /** Reshapes a value to another shape of equal size, in row-major order. */
  reshape(value: Value, shape: readonly number[]): Value {
    if (same(value.shape, shape)) return value;
    if (sizeOf(value.stored) === 1) {
      const name = value.stored.length === 0 ? value.name : this.reshaped(value.name, value.type, []);
      return { ...value, name, shape, stored: [] };
    }
    const { factor = 1, ...bare } = value;
    const stored = reshapeRepeats(value, shape);
    if (stored) {
      const name = same(stored, value.stored) ? value.name : this.reshaped(value.name, value.type, stored);
      return times({ ...bare, name, shape, stored }, factor);
    }
    const whole: Value = { name: this.full(bare), type: value.type, shape: value.shape, stored: value.shape };
    const origin = this.origins.get(whole.name) ?? whole;
    if (same(origin.shape, shape)) return times(origin, factor);
    const reshaped = this.emit('Reshape', [origin.name, this.indices(shape)], value.type, shape);
    this.origins.set(reshaped.name, origin);
    return times(reshaped, factor);
  }

  private once(key: string, make: () => readonly Value[]): readonly Value[] {
    const found = this.known.get(key);
    if (found) return found;
    const made = make();
    this.known.set(key, made);
    return made;
  }

  private name(): string {
    this.count += 1;
    return `v${this.count}`;
  }

  /** The finished graph: the nodes before the outputs. */
  finish(name: string, outputs: readonly { readonly name: string; readonly value: Value }[]): OnnxModel {
    const renamed = new Map<string, string>();
    const graphOutputs = outputs.map(({ name: output, value }): OnnxValue => {
      const full = this.full(value);
      const made = this.nodes.some((node) => node.outputs.includes(full));
      // An output of a node gets the name of the model's output; an output with a second name is copied.
      if (made && !renamed.has(full)) {
        renamed.set(full, output);
        this.shapes.set(output, value.shape);
      } else this.nodes.push({ type: 'Identity', inputs: [full], outputs: [output], attributes: {} });
      return { name: output, type: value.type, shape: value.shape };
    });
    const nameOf = (value: string) => renamed.get(value) ?? value;
    const needed = new Set(graphOutputs.map((output) => output.name));
    const work = new Map<string | undefined, { operations: number; bytes: number }>();
    const bytesOf = (values: readonly string[]) =>
      values.reduce((sum, value) => {
        const shape = this.shapes.get(value);
        return sum + (shape ? bytesPerNumber * sizeOf(shape) : 0);
      }, 0);
    const nodes = this.nodes.reduceRight<OnnxNode[]>((kept, node) => {
      const [inputs, results] = [node.inputs.map(nameOf), node.outputs.map(nameOf)];
      if (!results.some((result) => needed.has(result))) return kept;
      for (const input of inputs) needed.add(input);
      kept.push({ ...node, inputs, outputs: results });
      const { part, operations } = this.made.get(node.outputs) ?? { part: undefined, operations: 0 };
      const sum = work.get(part) ?? { operations: 0, bytes: 0 };
      sum.operations += operations;
      if (!views.has(node.type)) sum.bytes += bytesOf(node.inputs) + bytesOf(node.outputs);
      work.set(part, sum);
      return kept;
    }, []);
    return {
      name,
      nodes: nodes.reverse(),
      inputs: this.inputs.filter((input) => needed.has(input.name)),
      outputs: graphOutputs,
      initializers: this.initializers.filter((initializer) => needed.has(initializer.name)),
      operations: [...work.values()].reduce((sum, { operations }) => sum + operations, 0),
      valueBytes: nodes.reduce((sum, { outputs: made }) => sum + bytesOf(made), 0),
      work: [...work].map(([part, sum]) => ({ part, ...sum })),
      shapes: this.shapes,
    };
  }
}

/**
 * Stored shape under a new shape that only adds or removes axes of length 1; undefined if axes merge or split, so that
 * repeats must be expanded.
 */
function reshapeRepeats({ shape, stored }: Value, to: readonly number[]): number[] | undefined {
  if (same(shape, stored)) return undefined;
  const long = (sizes: readonly number[]) => sizes.filter((size) => size !== 1);
  if (!same(long(shape), long(to))) return undefined;
  const aligned = [...Array<number>(shape.length - stored.length).fill(1), ...stored];
  const kept = aligned.filter((_, axis) => shape[axis] !== 1);
  return to.map((size) => (size === 1 ? 1 : (kept.shift() ?? 1)));
}
