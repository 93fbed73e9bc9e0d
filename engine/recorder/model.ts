import { create, toBinary, type MessageInitShape } from '@bufbuild/protobuf';
import {
  AttributeProto_AttributeType,
  ModelProtoSchema,
  TensorProto_DataType,
  type AttributeProtoSchema,
  type NodeProtoSchema,
  type TensorProtoSchema,
  type ValueInfoProtoSchema,
} from '../protos/onnx';

/** Element types of a recorded graph, with their ONNX numbers. */
export const elementTypes = {
  float32: TensorProto_DataType.FLOAT,
  int32: TensorProto_DataType.INT32,
  int64: TensorProto_DataType.INT64,
  bool: TensorProto_DataType.BOOL,
} as const;
export type ElementType = keyof typeof elementTypes;

export type Attribute = number | string | readonly number[] | { readonly float: number };

export interface OnnxNode {
  readonly type: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Numbers are integers unless written as `{ float }`. */
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** Work of the nodes of one part of a graph in a run. */
export interface PartWork {
  /** Name of the part in the recording; undefined for nodes without a part. */
  readonly part: string | undefined;
  /** Additions and multiplications in matrix products and convolutions. */
  readonly operations: number;
  /** Bytes that its nodes read and write. */
  readonly bytes: number;
}

export interface OnnxValue {
  readonly name: string;
  readonly type: ElementType;
  /** An axis is a size, or a name for a variable size. */
  readonly shape: readonly (number | string)[];
}

export interface OnnxInitializer {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly number[];
  /** Row-major, little-endian. */
  readonly bytes: Uint8Array;
}

export interface OnnxModel {
  readonly name: string;
  /** In topological order. */
  readonly nodes: readonly OnnxNode[];
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  readonly initializers: readonly OnnxInitializer[];
  /** Additions and multiplications of all matrix products and convolutions in one run. */
  readonly operations: number;
  /** Bytes of all values that the nodes compute: more than a run has in memory at the same time. */
  readonly valueBytes: number;
  readonly work: readonly PartWork[];
  /** Shapes and types of the computed values, by name. */
  readonly shapes: ReadonlyMap<string, readonly number[]>;
  /** Text metadata by key, stored with the model. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** Operator set version of recorded graphs: the first with reductions whose axes are an input. */
export const operatorSet = 18;
/** File format version of that operator set. */
const formatVersion = 8;

/** Encodes a model as the bytes of an `.onnx` file. */
export function encodeModel({ name, nodes, inputs, outputs, initializers, metadata = {} }: OnnxModel): Uint8Array {
  return toBinary(
    ModelProtoSchema,
    create(ModelProtoSchema, {
      irVersion: BigInt(formatVersion),
      producerName: 'missing-modality-studio',
      graph: {
        node: nodes.map(nodeProto),
        name,
        initializer: initializers.map(tensorProto),
        input: inputs.map(valueProto),
        output: outputs.map(valueProto),
      },
      opsetImport: [{ domain: '', version: BigInt(operatorSet) }],
      metadataProps: Object.entries(metadata).map(([key, value]) => ({ key, value })),
    }),
  );
}

const nodeProto = ({ type, inputs, outputs, attributes }: OnnxNode): MessageInitShape<typeof NodeProtoSchema> => ({
  input: [...inputs],
  output: [...outputs],
  opType: type,
  attribute: Object.entries(attributes).map(([name, value]) => ({ name, ...attributeValue(value) })),
});

function attributeValue(value: Attribute): MessageInitShape<typeof AttributeProtoSchema> {
  if (typeof value === 'number') return { i: BigInt(value), type: AttributeProto_AttributeType.INT };
  if (typeof value === 'string') {
    return { s: new TextEncoder().encode(value), type: AttributeProto_AttributeType.STRING };
  }
  if ('float' in value) return { f: value.float, type: AttributeProto_AttributeType.FLOAT };
  return { ints: value.map(BigInt), type: AttributeProto_AttributeType.INTS };
}

const tensorProto = ({ name, type, shape, bytes }: OnnxInitializer): MessageInitShape<typeof TensorProtoSchema> => ({
  dims: shape.map(BigInt),
  dataType: elementTypes[type],
  name,
  rawData: bytes as Uint8Array<ArrayBuffer>,
});

const valueProto = ({ name, type, shape }: OnnxValue): MessageInitShape<typeof ValueInfoProtoSchema> => ({
  name,
  type: {
    value: {
      case: 'tensorType',
      value: { elemType: elementTypes[type], shape: { dim: shape.map((size) => ({ value: sizeOf(size) })) } },
    },
  },
});

const sizeOf = (size: number | string) =>
  typeof size === 'number'
    ? ({ case: 'dimValue', value: BigInt(size) } as const)
    : ({ case: 'dimParam', value: size } as const);
