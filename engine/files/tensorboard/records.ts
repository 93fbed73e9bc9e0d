/** Castagnoli's polynomial, reflected. */
const polynomial = 0x82f63b78;

const byteRemainders = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit += 1) remainder = remainder & 1 ? (remainder >>> 1) ^ polynomial : remainder >>> 1;
  return remainder;
});

/** CRC-32C of RFC 3720. */
export function crc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ (byteRemainders[(crc ^ byte) & 0xff] as number);
  return (crc ^ 0xffffffff) >>> 0;
}

/**
 * Masked checksum of TensorFlow's TFRecord: rotated and shifted, because a checksum over data that contains checksums
 * would be weak.
 */
const masked = (crc: number): number => (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;

/**
 * Records as a TFRecord file: each has its length [8 bytes], the length's checksum [4], the data, and their checksum
 * [4].
 */
export function frameRecords(records: readonly Uint8Array[]): Uint8Array {
  const file = new Uint8Array(records.reduce((sum, { length }) => sum + length + 16, 0));
  const view = new DataView(file.buffer);
  let start = 0;
  for (const data of records) {
    view.setBigUint64(start, BigInt(data.length), true);
    view.setUint32(start + 8, masked(crc32c(file.subarray(start, start + 8))), true);
    file.set(data, start + 12);
    view.setUint32(start + 12 + data.length, masked(crc32c(data)), true);
    start += data.length + 16;
  }
  return file;
}
