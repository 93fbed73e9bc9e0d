import * as tf from '@tensorflow/tfjs-core';
import type { Attribute, ElementType, OnnxInitializer, OnnxModel, OnnxNode, OnnxValue } from './model';

/**
 * A value in a graph under construction.
 *
 * `shape` is what tfjs believes; `stored` is the shape that the named ONNX value has, which is the same but for axes along
 * which the value repeats: those have length 1, or are left out in front. A broadcast is thus written down only where an
 * operator needs it, and sums over it become a multiplication.
 */
export interface Value {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly number[];
  readonly stored: readonly number[];
  /** The one number that the value holds everywhere, where that is known. */
  readonly constant?: number;
  /**
   * What the stored numbers are still to be multiplied with; absent: 1. Means, negations and learning rates are such
   * factors, which pass through linear operators until something needs the product. Never 0.
   */
  readonly factor?: number;
}

/** The value times a number, without a node for it. */
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
  /** So many products are added to each of its numbers. */
  readonly terms: number;
}

/** A sum over axes in the graph. */
export interface AxisSum {
  readonly x: Value;
  readonly axes: readonly number[];
}

/** Operators that give their input another shape and leave its numbers where they are. */
const views: ReadonlySet<string> = new Set(['Reshape', 'Identity', 'Squeeze', 'Unsqueeze']);

export type Numbers = Float32Array | Int32Array | Uint8Array;

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, length) => product * length, 1);
/** Truth values take less and indices more, but there are few of either. */
const bytesPerNumber = 4;
export const same = (a: readonly number[], b: readonly number[]): boolean => a.join() === b.join();

/** The shape that two shapes broadcast to, aligned at their last axes. */
export function broadcast(a: readonly number[], b: readonly number[]): number[] {
  return tf.broadcast_util.assertAndGetBroadcastShape([...a], [...b]);
}

/** Builds an ONNX graph node by node. What was built once is not built again: equal operators on equal inputs are one. */
export class GraphBuilder {
  /** Whose nodes are made now: they count as this part's work. */
  part: string | undefined;
  private readonly nodes: OnnxNode[] = [];
  /** The part and the operations of each node. */
  private readonly made = new Map<readonly string[], { readonly part: string | undefined; operations: number }>();
  private readonly inputs: OnnxValue[] = [];
  private readonly initializers: OnnxInitializer[] = [];
  private readonly known = new Map<string, readonly Value[]>();
  /** By the name of a reshaped value, what it was reshaped from. */
  private readonly origins = new Map<string, Value>();
  /** Of the values that nodes make, by name. */
  private readonly shapes = new Map<string, readonly number[]>();
  /** By name; see {@link productOf}. */
  private readonly products = new Map<string, MatrixProduct>();
  /** By name; see {@link axisSumOf}. */
  private readonly axisSums = new Map<string, AxisSum>();
  /** By the name of a sum, what was added. */
  private readonly sums = new Map<string, readonly [Value, Value]>();
  private count = 0;

  /** Values that are given at every run. */
  input(name: string, type: ElementType, shape: readonly number[]): Value {
    this.inputs.push({ name, type, shape });
    return { name, type, shape, stored: shape };
  }

  /** Values that never change, row-major. */
  constant(type: ElementType, shape: readonly number[], values: Numbers | BigInt64Array): Value {
    const number = values.length > 0 && typeof values[0] === 'number' ? values[0] : undefined;
    const uniform = number !== undefined && values.every((value) => value === number);
    if (uniform && type !== 'int64') return this.filled(type, shape, number);
    return { ...this.initializer(type, shape, values), shape, stored: shape };
  }

  /** Values that never change and keep a name of their own, so that they can be found in the model: weights. */
  named(name: string, type: ElementType, shape: readonly number[], values: Numbers): Value {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    this.initializers.push({ name, type, shape, bytes: bytes.slice() });
    return { name, type, shape, stored: shape };
  }

  /** One number everywhere. */
  filled(type: ElementType, shape: readonly number[], number: number): Value {
    const values =
      type === 'float32'
        ? Float32Array.of(number)
        : type === 'int32'
          ? Int32Array.of(number)
          : Uint8Array.of(Number(number !== 0));
    return { ...this.initializer(type, [], values), shape, stored: [], constant: number };
  }

  /** Shapes and axes, as operators take them. */
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

  /** An operator with one output of a known type and shape; see {@link many}. */
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
   * A matrix product or convolution with an output of a shape, each of whose numbers is a sum of so many products; counted
   * into the model's operations.
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

  /** A matrix product, of values without factors and with every axis written out. */
  matrixProduct(product: MatrixProduct): Value {
    const { operator, operands, shape, terms, attributes } = product;
    const names = operands.map(({ name }) => name);
    const value = this.product(operator, names, shape, terms, attributes);
    this.products.set(value.name, product);
    return value;
  }

  /** The matrix product that a value is, its shape aside. */
  productOf({ name }: Value): MatrixProduct | undefined {
    return this.products.get(this.origins.get(name)?.name ?? name);
  }

  /** A sum over axes, which are then gone, of a value without a factor and with every axis written out. */
  axisSum({ x, axes }: AxisSum): Value {
    const left = x.shape.filter((_, axis) => !axes.includes(axis));
    const value = this.emit('ReduceSum', [x.name, this.indices(axes)], x.type, left, { keepdims: 0 });
    this.axisSums.set(value.name, { x, axes });
    return value;
  }

  /** The sum over axes that a value is, its shape aside. */
  axisSumOf({ name }: Value): AxisSum | undefined {
    return this.axisSums.get(this.origins.get(name)?.name ?? name);
  }

  /** The sum of two values, over the shapes as stored. */
  sum(a: Value, b: Value): Value {
    const stored = broadcast(a.stored, b.stored);
    const value = { ...this.emit('Add', [a.name, b.name], a.type, stored), shape: broadcast(a.shape, b.shape) };
    this.sums.set(value.name, [a, b]);
    return value;
  }

  /** What was added to make a value. */
  partsOf({ name }: Value): readonly [Value, Value] | undefined {
    return this.sums.get(name);
  }

  /** An operator with several outputs. */
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

  /** The value with its factor multiplied in. */
  plain(value: Value): Value {
    const { factor, ...stored } = value;
    if (factor === undefined || factor === 1) return stored;
    if (value.constant !== undefined) return this.filled(value.type, value.shape, value.constant * factor);
    const number = this.filled(value.type, [], factor);
    return { ...this.emit('Mul', [value.name, number.name], value.type, value.stored), shape: value.shape };
  }

  /** The name of a value with its factor multiplied in and every axis of its shape written out. */
  full(scaled: Value): string {
    const value = this.plain(scaled);
    if (same(value.stored, value.shape)) return value.name;
    if (sizeOf(value.stored) === sizeOf(value.shape)) return this.reshaped(value.name, value.type, value.shape);
    return this.emit('Expand', [value.name, this.indices(value.shape)], value.type, value.shape).name;
  }

  private reshaped(name: string, type: ElementType, shape: readonly number[]): string {
    return this.emit('Reshape', [name, this.indices(shape)], type, shape).name;
  }

  /** The same numbers in row-major order under another shape of the same size. */
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

  /** The finished graph: what leads to the outputs. */
  finish(name: string, outputs: readonly { readonly name: string; readonly value: Value }[]): OnnxModel {
    const renamed = new Map<string, string>();
    const graphOutputs = outputs.map(({ name: output, value }): OnnxValue => {
      const full = this.full(value);
      const made = this.nodes.some((node) => node.outputs.includes(full));
      // What a node makes for one output alone is called by the output's name; the rest is copied.
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
 * The stored shape under a new shape where that only adds or removes axes of length 1; undefined where axes merge or split
 * and the repeats have to be written out.
 */
function reshapeRepeats({ shape, stored }: Value, to: readonly number[]): number[] | undefined {
  if (same(shape, stored)) return undefined;
  const long = (sizes: readonly number[]) => sizes.filter((size) => size !== 1);
  if (!same(long(shape), long(to))) return undefined;
  const aligned = [...Array<number>(shape.length - stored.length).fill(1), ...stored];
  const kept = aligned.filter((_, axis) => shape[axis] !== 1);
  return to.map((size) => (size === 1 ? 1 : (kept.shift() ?? 1)));
}
