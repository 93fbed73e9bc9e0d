import { shortened } from '../../graph/messages';
import type { DatasetMessage } from '../words';
import { FeatureFileError } from './feature-file-error';

/**
 * NumPy's NPY format, versions 1 to 3, for arrays of floating-point numbers.
 * Source: numpy.lib.format. The sizes in a header are checked against the size of the file before anything is allocated.
 */

export const floatBytes = { float16: 2, float32: 4, float64: 8 } as const;
export type FloatType = keyof typeof floatBytes;

/** Contents of the header of a file. */
export interface NpyHeader {
  readonly shape: readonly number[];
  readonly type: FloatType;
  readonly littleEndian: boolean;
  /** True if the first axis is contiguous, instead of the last. */
  readonly fortranOrder: boolean;
  /** Offset of the values, in bytes. */
  readonly offset: number;
}

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
/** NumPy itself reads headers of up to 10,000 bytes. */
const mostHeaderBytes = 16_384;
/** Number of bytes from the start of a file that contain every accepted header. */
export const prefixBytes = 12 + mostHeaderBytes;
const mostAxes = 32;

const typesByDescription = new Map<string, FloatType>([
  ['f2', 'float16'],
  ['f4', 'float32'],
  ['f8', 'float64'],
]);

/**
 * Reads the header at the start of a file and checks it against the size of the file.
 * @param start the first bytes of the file, {@link prefixBytes} or the whole file
 * @param fileBytes size of the whole file
 * @param file name of the file in errors
 * @throws {FeatureFileError}
 */
export function parseNpyHeader(start: Uint8Array, fileBytes: number, file: string): NpyHeader {
  const refuse = (reason: DatasetMessage): never => {
    throw new FeatureFileError('format', { code: 'notNpy', file, reason });
  };
  if (magic.some((byte, index) => start[index] !== byte)) {
    return refuse({ code: fileBytes === 0 ? 'npyEmpty' : 'npyMagic' });
  }
  const [version = 0, minor = 0] = start.subarray(6, 8);
  const lengthBytes = version === 1 ? 2 : 4;
  const textStart = 8 + lengthBytes;
  if (start.length < textStart) return refuse({ code: 'npyHeaderCut', bytes: fileBytes });
  if (version < 1 || version > 3 || minor !== 0) {
    return refuse({ code: 'npyVersion', version: `${version}.${minor}` });
  }
  const view = new DataView(start.buffer, start.byteOffset, start.byteLength);
  const length = lengthBytes === 2 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > mostHeaderBytes) {
    return refuse({ code: 'npyHeaderLength', bytes: length, most: mostHeaderBytes });
  }
  const offset = textStart + length;
  if (offset > start.length) return refuse({ code: 'npyHeaderCut', bytes: fileBytes });
  const text = new TextDecoder(version === 3 ? 'utf-8' : 'latin1').decode(start.subarray(textStart, offset));
  const fields = parseDictionary(text);
  if ('code' in fields) return refuse(fields);

  const [order = '', kind = ''] = [fields.descr.slice(0, 1), fields.descr.slice(1)];
  const type = typesByDescription.get(kind);
  if (type === undefined || (order !== '<' && order !== '>')) {
    throw new FeatureFileError('type', { code: 'featuresType', file, found: shortened(fields.descr) });
  }
  const { shape } = fields;
  const expected = shape.reduce((product, size) => product * size, floatBytes[type]) + offset;
  if (!Number.isSafeInteger(expected) || expected !== fileBytes) {
    const possible = Number.isSafeInteger(expected) ? expected : null;
    const reason = { code: 'featuresSize', file, bytes: fileBytes, type, shape, expected: possible } as const;
    throw new FeatureFileError('truncated', reason);
  }
  return { shape, type, littleEndian: order === '<', fortranOrder: fields.fortranOrder, offset };
}

interface Fields {
  readonly descr: string;
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
}

const entry = /\s*(['"])(\w*)\1\s*:\s*(?:(['"])([^'"]*)\3|(True|False)|\(([\d\sL,]*)\)|([^,}]*))\s*(,|\}|$)/uy;

/**
 * Reads the Python dictionary of a header. It is a literal with exactly three fields and is never evaluated. Returns the reason
 * if it is not one.
 */
function parseDictionary(text: string): Fields | DatasetMessage {
  const noDictionary: DatasetMessage = { code: 'npyDictionary', found: shortened(text.trim()) };
  let descr: string | undefined;
  let fortranOrder: boolean | undefined;
  let shape: number[] | undefined;
  entry.lastIndex = /^\s*\{/u.exec(text)?.[0].length ?? text.length;
  for (let end = ','; end === ',';) {
    if (/^\s*\}\s*$/u.test(text.slice(entry.lastIndex))) break;
    const found = entry.exec(text);
    if (!found) return noDictionary;
    const [, , field, , string, boolean, tuple, other] = found;
    end = found[8] ?? '';
    if (end === '' || (end === '}' && text.slice(entry.lastIndex).trim() !== '')) return noDictionary;
    const value = shortened(string ?? boolean ?? (tuple === undefined ? (other ?? '') : `(${tuple})`));
    if (field === 'descr' && descr === undefined) {
      if (string === undefined) return { code: 'npyDescription', found: value };
      descr = string;
    } else if (field === 'fortran_order' && fortranOrder === undefined) {
      if (boolean === undefined) return { code: 'npyOrder', found: value };
      fortranOrder = boolean === 'True';
    } else if (field === 'shape' && shape === undefined) {
      shape = tuple === undefined ? undefined : parseTuple(tuple);
      if (shape === undefined) return { code: 'npyShape', found: value };
    } else {
      return noDictionary;
    }
  }
  return descr === undefined || fortranOrder === undefined || shape === undefined
    ? noDictionary
    : { descr, fortranOrder, shape };
}

/** `60, 128` or `60,` or nothing; Python 2 wrote an `L` after long numbers. */
function parseTuple(text: string): number[] | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return [];
  const items = trimmed.replace(/,$/u, '').split(',');
  if (items.length > mostAxes || (items.length === 1 && !trimmed.endsWith(','))) return undefined;
  const sizes = items.map((item) => (/^\s*\d{1,16}L?\s*$/u.test(item) ? Number.parseInt(item.trim(), 10) : NaN));
  return sizes.every(Number.isSafeInteger) ? sizes : undefined;
}

const littleEndianMachine = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** Values in the bytes of a file, in their order. The result may share memory with the bytes. */
export function decodeFloats(
  bytes: Uint8Array<ArrayBuffer>,
  { type, littleEndian }: Pick<NpyHeader, 'type' | 'littleEndian'>,
): Float32Array<ArrayBuffer> {
  const length = bytes.byteLength / floatBytes[type];
  if (type === 'float32' && littleEndian === littleEndianMachine && bytes.byteOffset % 4 === 0) {
    return new Float32Array(bytes.buffer, bytes.byteOffset, length);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const read = {
    float16: (index: number) => halfToNumber(view.getUint16(2 * index, littleEndian)),
    float32: (index: number) => view.getFloat32(4 * index, littleEndian),
    float64: (index: number) => view.getFloat64(8 * index, littleEndian),
  }[type];
  const values = new Float32Array(length);
  for (let index = 0; index < length; index += 1) values[index] = read(index);
  return values;
}

/** IEEE 754 binary16: a sign bit, 5 bits of exponent with bias 15, 10 bits of fraction. */
function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = (bits & 0x3ff) / 1024;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return exponent === 0 ? sign * fraction * 2 ** -14 : sign * (1 + fraction) * 2 ** (exponent - 15);
}

/** A whole file: version 1.0, float32, little-endian, C order. */
export function writeNpy(shape: readonly number[], values: Float32Array): Uint8Array {
  const tuple = shape.length === 1 ? `(${shape[0] ?? 0},)` : `(${shape.join(', ')})`;
  const fields = `{'descr': '<f4', 'fortran_order': False, 'shape': ${tuple}, }`;
  // The values start at a multiple of 64 bytes.
  const offset = Math.ceil((10 + fields.length + 1) / 64) * 64;
  const bytes = new Uint8Array(offset + 4 * values.length);
  bytes.set([...magic, 1, 0]);
  const view = new DataView(bytes.buffer);
  view.setUint16(8, offset - 10, true);
  bytes.set(new TextEncoder().encode(`${fields.padEnd(offset - 11)}\n`), 10);
  values.forEach((value, index) => {
    view.setFloat32(offset + 4 * index, value, true);
  });
  return bytes;
}
