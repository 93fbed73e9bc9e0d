import { WireType, type BinaryWriter } from '@bufbuild/protobuf/wire';

/** Fields of protobuf messages, by their numbers in the `.proto` file. */

export const text = (writer: BinaryWriter, field: number, value: string) =>
  writer.tag(field, WireType.LengthDelimited).string(value);
export const whole = (writer: BinaryWriter, field: number, value: number | string) =>
  writer.tag(field, WireType.Varint).int64(value);
export const float = (writer: BinaryWriter, field: number, value: number) =>
  writer.tag(field, WireType.Bit32).float(value);
export const bytes = (writer: BinaryWriter, field: number, value: Uint8Array) =>
  writer.tag(field, WireType.LengthDelimited).bytes(value);
export function message(writer: BinaryWriter, field: number, write: (writer: BinaryWriter) => void): void {
  writer.tag(field, WireType.LengthDelimited).fork();
  write(writer);
  writer.join();
}
export const packed = (writer: BinaryWriter, field: number, values: readonly (number | string)[]) =>
  message(writer, field, () => values.forEach((value) => writer.int64(value)));
