import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FeatureFileError } from './feature-file-error';
import { decodeFloats, floatBytes, parseNpyHeader, prefixBytes, writeNpy, type FloatType } from './npy';
import files from './npy-fixtures.json';

/** Reads a whole file from memory. */
function read(file: Uint8Array) {
  const header = parseNpyHeader(file.subarray(0, prefixBytes), file.length, 'x.npy');
  return { ...header, values: [...decodeFloats(Uint8Array.from(file.subarray(header.offset)), header)] };
}

/** Sentence of the refusal of a file. */
function refusal(file: Uint8Array, fileBytes = file.length): string {
  try {
    parseNpyHeader(file.subarray(0, prefixBytes), fileBytes, 'x.npy');
  } catch (error) {
    expect(error).toBeInstanceOf(FeatureFileError);
    return (error as Error).message;
  }
  throw new Error('It was accepted.');
}

/** A file with any header text; the values are zero bytes. */
function file(text: string, dataBytes: number, version = 1): Uint8Array {
  const header = new TextEncoder().encode(text);
  const start = version === 1 ? 10 : 12;
  const bytes = new Uint8Array(start + header.length + dataBytes);
  bytes.set([0x93, ...new TextEncoder().encode('NUMPY'), version, 0]);
  const view = new DataView(bytes.buffer);
  if (version === 1) view.setUint16(8, header.length, true);
  else view.setUint32(8, header.length, true);
  bytes.set(header, start);
  return bytes;
}
const fields = (shape: string, descr = `'<f4'`, order = 'False') =>
  `{'descr': ${descr}, 'fortran_order': ${order}, 'shape': ${shape}, }\n`;

describe('files written by NumPy', () => {
  it.each(Object.entries(files))('%s', (name, base64) => {
    const { shape, type, fortranOrder, values } = read(Buffer.from(base64, 'base64'));
    expect({ shape, type, fortranOrder }).toEqual({
      shape: [2, 3, 4],
      type: { f2: 'float16', f4: 'float32', f8: 'float64' }[/f\d/.exec(name)?.[0] ?? ''],
      fortranOrder: name.includes('F order'),
    });
    const at = (index: number): number => {
      const [i, j, k] = [Math.floor(index / 12), Math.floor(index / 4) % 3, index % 4];
      return values[fortranOrder ? i + 2 * (j + 3 * k) : index] ?? NaN;
    };
    expect(values.map((_, index) => at(index))).toEqual(Array.from({ length: 24 }, (_, index) => (index - 11) / 8));
  });
});

describe('a written array is read back', () => {
  it('by the writer, for every shape', () => {
    const shapes = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(shapes, fc.float({ noNaN: true }), (shape, first) => {
        const length = shape.reduce((product, size) => product * size, 1);
        const values = Float32Array.from({ length }, (_, index) => first + index);
        const found = read(writeNpy(shape, values));
        expect(found).toMatchObject({ shape, type: 'float32', littleEndian: true, fortranOrder: false });
        expect(found.values).toEqual([...values]);
        expect(found.offset % 64).toBe(0);
      }),
    );
  });

  it('in both byte orders and from any offset in memory', () => {
    // Native libraries may make the processor round subnormal numbers to zero in the whole process.
    const normal = fc.float().filter((value) => value === 0 || !(Math.abs(value) < 2 ** -126));
    fc.assert(
      fc.property(fc.array(normal), fc.boolean(), fc.constantFrom(0, 1, 4), (numbers, littleEndian, place) => {
        const bytes = new Uint8Array(place + 4 * numbers.length);
        const view = new DataView(bytes.buffer);
        numbers.forEach((value, index) => {
          view.setFloat32(place + 4 * index, value, littleEndian);
        });
        expect([...decodeFloats(bytes.subarray(place), { type: 'float32', littleEndian })]).toEqual(numbers);
      }),
    );
  });

  it('for half precision as defined by IEEE 754', () => {
    const halves: [bits: number, value: number][] = [
      [0x0000, 0],
      [0x8000, -0],
      [0x0001, 2 ** -24],
      [0x03ff, 1023 * 2 ** -24],
      [0x0400, 2 ** -14],
      [0x3555, 0.333251953125],
      [0x3c00, 1],
      [0xc000, -2],
      [0x7bff, 65504],
      [0x7c00, Infinity],
      [0xfc00, -Infinity],
      [0x7e00, NaN],
    ];
    const bytes = new Uint8Array(Uint16Array.from(halves, ([bits]) => bits).buffer);
    expect([...decodeFloats(bytes, { type: 'float16', littleEndian: true })]).toEqual(halves.map(([, value]) => value));
  });
});

describe('a header in other forms', () => {
  it.each([
    `{"shape": (2, 3), "descr": "<f4", "fortran_order": False}`,
    `{'shape':(2,3,),'fortran_order':False,'descr':'<f4'}`,
    `  { 'descr' : '<f4' , 'fortran_order' : False , 'shape' : ( 2L , 3L ) , }   \n`,
  ])('%s', (text) => {
    for (const version of [1, 2, 3]) expect(read(file(text, 24, version)).shape).toEqual([2, 3]);
  });

  it('can be a number without axes, or empty', () => {
    expect(read(file(fields('()'), 4)).shape).toEqual([]);
    expect(read(file(fields('(0, 7)'), 0)).values).toEqual([]);
  });
});

describe('a file is refused in one sentence with the finding', () => {
  it.each([
    ['another kind of file', new TextEncoder().encode('PK\u0003\u0004 and so on'), 'does not start with'],
    ['an empty one', new Uint8Array(0), 'it is empty'],
    ['version 4', file(fields('(1,)'), 4, 4), 'version 4.0'],
    ['an integer type', file(fields('(2,)', `'<i8'`), 16), '“<i8”'],
    ['Python objects', file(fields('(2,)', `'|O'`), 16), '“|O”'],
    ['the byte order of an unknown machine', file(fields('(2,)', `'=f4'`), 8), '“=f4”'],
    ['a record type', file(fields('(2,)', `[('a', '<f4')]`), 8), 'where a simple one was expected'],
    ['a negative size', file(fields('(-2, 3)'), 24), 'whole numbers'],
    ['a fraction', file(fields('(2.5, 4)'), 40), 'whole numbers'],
    ['a shape that is no tuple', file(fields('(6)'), 24), 'whole numbers'],
    ['an expression as shape', file(fields(`(2, 3) * 10 ** 9`), 24), 'whole numbers'],
    ['a call as shape', file(fields(`__import__('os').system('ls')`), 24), '__import__'],
    ['an expression as order', file(fields('(2, 3)', `'<f4'`, 'not True'), 24), 'True or False'],
    ['a field twice', file(`{'shape': (2,), 'shape': (6,), 'descr': '<f4', 'fortran_order': False}`, 24), 'dictionary'],
    ['a field more', file(`{'shape': (6,), 'x': (6,), 'descr': '<f4', 'fortran_order': False}`, 24), 'dictionary'],
    ['a field less', file(`{'shape': (6,), 'descr': '<f4'}`, 24), 'dictionary'],
    ['something behind the dictionary', file(`${fields('(6,)')} + {}`, 24), 'dictionary'],
    ['no dictionary', file('print(1)', 24), 'dictionary'],
    ['values cut off', file(fields('(60, 128)'), 30_719), 'expects 30793'],
    ['more values than the shape has', file(fields('(60, 128)'), 30_721), 'expects 30793'],
    ['a size beyond all files', file(fields('(9007199254740991, 9007199254740991)'), 24), 'more than any file has'],
    ['an overflowing size', file(fields(`(${'9999999999999999, '.repeat(31)})`), 24), 'whole numbers'],
    ['gigabytes in a small file', file(fields('(1000000, 1000)'), 24), 'expects 4000'],
    ['too many axes', file(fields(`(${'1, '.repeat(33)})`), 4), 'whole numbers'],
  ])('%s', (_, bytes, found) => {
    const message = refusal(bytes);
    expect(message).toMatch(/^“x\.npy” .*\.$/s);
    expect(message).toContain(found);
    expect(message.length).toBeLessThan(300);
  });

  it('with a header of gigabytes, from its first bytes alone', () => {
    const start = file('', 0, 2);
    new DataView(start.buffer).setUint32(8, 2 ** 32 - 1, true);
    expect(refusal(start, 2 ** 33)).toContain('claims 4294967295 bytes');
  });

  it('and never in another way, whatever bytes are changed, removed or added', () => {
    const types = Object.keys(floatBytes) as FloatType[];
    const whole = file(fields('(2, 3)', `'>f8'`), 48);
    const change = fc.record({
      position: fc.nat(whole.length - 1),
      drop: fc.nat(3),
      put: fc.oneof(
        fc.uint8Array({ maxLength: 3 }),
        fc.constantFrom(...`'"{}(),:L<f 9`).map((c) => Buffer.from(c)),
      ),
    });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const bytes = changes.reduce(
          (all, { position, drop, put }) =>
            Uint8Array.from([...all.subarray(0, position), ...put, ...all.subarray(position + drop)]),
          whole,
        );
        try {
          const { type, shape, values } = read(bytes);
          expect(types).toContain(type);
          expect(values).toHaveLength(shape.reduce((product, size) => product * size, 1));
        } catch (error) {
          expect(error).toBeInstanceOf(FeatureFileError);
          expect((error as Error).message).toMatch(/^“x\.npy” .*\.$/s);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
