import { BinaryWriter } from '@bufbuild/protobuf/wire';
import { bytes, float, message, packed, text, whole } from '../../../files/protobuf';
import { graphDefVersion, typeNames, type GraphDefAttribute, type GraphDefNode } from './graph-def';
import type { Translated } from './translate';

/** The tag under which the graph of a SavedModel is loaded. */
export const savedModelTag = 'serve';

/** The types' numbers in types.proto. */
const typeNumbers: Readonly<Record<string, number>> = {
  [typeNames.float32]: 1,
  [typeNames.int32]: 3,
  [typeNames.bool]: 10,
};
const typeNumber = (name: string): number => typeNumbers[name] as number;

/** Encodes a graph as the bytes of `saved_model.pb`. Field numbers are those of saved_model.proto and what it includes. */
export function encodeSavedModel({ nodes, weights }: Translated): Uint8Array {
  const constants = new Map(weights.map((weight) => [weight.name, weight]));
  const writer = new BinaryWriter();
  whole(writer, 1, 1);
  message(writer, 2, () => {
    message(writer, 1, () => text(writer, 4, savedModelTag));
    message(writer, 2, () => {
      for (const node of nodes) {
        message(writer, 1, () => {
          writeNode(writer, node);
          const constant = constants.get(node.name);
          if (!constant) return;
          writeAttribute(writer, 'value', () =>
            message(writer, 8, () => {
              whole(writer, 1, typeNumber(typeNames[constant.type]));
              writeShape(writer, 2, constant.shape);
              bytes(writer, 4, constant.bytes);
            }),
          );
        });
      }
      message(writer, 4, () => whole(writer, 1, graphDefVersion));
    });
  });
  return writer.finish();
}

function writeNode(writer: BinaryWriter, { name, op, input = [], attr = {} }: GraphDefNode): void {
  text(writer, 1, name);
  text(writer, 2, op);
  for (const given of input) text(writer, 3, given);
  for (const [key, value] of Object.entries(attr)) writeAttribute(writer, key, () => writeValue(writer, value));
}

function writeAttribute(writer: BinaryWriter, key: string, write: () => void): void {
  message(writer, 5, () => {
    text(writer, 1, key);
    message(writer, 2, write);
  });
}

/** An AttrValue. */
function writeValue(writer: BinaryWriter, value: GraphDefAttribute): void {
  if ('list' in value) message(writer, 1, () => packed(writer, 3, value.list.i));
  else if ('s' in value) bytes(writer, 2, Buffer.from(value.s, 'base64'));
  else if ('i' in value) whole(writer, 3, value.i);
  else if ('f' in value) float(writer, 4, value.f);
  else if ('b' in value) whole(writer, 5, Number(value.b));
  else if ('type' in value) whole(writer, 6, typeNumber(value.type));
  else
    writeShape(
      writer,
      7,
      value.shape.dim.map(({ size }) => size),
    );
}

function writeShape(writer: BinaryWriter, field: number, shape: readonly (number | string)[]): void {
  message(writer, field, () => {
    for (const size of shape) message(writer, 2, () => whole(writer, 1, size));
  });
}
