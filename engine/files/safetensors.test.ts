import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSafetensors, SafetensorsError, writeSafetensors, type NamedArray } from './safetensors';

describe('a safetensors file', () => {
  it('contains a header of names, shapes and byte ranges, and the values at those places', () => {
    const file = writeSafetensors(
      new Map([
        ['b/weight', { shape: [2, 2], values: Float32Array.of(1, 2, 3, 4) }],
        ['a/bias', { shape: [1], values: Float32Array.of(-0.5) }],
      ]),
    );
    const view = new DataView(file.buffer);
    const headerLength = Number(view.getBigUint64(0, true));
    expect(headerLength % 8).toBe(0);
    const header = JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + headerLength))) as Record<string, unknown>;
    expect(header).toEqual({
      'a/bias': { dtype: 'F32', shape: [1], data_offsets: [0, 4] },
      'b/weight': { dtype: 'F32', shape: [2, 2], data_offsets: [4, 20] },
    });
    const values = Array.from({ length: 5 }, (_, index) => view.getFloat32(8 + headerLength + 4 * index, true));
    expect(values).toEqual([-0.5, 1, 2, 3, 4]);
    expect(file.length).toBe(8 + headerLength + 20);
  });
});

/** Named arrays of any shapes, including empty and scalar ones, with any names. */
const arrays = fc
  .dictionary(
    fc.string(),
    fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 }).chain((shape) => {
      const size = shape.reduce((a, b) => a * b, 1);
      return fc.float32Array({ minLength: size, maxLength: size }).map((values): NamedArray => ({ shape, values }));
    }),
  )
  .map((record) => new Map(Object.entries(record).filter(([name]) => name !== '__metadata__')));

/** A file with a given header. */
function fileOf(header: unknown, values: number, headerLength?: bigint): Uint8Array {
  const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const file = new Uint8Array(8 + text.length + values);
  new DataView(file.buffer).setBigUint64(0, headerLength ?? BigInt(text.length), true);
  file.set(text, 8);
  return file;
}
const entry = (shape: unknown, from: unknown, to: unknown, dtype = 'F32') => ({
  dtype,
  shape,
  data_offsets: [from, to],
});

describe('reading a safetensors file', () => {
  it('returns the written arrays exactly', () => {
    fc.assert(
      fc.property(arrays, (written) => {
        expect(readSafetensors(writeSafetensors(written))).toEqual(written);
      }),
      { examples: [[new Map([['__proto__', { shape: [], values: Float32Array.of(1) }]])]] },
    );
  });

  it('accepts a file at an offset of its memory, and metadata', () => {
    const file = fileOf({ __metadata__: { made: 'elsewhere' }, a: entry([1], 0, 4) }, 4);
    const shifted = new Uint8Array(file.length + 3);
    shifted.set(file, 3);
    expect(readSafetensors(shifted.subarray(3))).toEqual(new Map([['a', { shape: [1], values: Float32Array.of(0) }]]));
  });

  it('throws its own error for any bytes, and for any truncated or changed file', () => {
    const attempt = (bytes: Uint8Array) => {
      try {
        readSafetensors(bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(SafetensorsError);
      }
    };
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), attempt));
    fc.assert(
      fc.property(arrays, fc.nat(), fc.nat(), fc.nat(255), (written, cut, place, byte) => {
        const file = writeSafetensors(written);
        attempt(file.slice(0, cut % file.length));
        file[place % file.length] = byte;
        attempt(file);
      }),
    );
  });

  it.each([
    ['a header longer than the file', fileOf('{}', 0, 2n ** 63n)],
    ['a shape of gigabytes', fileOf({ a: entry([1e9, 1e9], 0, 4e18) }, 4)],
    ['a shape that overflows', fileOf({ a: entry([1e300, 1e300], 0, 4) }, 4)],
    ['values that overlap', fileOf({ a: entry([2], 0, 8), b: entry([2], 0, 8) }, 8)],
    ['a hole between values', fileOf({ a: entry([1], 4, 8) }, 8)],
    ['bytes left over', fileOf({ a: entry([1], 0, 4) }, 8)],
    ['a negative place', fileOf({ a: entry([1], -4, 0) }, 4)],
    ['another dtype', fileOf({ a: entry([1], 0, 4, 'I32') }, 4)],
    ['a list as header', fileOf([], 0)],
    ['no JSON', fileOf('{"a":', 0)],
  ])('refuses %s', (_, file) => {
    expect(() => readSafetensors(file)).toThrow(SafetensorsError);
  });
});
