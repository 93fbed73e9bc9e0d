import type { CodedMessage, Format, MessageOf } from '../graph/messages';
import { typeNames, type ValueType } from '../graph/value-faults';

/** Types of JSON values. */
export type JsonKind = Exclude<ValueType, 'int'>;

/** English words of errors in the questions of a dataset. */
const annotationWords = {
  annotationsUnset: () => 'The parameter “annotations” is empty; expected the path of the MUSIC-AVQA annotation JSON.',
  annotationsMissing: ({ file }: { file: string }) =>
    `The annotation file “${file}” does not exist; expected the MUSIC-AVQA annotation JSON.`,
  annotationsUnreadable: ({ file }: { file: string }) =>
    `The annotation file “${file}” cannot be read; expected the MUSIC-AVQA annotation JSON.`,
  annotationsForbidden: ({ file }: { file: string }) =>
    `The annotation file “${file}” cannot be read: this user has no permission to read it.`,
  annotationsNotJson: ({ file }: { file: string }) =>
    `“${file}” is not valid JSON; it may be truncated. Expected the MUSIC-AVQA annotation list.`,
  annotationsNotList: ({ file, found }: { file: string; found: JsonKind }) =>
    `“${file}” holds ${typeNames[found]}; expected the MUSIC-AVQA annotations, a list of questions.`,
  annotationsEmpty: ({ file }: { file: string }) => `“${file}” holds no questions.`,
  annotationNotObject: ({ file, entry, found }: { file: string; entry: number; found: JsonKind }) =>
    `“${file}”, entry ${entry}: expected an object with the fields of a question, found ${typeNames[found]}.`,
  annotationField: (
    { file, entry, field, reason }: { file: string; entry: number; field: string; reason: CodedMessage },
    format: Format,
  ) => `“${file}”, entry ${entry}, field “${field}”: ${format(reason)}.`,
  /** Reasons of the previous message: parts of a sentence. */
  notTypePair: ({ found }: { found: string }) =>
    `expected a JSON list of a group and a type of question, found “${found}”`,
  notWordList: ({ found }: { found: string }) => `expected a JSON list of words, found “${found}”`,
  videoIsPath: () => 'expected the id of a video, found a path',
  wrongSlotCount: ({ slots, found }: { slots: number; found: number }) =>
    `expected ${slots} value(s), one for each slot of the question, found ${found}`,
  unknownQuestionType: ({ found }: { found: string }) => `expected one of the nine question types, found “${found}”`,
  videoWithoutQuestion: ({ video }: { video: string }) => `No question of MUSIC-AVQA is about the video “${video}”.`,
  unknownScene: ({ video }: { video: string }) =>
    `Orchestra has no scene “${video}”; expected one that a question is about.`,
};

export interface FoundArray {
  readonly file: string;
  readonly type: string;
  readonly shape: readonly number[];
}

const array = ({ type, shape }: FoundArray) => `${type} [${shape.join(', ')}]`;

/** English words of errors in files of features. */
const featureWords = {
  featureFolderUnusable: (
    { parameter, folder, reason }: { parameter: string; folder: string; reason: CodedMessage },
    format: Format,
  ) =>
    `The folder “${folder}” of “${parameter}” ${format(reason)}; correct the path, or leave the parameter empty if the whole dataset lacks this modality.`,
  /** Reasons of the previous message: parts of a sentence. */
  folderMissing: () => 'does not exist',
  folderLinkDangles: () => 'is a link to a path that does not exist',
  folderIsFile: () => 'is not a folder',
  folderUnreadable: () => 'cannot be read',
  folderForbidden: () => 'cannot be read by this user',
  folderEmpty: () => 'is empty',
  featuresUnaligned: ({ video, audio, visual }: { video: string; audio: number; visual: number }) =>
    `Video “${video}” has ${audio} seconds of audio and ${visual} seconds of visual features; extract both at the same length.`,
  featuresMissing: ({ file }: { file: string }) =>
    `“${file}” does not exist; expected an NPY file with the features of its video.`,
  featuresNotFile: ({ file }: { file: string }) => `“${file}” is not a file; expected an NPY file.`,
  /** `issue`: a text of the system. */
  featuresUnreadable: ({ file, issue }: { file: string; issue: string }) => `“${file}” cannot be read: ${issue}.`,
  featuresForbidden: ({ file }: { file: string }) =>
    `“${file}” cannot be read: this user has no permission to read it.`,
  featuresShrank: ({ file }: { file: string }) => `“${file}” became shorter while it was read.`,
  featuresShape: ({ frame, seconds, ...found }: FoundArray & { frame: readonly number[]; seconds: number }) =>
    `“${found.file}” holds ${array(found)}; expected [T, ${frame.join(', ')}] with at least ${seconds} seconds T.`,
  featuresAxes: ({ axes, ...found }: FoundArray & { axes: readonly string[] }) =>
    `“${found.file}” holds ${array(found)}; expected [${axes.join(', ')}].`,
  featuresUnlikeOthers: ({ usual, ...found }: FoundArray & { usual: readonly number[] }) =>
    `“${found.file}” holds ${array(found)}; expected [${usual.join(', ')}], as most files have.`,
  featuresNotFinite: ({ file, value, place }: { file: string; value: string; place: readonly number[] }) =>
    `“${file}” holds ${value} at [${place.join(', ')}]; expected finite numbers in the range of float32.`,
  featuresType: ({ file, found }: { file: string; found: string }) =>
    `“${file}” holds values of type “${found}”; expected float16, float32 or float64.`,
  /** `expected`: null if the header describes more bytes than a file can have. */
  featuresSize: ({ bytes, expected, ...found }: FoundArray & { bytes: number; expected: number | null }) =>
    `“${found.file}” is ${bytes} bytes long; its header, ${array(found)}, expects ${expected ?? 'more than any file has'}.`,
  notNpy: ({ file, reason }: { file: string; reason: CodedMessage }, format: Format) =>
    `“${file}” is not an NPY file: ${format(reason)}.`,
  /** Reasons of the previous message: parts of a sentence. */
  npyEmpty: () => 'it is empty',
  npyMagic: () => 'it does not start with “\\x93NUMPY”',
  npyHeaderCut: ({ bytes }: { bytes: number }) => `it ends within its header, after ${bytes} bytes`,
  npyVersion: ({ version }: { version: string }) => `it has version ${version}, expected 1.0, 2.0 or 3.0`,
  npyHeaderLength: ({ bytes, most }: { bytes: number; most: number }) =>
    `its header claims ${bytes} bytes, expected at most ${most}`,
  npyDictionary: ({ found }: { found: string }) =>
    `its header has “${found}” where a dictionary of “descr”, “fortran_order” and “shape” was expected`,
  npyDescription: ({ found }: { found: string }) =>
    `its header has the type “${found}” where a simple one was expected`,
  npyOrder: ({ found }: { found: string }) =>
    `its header has “fortran_order” “${found}” where True or False was expected`,
  npyShape: ({ found }: { found: string }) =>
    `its header has the shape “${found}” where a tuple of whole numbers was expected`,
  moreFeaturesWrong: ({ first, others }: { first: CodedMessage; others: number }, format: Format) =>
    `${format(first)} ${others} more ${others === 1 ? 'file is' : 'files are'} wrong.`,
};

/** English words of errors in scenes that a user arranged. */
const sceneWords = {
  sceneSize: ({ found, expected }: { found: readonly number[]; expected: readonly number[] }) =>
    `The scene has ${found.join(' × ')} seconds, rows and columns; this run needs ${expected.join(' × ')}.`,
  scenePlayers: ({ found, most }: { found: number; most: number }) =>
    `The scene has ${found} players; remove players until there are at most ${most}.`,
  scenePlayerOutside: ({
    instrument,
    cell,
    grid,
  }: {
    instrument: string;
    cell: readonly number[];
    grid: readonly number[];
  }) =>
    `The player of “${instrument}” is in cell [${cell.join(', ')}], outside the grid of ${grid.join(' × ')}; move it inside.`,
  sceneCellShared: ({ cell }: { cell: readonly number[] }) =>
    `Two players share cell [${cell.join(', ')}]; move one of them to a free cell.`,
};

export const datasetWords = { ...annotationWords, ...featureWords, ...sceneWords };

export type DatasetMessage = MessageOf<typeof datasetWords>;

/** Name of the type of a JSON value in an error. */
export function jsonKindOf(value: unknown): JsonKind {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'list';
  const type = typeof value;
  return type === 'object' || type === 'number' || type === 'boolean' ? type : 'string';
}
