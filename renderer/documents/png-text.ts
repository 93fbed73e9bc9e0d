/**
 * Text inside a PNG: an iTXt chunk (PNG specification, 11.3.4.5), which other programs skip.
 * A chunk is length (4 bytes), type (4), data, CRC-32 of type and data (4), all big-endian.
 */
const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** The picture ends with an IEND chunk without data. */
const endLength = 12;

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1;
  return crc;
});

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crcTable[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

const latin = (text: string): number[] => [...text].map((character) => character.charCodeAt(0));

const isPng = (png: Uint8Array): boolean => signature.every((byte, index) => png[index] === byte);

function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(latin(type), 4);
  bytes.set(data, 8);
  view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)));
  return bytes;
}

/** The PNG with a text under a keyword of 1 to 79 Latin letters. */
export function withText(png: Uint8Array, keyword: string, text: string): Uint8Array {
  // Keyword, no compression, no language, no translated keyword.
  const head = [...latin(keyword), 0, 0, 0, 0, 0];
  const body = new TextEncoder().encode(text);
  const data = new Uint8Array(head.length + body.length);
  data.set(head);
  data.set(body, head.length);
  const added = chunk('iTXt', data);
  const end = png.length - endLength;
  const result = new Uint8Array(png.length + added.length);
  result.set(png.subarray(0, end));
  result.set(added, end);
  result.set(png.subarray(end), end + added.length);
  return result;
}

/** Text under a keyword; undefined if there is none, or if the bytes are not a complete PNG. */
export function textOf(png: Uint8Array, keyword: string): string | undefined {
  if (!isPng(png)) return undefined;
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const head = [...latin(keyword), 0, 0, 0, 0, 0];
  for (let at = signature.length; at + 12 <= png.length;) {
    const length = view.getUint32(at);
    const data = png.subarray(at + 8, at + 8 + length);
    const type = String.fromCharCode(...png.subarray(at + 4, at + 8));
    if (at + 12 + length > png.length) return undefined;
    if (type === 'iTXt' && head.every((byte, index) => data[index] === byte)) {
      const sound = crc32(png.subarray(at + 4, at + 8 + length)) === view.getUint32(at + 8 + length);
      return sound ? new TextDecoder().decode(data.subarray(head.length)) : undefined;
    }
    at += 12 + length;
  }
  return undefined;
}
