import { BinaryWriter } from '@bufbuild/protobuf/wire';
import { bytes, float, message, packed, text, whole } from '../files/protobuf';

/** The element types that a recorded graph uses, with their numbers in ONNX's TensorProto.DataType. */
export const elementTypes = { float32: 1, int32: 6, int64: 7, bool: 9 } as const;
export type ElementType = keyof typeof elementTypes;

export type Attribute = number | string | readonly number[] | { readonly float: number };

export interface OnnxNode {
  readonly type: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Numbers are whole unless given as `{ float }`. */
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** What the nodes of one part of a graph do in a run. */
export interface PartWork {
  /** As the recording named it; undefined for what belongs to no part. */
  readonly part: string | undefined;
  /** Additions and multiplications in matrix products and convolutions. */
  readonly operations: number;
  /** Bytes that its nodes read and write. */
  readonly bytes: number;
}

export interface OnnxValue {
  readonly name: string;
  readonly type: ElementType;
  /** An axis is a size, or a name where it is open. */
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
  /** Bytes of all values that the nodes make: more than a run has in memory at once. */
  readonly valueBytes: number;
  readonly work: readonly PartWork[];
  /** Of what the nodes make, by name. */
  readonly shapes: ReadonlyMap<string, readonly number[]>;
  /** Free text by key, stored with the model. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** The operator set that recorded graphs are written in: the first with reductions that take their axes as an input. */
export const operatorSet = 18;
/** The version of the file format that came with it. */
const formatVersion = 8;

/** Encodes a model as the bytes of an `.onnx` file. Field numbers are those of onnx.proto3. */
export function encodeModel(model: OnnxModel): Uint8Array {
  const writer = new BinaryWriter();
  whole(writer, 1, formatVersion);
  text(writer, 2, 'missing-modality-studio');
  message(writer, 7, (graph) => writeGraph(graph, model));
  message(writer, 8, (set) => {
    text(set, 1, '');
    whole(set, 2, operatorSet);
  });
  for (const [key, value] of Object.entries(model.metadata ?? {})) {
    message(writer, 14, (entry) => {
      text(entry, 1, key);
      text(entry, 2, value);
    });
  }
  return writer.finish();
}

function writeGraph(writer: BinaryWriter, { name, nodes, inputs, outputs, initializers }: OnnxModel): void {
  for (const node of nodes) message(writer, 1, () => writeNode(writer, node));
  text(writer, 2, name);
  for (const initializer of initializers) {
    message(writer, 5, () => {
      packed(writer, 1, initializer.shape);
      whole(writer, 2, elementTypes[initializer.type]);
      text(writer, 8, initializer.name);
      bytes(writer, 9, initializer.bytes);
    });
  }
  for (const input of inputs) message(writer, 11, () => writeValue(writer, input));
  for (const output of outputs) message(writer, 12, () => writeValue(writer, output));
}

function writeNode(writer: BinaryWriter, { type, inputs, outputs, attributes }: OnnxNode): void {
  for (const input of inputs) text(writer, 1, input);
  for (const output of outputs) text(writer, 2, output);
  text(writer, 4, type);
  for (const [name, value] of Object.entries(attributes)) {
    message(writer, 5, () => {
      text(writer, 1, name);
      writeAttribute(writer, value);
    });
  }
}

/** The value of an AttributeProto and its type: FLOAT 1, INT 2, STRING 3, INTS 7. */
function writeAttribute(writer: BinaryWriter, value: Attribute): void {
  if (typeof value === 'number') {
    whole(writer, 3, value);
    whole(writer, 20, 2);
  } else if (typeof value === 'string') {
    bytes(writer, 4, new TextEncoder().encode(value));
    whole(writer, 20, 3);
  } else if ('float' in value) {
    float(writer, 2, value.float);
    whole(writer, 20, 1);
  } else {
    packed(writer, 8, value);
    whole(writer, 20, 7);
  }
}

function writeValue(writer: BinaryWriter, { name, type, shape }: OnnxValue): void {
  text(writer, 1, name);
  message(writer, 2, () =>
    message(writer, 1, () => {
      whole(writer, 1, elementTypes[type]);
      message(writer, 2, () => {
        for (const size of shape) {
          message(writer, 1, () => {
            if (typeof size === 'number') whole(writer, 1, size);
            else text(writer, 2, size);
          });
        }
      });
    }),
  );
}
