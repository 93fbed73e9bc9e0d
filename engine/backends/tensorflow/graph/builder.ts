import type { OnnxModel } from '../../../recorder/model';
import {
  dimensions,
  graphDefType,
  typeAttribute,
  type GraphDefAttribute,
  type GraphDefNode,
  type GraphDefType,
  type GraphDefWeight,
} from './graph-def';
import { outputTypeOf, typeAttributesOf } from './types';

/** Builds a GraphDef from the values of an ONNX graph; the names of nodes derive from the names of the values. */
export class GraphDefBuilder {
  readonly nodes: GraphDefNode[] = [];
  private readonly weights = new Map<string, GraphDefWeight>();
  /** Node output of each ONNX value, by its name. */
  private readonly names = new Map<string, string>();
  /** Source and permutation of each transposed value, by its name. */
  private readonly turned = new Map<string, { readonly of: string; readonly perm: readonly number[] }>();
  private readonly made = new Map<string, string>();
  private readonly types = new Map<string, GraphDefType>();
  private readonly shapes: Map<string, readonly (number | string)[]>;
  private count = 0;

  constructor({ initializers, inputs, shapes }: Pick<OnnxModel, 'initializers' | 'inputs' | 'shapes'>) {
    for (const { name, type, shape, bytes } of initializers) {
      const stored = type === 'int64' ? shortened(bytes) : bytes;
      this.weight({ name: this.name(name), type: graphDefType(type), shape, bytes: stored }, name);
    }
    this.shapes = new Map(shapes);
    for (const { name, shape } of [...initializers, ...inputs]) this.shapes.set(name, shape);
  }

  /** An input of every run, by name. */
  placeholder({ name: value, type, shape }: OnnxModel['inputs'][0], name: string): void {
    this.names.set(value, name);
    this.types.set(name, graphDefType(type));
    const attr = { dtype: typeAttribute(type), shape: { shape: dimensions(shape) } };
    this.nodes.push({ name, op: 'Placeholder', attr });
  }

  /** Adds an ONNX value as a node with a unique name. */
  output(value: string, name: string): void {
    const input = this.resolve(value);
    this.nodes.push({ name, op: 'Identity', input: [input], attr: typeAttributesOf('Identity', [this.typeOf(input)]) });
  }

  /** Node output of an ONNX value. */
  bind(value: string, name: string): void {
    this.names.set(value, name);
  }

  resolve(value: string): string {
    return this.names.get(value) ?? value;
  }

  /** Adds a node; its inputs are ONNX values, or outputs of this builder. */
  emit(op: string, inputs: readonly string[], attr: Readonly<Record<string, GraphDefAttribute>> = {}): string {
    const input = inputs.map((value) => this.resolve(value));
    return this.once(`${op} ${input.join()} ${JSON.stringify(attr)}`, () => {
      const name = this.name();
      const types = input.map((given) => this.typeOf(given));
      this.types.set(name, outputTypeOf(op, types, attr));
      this.nodes.push({ name, op, input, attr: { ...typeAttributesOf(op, types), ...attr } });
      return name;
    });
  }

  /** Type of a node output. */
  private typeOf(output: string): GraphDefType {
    const type = this.types.get(nodeOf(output));
    if (!type) throw new Error(`The type of “${output}” is not known, because no earlier node computes it.`);
    return type;
  }

  /** The shape of an ONNX value. */
  shapeOf(value: string): readonly number[] {
    const shape = this.shapes.get(value);
    if (!shape?.every((size) => typeof size === 'number')) throw new Error(`The shape of “${value}” is not known.`);
    return shape;
  }

  /** Permutes the axes of a value. Successive permutations are combined, or removed if they cancel. */
  transpose(value: string, perm: readonly number[]): string {
    const name = this.resolve(value);
    const before = this.turned.get(name);
    const [of, whole] = before ? [before.of, perm.map((axis) => before.perm[axis] as number)] : [name, perm];
    if (whole.every((axis, place) => axis === place)) return of;
    const turned = this.emit('Transpose', [of, this.wholes(whole)]);
    this.turned.set(turned, { of, perm: whole });
    return turned;
  }

  /** Adds a constant of whole numbers, for example a shape or axes. */
  wholes(values: readonly number[], shape: readonly number[] = [values.length]): string {
    return this.constant('int32', shape, Int32Array.from(values));
  }

  floats(values: readonly number[], shape: readonly number[]): string {
    return this.constant('float32', shape, Float32Array.from(values));
  }

  private constant(type: 'int32' | 'float32', shape: readonly number[], values: Int32Array | Float32Array): string {
    return this.once(`${type} [${shape.join()}] ${values.join()}`, () => {
      const name = this.name();
      this.weight({ name, type, shape, bytes: new Uint8Array(values.buffer) }, name);
      return name;
    });
  }

  /** Values of a constant of whole numbers. */
  numbers(value: string): number[] {
    const weight = this.weights.get(this.resolve(value));
    if (weight?.type !== 'int32') throw new Error(`“${value}” is not a constant of whole numbers`);
    return [...new Int32Array(weight.bytes.slice().buffer)];
  }

  private weight(weight: GraphDefWeight, value: string): void {
    this.weights.set(weight.name, weight);
    this.types.set(weight.name, weight.type);
    this.names.set(value, weight.name);
    this.nodes.push({ name: weight.name, op: 'Const', attr: { dtype: typeAttribute(weight.type) } });
  }

  private once(key: string, make: () => string): string {
    const known = this.made.get(key) ?? make();
    this.made.set(key, known);
    return known;
  }

  /** A unique name; a weight keeps its name as far as TensorFlow allows it. */
  private name(of?: string): string {
    this.count += 1;
    return of !== undefined && of.includes('/') ? of.replace(/[^\w./-]/g, '_') : `n${this.count}`;
  }

  /** The nodes before the outputs in topological order, and the constants among them. */
  finish(outputs: readonly string[]): { nodes: GraphDefNode[]; weights: GraphDefWeight[] } {
    const needed = new Set(outputs);
    const nodes = this.nodes
      .reduceRight<GraphDefNode[]>((kept, node) => {
        if (!needed.has(node.name)) return kept;
        for (const input of node.input ?? []) needed.add(nodeOf(input));
        kept.push(node);
        return kept;
      }, [])
      .reverse();
    return { nodes, weights: nodes.flatMap(({ name }) => this.weights.get(name) ?? []) };
  }
}

/** Name of the node of an output: without the output's number. */
const nodeOf = (output: string): string => output.replace(/:\d+$/, '');

/** Converts whole numbers of 64 bits to 32 bits. */
function shortened(bytes: Uint8Array): Uint8Array {
  const long = new BigInt64Array(bytes.slice().buffer);
  return new Uint8Array(Int32Array.from(long, (value) => Number(BigInt.asIntN(32, value))).buffer);
}
