import { z } from 'zod';
import { oneLine, shortened } from '../../graph-nodes/graph/messages';
import { inEnglish, type EngineMessage } from '../contract/messages';

/** A named array of numbers. */
export interface NamedArray {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/**
 * Weights in the safetensors format: the header's length (8 bytes, little-endian), a JSON header of name → dtype, shape and
 * byte range, then the values. Names are sorted, so that equal weights give equal files.
 * @param metadata free text by key, kept under `__metadata__`
 */
export function writeSafetensors(
  arrays: ReadonlyMap<string, NamedArray>,
  metadata?: Readonly<Record<string, string>>,
): Uint8Array {
  const names = [...arrays.keys()].sort();
  const places = new Map<string, [from: number, to: number]>();
  let length = 0;
  for (const name of names) {
    const { byteLength } = (arrays.get(name) as NamedArray).values;
    places.set(name, [length, length + byteLength]);
    length += byteLength;
  }
  // Built from entries, because a weight can have any name, also that of an object's prototype.
  const header = Object.fromEntries([
    ...(metadata ? [['__metadata__', metadata] as const] : []),
    ...names.map((name) => {
      const entry = { dtype: 'F32', shape: arrays.get(name)?.shape, data_offsets: places.get(name) };
      return [name, entry] as const;
    }),
  ]);
  // Padded with spaces so that the values start at a multiple of eight bytes.
  const text = new TextEncoder().encode(JSON.stringify(header));
  const headerLength = Math.ceil(text.length / 8) * 8;
  const file = new Uint8Array(8 + headerLength + length).fill(0x20, 8, 8 + headerLength);
  const view = new DataView(file.buffer);
  view.setBigUint64(0, BigInt(headerLength), true);
  file.set(text, 8);
  for (const name of names) {
    const { values } = arrays.get(name) as NamedArray;
    const start = 8 + headerLength + (places.get(name)?.[0] ?? 0);
    for (let index = 0; index < values.length; index += 1) {
      view.setFloat32(start + 4 * index, values[index] as number, true);
    }
  }
  return file;
}

/**
 * The bytes are not a safetensors file that this program reads. The reason is part of a sentence that names the file.
 */
export class SafetensorsError extends Error {
  override readonly name = 'SafetensorsError';

  constructor(readonly reason: EngineMessage) {
    super(oneLine(inEnglish(reason)));
  }
}

/** Limit of the format. */
const longestHeader = 100_000_000;

const whole = z.number().int().min(0);
const entrySchema = z.object({
  dtype: z.literal('F32'),
  shape: z.array(whole),
  data_offsets: z.tuple([whole, whole]),
});
const entryFaults = { dtype: 'weightsType', shape: 'weightsShape', data_offsets: 'weightsOffsets' } as const;

/** Error of a header's entry, for its first invalid field. */
function entryError(name: string, { issues }: z.ZodError): SafetensorsError {
  const field = issues[0]?.path[0];
  const known = field === 'dtype' || field === 'shape' || field === 'data_offsets' ? entryFaults[field] : undefined;
  return new SafetensorsError({ code: known ?? 'weightsEntry', name: shortened(name) });
}

/**
 * Reads safetensors with float32 values. The values must be contiguous and fill the file, as the format requires, so
 * that no header can cause an allocation beyond the file size.
 *
 * @throws {SafetensorsError}
 */
export function readSafetensors(file: Uint8Array): Map<string, NamedArray> {
  return readSafetensorsFile(file).arrays;
}

/** {@link readSafetensors} with the text metadata under `__metadata__`; other metadata is omitted. */
export function readSafetensorsFile(file: Uint8Array): {
  arrays: Map<string, NamedArray>;
  metadata: Readonly<Record<string, string>>;
} {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (file.length < 8) throw new SafetensorsError({ code: 'weightsTooShort', bytes: file.length });
  const headerLength = view.getBigUint64(0, true);
  if (headerLength > BigInt(Math.min(longestHeader, file.length - 8))) {
    throw new SafetensorsError({ code: 'weightsHeaderCut', bytes: String(headerLength) });
  }
  const dataStart = 8 + Number(headerLength);
  const { named, metadata } = readHeader(file.subarray(8, dataStart));
  const entries = [...named].sort(
    ([, a], [, b]) => a.data_offsets[0] - b.data_offsets[0] || a.data_offsets[1] - b.data_offsets[1],
  );
  let end = 0;
  for (const [name, { shape, data_offsets: range }] of entries) {
    const bytes = 4 * shape.reduce((product, length) => product * length, 1);
    if (range[0] !== end || range[1] !== end + bytes) {
      const expected = [end, end + bytes] as const;
      throw new SafetensorsError({ code: 'weightsPlace', name: shortened(name), expected, found: range });
    }
    end = range[1];
  }
  if (end !== file.length - dataStart) {
    throw new SafetensorsError({ code: 'weightsLength', expected: end, found: file.length - dataStart });
  }
  const arrays = new Map(
    entries.map(
      ([
        name,
        {
          shape,
          data_offsets: [from, to],
        },
      ]) => {
        const values = new Float32Array((to - from) / 4);
        for (let index = 0; index < values.length; index += 1) {
          values[index] = view.getFloat32(dataStart + from + 4 * index, true);
        }
        return [name, { shape, values }];
      },
    ),
  );
  return { arrays, metadata };
}

const metadataSchema = z.record(z.string(), z.string());

function readHeader(bytes: Uint8Array): {
  named: Map<string, z.infer<typeof entrySchema>>;
  metadata: Readonly<Record<string, string>>;
} {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new SafetensorsError({ code: 'weightsHeaderNotJson' });
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header)) {
    throw new SafetensorsError({ code: 'weightsHeaderNotObject' });
  }
  const named = new Map<string, z.infer<typeof entrySchema>>();
  let metadata: Readonly<Record<string, string>> = {};
  for (const [name, value] of Object.entries(header)) {
    if (name === '__metadata__') {
      metadata = metadataSchema.safeParse(value).data ?? {};
      continue;
    }
    const result = entrySchema.safeParse(value);
    if (!result.success) throw entryError(name, result.error);
    named.set(name, result.data);
  }
  return { named, metadata };
}
