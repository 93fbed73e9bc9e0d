import { crc32 } from 'node:zlib';

/** A chunk of a PNG file: length, type, data, CRC-32 of type and data. */
interface Chunk {
  readonly type: string;
  readonly data: Buffer;
}

const signatureLength = 8;

function chunksOf(png: Buffer): Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = signatureLength; at < png.length;) {
    const length = png.readUInt32BE(at);
    const type = png.toString('latin1', at + 4, at + 8);
    chunks.push({ type, data: png.subarray(at + 8, at + 8 + length) });
    at += 12 + length;
  }
  return chunks;
}

function encode({ type, data }: Chunk): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const bytes = Buffer.alloc(8 + body.length);
  bytes.writeUInt32BE(data.length);
  body.copy(bytes, 4);
  bytes.writeUInt32BE(crc32(body), 4 + body.length);
  return bytes;
}

const words = (...values: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, index) => bytes.writeUInt32BE(value, 4 * index));
  return bytes;
};

/**
 * An animated PNG (PNG specification, third edition, section 11.3.6) that repeats endlessly. Each picture becomes a
 * frame, so all must have the same size and colour type.
 * @param milliseconds duration of each frame
 */
export function film(pictures: readonly Buffer[], milliseconds: number): Buffer {
  const [first] = pictures;
  if (!first) throw new Error('A film has at least one picture.');
  const header = chunksOf(first).find(({ type }) => type === 'IHDR');
  if (!header) throw new Error('The first picture is not a PNG.');
  const [width, height] = [header.data.readUInt32BE(0), header.data.readUInt32BE(4)];
  let sequence = 0;
  const frames = pictures.flatMap((picture, index) => {
    const parts = chunksOf(picture);
    if (!parts.find(({ type }) => type === 'IHDR')?.data.equals(header.data)) {
      throw new Error(`Picture ${index + 1} has another size or colour type than the first one.`);
    }
    const delay = Buffer.alloc(6);
    delay.writeUInt16BE(milliseconds, 0);
    delay.writeUInt16BE(1000, 2);
    const control = { type: 'fcTL', data: Buffer.concat([words(sequence++, width, height, 0, 0), delay]) };
    const data = parts
      .filter(({ type }) => type === 'IDAT')
      .map((part) => (index === 0 ? part : { type: 'fdAT', data: Buffer.concat([words(sequence++), part.data]) }));
    return [control, ...data];
  });
  const chunks = [
    header,
    { type: 'acTL', data: words(pictures.length, 0) },
    ...frames,
    { type: 'IEND', data: Buffer.alloc(0) },
  ];
  return Buffer.concat([first.subarray(0, signatureLength), ...chunks.map(encode)]);
}
