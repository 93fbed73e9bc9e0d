import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { FeatureFileError } from './feature-file-error';
import { decodeFloats, floatBytes, parseNpyHeader, prefixBytes, type NpyHeader } from './npy';
import { isForbidden, systemCode } from './system-error';

/** Flag of `open` that Windows lacks. */
const { O_NONBLOCK = 0 }: Partial<typeof constants> = constants;

/**
 * Shape of one second in the files: [C] for sound, [C, H, W] for pictures. The first axis of a file is the seconds: [60, 128]
 * and [60, 512, 14, 14] in the published files.
 */
export type FrameSizes = readonly [channels: number] | readonly [channels: number, height: number, width: number];

export const featureFile = (folder: string, video: string): string => join(folder, `${video}.npy`);

/** Indices of `kept` of `seconds` at equal distances: for 10 of 60, every sixth from the first on. */
export function keptSeconds(seconds: number, kept: number): number[] {
  return Array.from({ length: kept }, (_, index) => Math.floor((index * seconds) / kept));
}

/**
 * Opens a feature file and reads its header.
 * @param name name of the file in errors
 * @throws {FeatureFileError} if it does not exist, is not an NPY file, or does not have the size that its header declares
 */
export async function withFeatureFile<Result>(
  file: string,
  use: (handle: FileHandle, header: NpyHeader) => Promise<Result>,
  name: string = file,
): Promise<Result> {
  let handle: FileHandle | undefined;
  try {
    // Without the flag, opening a pipe would wait for its other end.
    handle = await open(resolve(file), constants.O_RDONLY | O_NONBLOCK);
    const stat = await handle.stat();
    if (!stat.isFile()) throw new FeatureFileError('unreadable', { code: 'featuresNotFile', file: name });
    const start = await readBytes(handle, 0, Math.min(prefixBytes, stat.size), name);
    return await use(handle, parseNpyHeader(start, stat.size, name));
  } catch (error) {
    const code = systemCode(error);
    if (!(error instanceof Error) || code === undefined) throw error;
    if (code === 'ENOENT') throw new FeatureFileError('missing', { code: 'featuresMissing', file: name });
    if (isForbidden(code)) throw new FeatureFileError('unreadable', { code: 'featuresForbidden', file: name });
    throw new FeatureFileError('unreadable', { code: 'featuresUnreadable', file: name, issue: error.message });
  } finally {
    await handle?.close();
  }
}

/**
 * Compares the shape of a file with the expected sizes.
 * @param kept minimum number of seconds
 * @throws {FeatureFileError}
 */
export function requireShape({ shape, type }: NpyHeader, frame: FrameSizes, kept: number, file: string): void {
  const [seconds = 0, ...rest] = shape;
  if (seconds >= kept && rest.length === frame.length && rest.every((size, axis) => size === frame[axis])) return;
  throw new FeatureFileError('shape', { code: 'featuresShape', file, type, shape, frame, seconds: kept });
}

/**
 * The kept seconds of a file, channels last: [T, C] or [T, H, W, C]. From a file in C order only these are read.
 * @param only index of a single second to read among the kept ones: [1, C] or [1, H, W, C]
 * @throws {FeatureFileError} also if a value is not finite
 */
export function readSeconds(
  file: string,
  frame: FrameSizes,
  kept: number,
  only?: number,
): Promise<Float32Array<ArrayBuffer>> {
  return withFeatureFile(file, async (handle, header) => {
    requireShape(header, frame, kept, file);
    const [seconds = 0] = header.shape;
    const [channels, height = 1, width = 1] = frame;
    const cells = height * width;
    const seen = keptSeconds(seconds, kept).filter((_, index) => only === undefined || index === only);
    const values = header.fortranOrder
      ? await readValues(handle, header, 0, seconds * channels * cells, file)
      : await readFrames(handle, header, seen, channels * cells, file);
    const [secondStride, channelStride, rowStride, columnStride] = header.fortranOrder
      ? [1, seconds, seconds * channels, seconds * channels * height]
      : [channels * cells, cells, width, 1];

    const result = new Float32Array(seen.length * cells * channels);
    let written = 0;
    seen.forEach((second, index) => {
      const start = secondStride * (header.fortranOrder ? second : index);
      for (let row = 0; row < height; row += 1) {
        for (let column = 0; column < width; column += 1) {
          const cell = start + row * rowStride + column * columnStride;
          for (let channel = 0; channel < channels; channel += 1) {
            const value = values[cell + channel * channelStride] ?? NaN;
            if (!Number.isFinite(value)) {
              const place = frame.length === 1 ? [second, channel] : [second, channel, row, column];
              throw notFinite(file, value, place);
            }
            result[written] = value;
            written += 1;
          }
        }
      }
    });
    return result;
  });
}

/** Number of values that {@link requireFinite} checks at once. */
const chunkValues = 2 ** 18;

/**
 * Checks every value of an open file.
 * @throws {FeatureFileError} with the place of the first value that is not finite
 */
export async function requireFinite(handle: FileHandle, header: NpyHeader, file: string): Promise<void> {
  const { shape, fortranOrder } = header;
  const count = shape.reduce((product, size) => product * size, 1);
  for (let first = 0; first < count; first += chunkValues) {
    const values = await readValues(handle, header, first, Math.min(chunkValues, count - first), file);
    const index = values.findIndex((value) => !Number.isFinite(value));
    if (index >= 0) throw notFinite(file, values[index] ?? NaN, placeOf(first + index, shape, fortranOrder));
  }
}

function placeOf(index: number, shape: readonly number[], fortranOrder: boolean): number[] {
  const sizes = fortranOrder ? shape : shape.toReversed();
  let rest = index;
  const place = sizes.map((size) => {
    const here = rest % size;
    rest = Math.floor(rest / size);
    return here;
  });
  return fortranOrder ? place : place.reverse();
}

function notFinite(file: string, value: number, place: readonly number[]): FeatureFileError {
  return new FeatureFileError('notFinite', { code: 'featuresNotFinite', file, value: String(value), place });
}

/** Concatenates the frames. */
async function readFrames(
  handle: FileHandle,
  header: NpyHeader,
  frames: readonly number[],
  size: number,
  file: string,
): Promise<Float32Array> {
  const bytes = size * floatBytes[header.type];
  const all = new Uint8Array(frames.length * bytes);
  for (const [index, frame] of frames.entries()) {
    await fill(handle, all.subarray(index * bytes, (index + 1) * bytes), header.offset + frame * bytes, file);
  }
  return decodeFloats(all, header);
}

async function readValues(
  handle: FileHandle,
  header: NpyHeader,
  first: number,
  count: number,
  file: string,
): Promise<Float32Array> {
  const size = floatBytes[header.type];
  return decodeFloats(await readBytes(handle, header.offset + first * size, count * size, file), header);
}

async function readBytes(
  handle: FileHandle,
  position: number,
  length: number,
  file: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(length);
  await fill(handle, bytes, position, file);
  return bytes;
}

/** Fills `bytes` from an offset of the file. A read may return less than requested, so it is repeated. */
async function fill(handle: FileHandle, bytes: Uint8Array, position: number, file: string): Promise<void> {
  let filled = 0;
  while (filled < bytes.length) {
    const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, position + filled);
    if (bytesRead === 0) {
      throw new FeatureFileError('truncated', { code: 'featuresShrank', file });
    }
    filled += bytesRead;
  }
}
