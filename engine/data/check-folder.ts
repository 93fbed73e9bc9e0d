import { lstat, stat } from 'node:fs/promises';
import path from 'node:path';
import limit from 'p-limit';
import { DatasetError, splits, type Split } from '../../graph-nodes/datasets/dataset';
import { parseAnnotations } from '../../graph-nodes/datasets/music-avqa/annotations';
import { FeatureFileError, type FeatureProblem } from '../../graph-nodes/datasets/music-avqa/feature-file-error';
import { featureFile, requireFinite, withFeatureFile } from '../../graph-nodes/datasets/music-avqa/feature-files';
import { featureFolderFault, lengthFault } from '../../graph-nodes/datasets/music-avqa/feature-folder';
import { annotationPlaces, featureFolders } from '../../graph-nodes/datasets/music-avqa/folder';
import type { NpyHeader } from '../../graph-nodes/datasets/music-avqa/npy';
import { RequestError } from '../contract/errors';
import { inEnglish } from '../contract/messages';
import { cannotRead } from '../files/read-file';
import { readRegularFile } from '../files/regular-file';

export interface FolderProblem {
  /** Path relative to the folder. */
  readonly file: string;
  readonly problem: FeatureProblem | 'annotations';
  /** An English sentence. */
  readonly message: string;
}

export interface CheckedFeatures {
  readonly folder: string;
  /** Number of videos with a valid file. */
  readonly good: number;
  /** Most common shape of the files, and their types. */
  readonly shape: readonly number[] | null;
  readonly types: readonly string[];
}

export interface FolderReport {
  readonly folder: string;
  /** Questions by split; null if the split has no file. */
  readonly questions: Readonly<Record<Split, number | null>>;
  readonly videos: number;
  readonly audio: CheckedFeatures;
  readonly visual: CheckedFeatures;
  /** Empty if the folder is valid for training. */
  readonly problems: readonly FolderProblem[];
}

export interface CheckOptions {
  /** Only headers and sizes are checked, not every value. */
  readonly quick?: boolean;
}

/** Number of files that are read concurrently, each in parts of at most 2 MiB. */
const readAtOnce = 8;

/**
 * Checks every file that the annotations of a MUSIC-AVQA folder need, and lists all faults. The expected shape of a
 * file is the most common one of its folder.
 *
 * @throws {RequestError} if there is no such folder, it is not readable, or it has no annotations
 */
export async function checkFolder(folder: string, options: CheckOptions = {}): Promise<FolderReport> {
  if (!(await isFolder(folder))) {
    throw new RequestError('refused', { code: 'dataFolderMissing', folder });
  }
  const problems: FolderProblem[] = [];
  const questions: Record<Split, number | null> = { train: null, validation: null, test: null };
  const videos = new Set<string>();
  let files = 0;
  for (const split of splits) {
    const found = await readFirst(folder, annotationPlaces[split]);
    if (!found) continue;
    files += 1;
    const { file, text } = found;
    const faults: DatasetError[] = [];
    const report = (fault: DatasetError) => faults.push(fault);
    try {
      if (text === undefined) throw new DatasetError({ code: 'annotationsMissing', file });
      const annotations = parseAnnotations(text, file, report);
      if (annotations.length + faults.length === 0) throw new DatasetError({ code: 'annotationsEmpty', file });
      questions[split] = annotations.length;
      for (const { video } of annotations) videos.add(video);
    } catch (error) {
      if (!(error instanceof DatasetError)) throw error;
      report(error);
    }
    problems.push(...faults.map(({ message }): FolderProblem => ({ file, problem: 'annotations', message })));
  }
  if (files === 0) {
    const places = splits.map((split) => annotationPlaces[split][0] ?? '');
    throw new RequestError('refused', { code: 'dataWithoutAnnotations', folder, places });
  }
  const sorted = [...videos].sort();
  const check = (part: string, axes: number) => checkFeatures(folder, part, axes, sorted, options, problems);
  const audio = await check(featureFolders.audio, 2);
  const visual = await check(featureFolders.visual, 4);
  for (const [video, seconds] of audio.seconds) {
    for (const { problem, message } of lengthFault(video, seconds, visual.seconds.get(video))) {
      problems.push({ file: featureFile(featureFolders.visual, video), problem, message });
    }
  }
  return { folder, questions, videos: videos.size, audio: audio.report, visual: visual.report, problems };
}

async function checkFeatures(
  folder: string,
  part: string,
  axes: number,
  videos: readonly string[],
  { quick = false }: CheckOptions,
  problems: FolderProblem[],
): Promise<{ readonly report: CheckedFeatures; readonly seconds: ReadonlyMap<string, number> }> {
  const fault = await featureFolderFault(path.join(folder, part));
  if (fault) {
    const message = inEnglish({ code: 'featureFolderFaulty', folder: part, reason: fault });
    problems.push({ file: part, problem: 'missing', message });
    return { report: { folder: part, good: 0, shape: null, types: [] }, seconds: new Map() };
  }
  const slots = limit(readAtOnce);
  const checked = await Promise.all(
    videos.map((video) => slots(() => checkFile(folder, video, featureFile(part, video), axes, quick))),
  );
  const shapes = new Map<string, { shape: readonly number[]; count: number }>();
  for (const { header } of checked) {
    if (!header || header.shape.length !== axes) continue;
    const key = header.shape.join(', ');
    shapes.set(key, { shape: header.shape, count: (shapes.get(key)?.count ?? 0) + 1 });
  }
  const usual = [...shapes.values()].toSorted((one, other) => other.count - one.count)[0]?.shape ?? null;
  const types = new Set<string>();
  const seconds = new Map<string, number>();
  for (const { video, file, header, error } of checked) {
    const wrong = error ?? (header && usual && differs(file, header, usual));
    if (wrong) problems.push({ file, problem: wrong.problem, message: wrong.message });
    else if (header) {
      seconds.set(video, header.shape[0] ?? 0);
      types.add(header.type);
    }
  }
  return { report: { folder: part, good: seconds.size, shape: usual, types: [...types].sort() }, seconds };
}

interface CheckedFile {
  readonly video: string;
  readonly file: string;
  readonly header?: NpyHeader;
  readonly error?: FeatureFileError;
}

async function checkFile(
  folder: string,
  video: string,
  file: string,
  axes: number,
  quick: boolean,
): Promise<CheckedFile> {
  let found: NpyHeader | undefined;
  try {
    await withFeatureFile(
      path.join(folder, file),
      async (handle, header) => {
        found = header;
        if (header.shape.length !== axes || header.shape.includes(0)) {
          const { type, shape } = header;
          const expected = axes === 2 ? ['T', 'C'] : ['T', 'C', 'H', 'W'];
          throw new FeatureFileError('shape', { code: 'featuresAxes', file, type, shape, axes: expected });
        }
        if (!quick) await requireFinite(handle, header, file);
      },
      file,
    );
    return { video, file, ...(found && { header: found }) };
  } catch (error) {
    if (!(error instanceof FeatureFileError)) throw error;
    return { video, file, error, ...(found && { header: found }) };
  }
}

function differs(file: string, { shape, type }: NpyHeader, usual: readonly number[]): FeatureFileError | undefined {
  if (shape.every((size, axis) => size === usual[axis])) return undefined;
  return new FeatureFileError('shape', { code: 'featuresUnlikeOthers', file, type, shape, usual });
}

/** The first file that exists; without text if it is a link that leads nowhere. */
async function readFirst(
  folder: string,
  places: readonly string[],
): Promise<{ readonly file: string; readonly text?: string } | undefined> {
  for (const file of places) {
    const place = path.join(folder, file);
    try {
      return { file, text: (await readRegularFile(place)).toString('utf8') };
    } catch (error) {
      if (error instanceof RequestError) throw error;
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw cannotRead(place, error);
      if (await isLink(place)) return { file };
    }
  }
  return undefined;
}

const isLink = (name: string): Promise<boolean> =>
  lstat(name).then(
    (found) => found.isSymbolicLink(),
    () => false,
  );

async function isFolder(name: string): Promise<boolean> {
  try {
    return (await stat(name)).isDirectory();
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw cannotRead(name, error);
  }
}
