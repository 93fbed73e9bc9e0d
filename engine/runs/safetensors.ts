/** A named array of numbers. */
export interface NamedArray {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/**
 * Weights in the safetensors format: the header's length (8 bytes, little-endian), a JSON header of name → dtype, shape and
 * byte range, then the values. Names are sorted, so that equal weights give equal files.
 */
export function writeSafetensors(arrays: ReadonlyMap<string, NamedArray>): Uint8Array {
  const names = [...arrays.keys()].sort();
  const header: Record<string, { dtype: 'F32'; shape: readonly number[]; data_offsets: [number, number] }> = {};
  let offset = 0;
  for (const name of names) {
    const { shape, values } = arrays.get(name) as NamedArray;
    header[name] = { dtype: 'F32', shape, data_offsets: [offset, offset + values.byteLength] };
    offset += values.byteLength;
  }
  // Padded with blanks so that the values start at a multiple of eight bytes.
  const text = new TextEncoder().encode(JSON.stringify(header));
  const headerLength = Math.ceil(text.length / 8) * 8;
  const file = new Uint8Array(8 + headerLength + offset).fill(0x20, 8, 8 + headerLength);
  const view = new DataView(file.buffer);
  view.setBigUint64(0, BigInt(headerLength), true);
  file.set(text, 8);
  for (const name of names) {
    const { values } = arrays.get(name) as NamedArray;
    const start = 8 + headerLength + (header[name]?.data_offsets[0] ?? 0);
    values.forEach((value, index) => view.setFloat32(start + 4 * index, value, true));
  }
  return file;
}
