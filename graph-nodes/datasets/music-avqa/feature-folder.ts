import { lstat, readdir, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import limit from 'p-limit';
import type { DatasetMessage } from '../words';
import { FeatureFileError } from './feature-file-error';
import { featureFile, requireShape, withFeatureFile, type FrameSizes } from './feature-files';
import { readFeatures } from './feature-reader';
import { isForbidden, systemCode } from './system-error';

/** Number of headers that are read at the same time while the files are checked. */
const checkedAtOnce = 16;

/** A folder of features whose files have been checked. */
export interface FeatureFolder {
  readonly read: (video: string, only?: number) => Promise<Float32Array | null>;
  /** Seconds in the file of each video; empty if the modality is missing for the whole dataset. */
  readonly seconds: ReadonlyMap<string, number>;
}

/** Reason that a folder cannot contain features, as a part of a sentence; undefined if it can. */
export async function featureFolderFault(folder: string): Promise<DatasetMessage | undefined> {
  const place = resolve(folder);
  try {
    if (!(await stat(place)).isDirectory()) return { code: 'folderIsFile' };
    return (await readdir(place)).length === 0 ? { code: 'folderEmpty' } : undefined;
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOTDIR') return { code: 'folderMissing' };
    if (isForbidden(code)) return { code: 'folderForbidden' };
    if (code !== 'ENOENT') return { code: 'folderUnreadable' };
    const isLink = await lstat(place).then(
      (found) => found.isSymbolicLink(),
      () => false,
    );
    return { code: isLink ? 'folderLinkDangles' : 'folderMissing' };
  }
}

/**
 * Checks the header of every video's file. An empty path means that the modality is missing for the whole dataset.
 * @param parameter name of the parameter with the path
 * @throws {FeatureFileError} if the folder or a file cannot be used
 */
export async function openFeatureFolder(
  parameter: string,
  folder: string,
  frame: FrameSizes,
  kept: number,
  videos: ReadonlySet<string>,
): Promise<FeatureFolder> {
  if (folder.trim() === '') return { read: () => Promise.resolve(null), seconds: new Map() };
  const fault = await featureFolderFault(folder);
  if (fault) throw new FeatureFileError('missing', { code: 'featureFolderUnusable', parameter, folder, reason: fault });
  const slots = limit(checkedAtOnce);
  const headers = await Promise.all(
    [...videos].map((video) => slots(() => secondsOf(video, featureFile(folder, video), frame, kept))),
  );
  refuseAll(headers.flatMap((found) => (found instanceof FeatureFileError ? [found] : [])));
  return {
    read: (video, only) => readFeatures(featureFile(folder, video), frame, kept, only),
    seconds: new Map(headers.flatMap((found) => (found instanceof FeatureFileError ? [] : [found]))),
  };
}

/** @throws {FeatureFileError} if audio and visual features of one video have different lengths */
export function requireSameLengths(audio: FeatureFolder, visual: FeatureFolder): void {
  refuseAll([...audio.seconds].flatMap(([video, seconds]) => lengthFault(video, seconds, visual.seconds.get(video))));
}

/**
 * Fault of a video whose audio and visual files have different lengths. Kept seconds are at equal distances in each file, so
 * those of unequal files show different moments.
 */
export function lengthFault(video: string, audio: number, visual: number | undefined): FeatureFileError[] {
  if (visual === undefined || visual === audio) return [];
  return [new FeatureFileError('shape', { code: 'featuresUnaligned', video, audio, visual })];
}

/** @throws {FeatureFileError} the first fault, with the number of the others */
function refuseAll(faults: readonly FeatureFileError[]): void {
  const [first] = faults;
  if (!first) return;
  const others = faults.length - 1;
  const { problem, reason } = first;
  throw new FeatureFileError(problem, others === 0 ? reason : { code: 'moreFeaturesWrong', first: reason, others });
}

async function secondsOf(
  video: string,
  file: string,
  frame: FrameSizes,
  kept: number,
): Promise<readonly [video: string, seconds: number] | FeatureFileError> {
  try {
    return await withFeatureFile(file, async (_, header) => {
      requireShape(header, frame, kept, file);
      return [video, header.shape[0] ?? 0] as const;
    });
  } catch (error) {
    if (error instanceof FeatureFileError) return error;
    throw error;
  }
}
