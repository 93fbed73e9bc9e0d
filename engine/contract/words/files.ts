import type { CodedMessage, Format } from '../../../graph-nodes/graph/messages';

export interface Place {
  readonly file: string;
  /** Line number in a file with one record per line; null for other files. */
  readonly line: number | null;
}

const placeOf = ({ file, line }: Place): string => `“${file}”${line === null ? '' : `, line ${line},`}`;

/** English texts of files that cannot be read or written. `issue`: a text of the system. */
export const fileWords = {
  cannotWrite: ({ place, reason }: { place: string; reason: CodedMessage }, format: Format) =>
    `“${place}” cannot be written: ${format(reason)}.`,
  /** Reasons of the message before: parts of a sentence. */
  diskFull: () => 'the disk is full',
  diskQuota: () => 'the disk quota is used up',
  diskError: () => 'the disk reports an error',
  noWritePermission: () => 'this user has no permission to write there',
  readOnlyDisk: () => 'its disk is read-only',
  tooManyOpenFiles: () => 'too many files are open; close other programs, or raise the limit (ulimit -n)',
  pathThroughFile: () => 'a part of its path is a file and not a folder',
  nameTaken: () => 'that name is in use; use another name',
  nothingNewThere: () => 'its folder is missing or not writable; name another folder',
  folderInPlace: () => 'it is a folder',
  nameTooLong: () => 'its name is longer than the disk allows',
  /** Reason of the message before, too: part of a sentence. */
  writesThroughLink: () => 'it is a symbolic link; files of a run are not written through links',
  notRegularFile: ({ file }: { file: string }) => `“${file}” is a folder, pipe or device; name a regular file.`,
  notFolder: ({ folder }: { folder: string }) => `“${folder}” is not a folder; name the folder of the files.`,
  fileTooLarge: ({ file, mebibytes, most }: { file: string; mebibytes: number; most: number }) =>
    `“${file}” has ${mebibytes} MiB, and at most ${most} MiB are read; name another file.`,
  symbolicLink: ({ file }: { file: string }) =>
    `“${file}” is a symbolic link; replace it with the file, since files of a run are not read through links.`,
  fileMissing: ({ file }: { file: string }) => `“${file}” cannot be read: there is no such file.`,
  readFails: ({ file, reason }: { file: string; reason: CodedMessage }, format: Format) =>
    `“${file}” cannot be read: ${format(reason)}.`,
  /** Reason of the message before. The reasons of `cannotWrite` apply too. */
  noReadPermission: () => 'this user has no permission to read it',
  cannotRead: ({ file, issue }: { file: string; issue: string }) => `“${file}” cannot be read: ${issue}.`,
  wrongJson: (place: Place) => `${placeOf(place)} cannot be read: it is not valid JSON; the file may be truncated.`,
  wrongContent: ({ field, fault, ...place }: Place & { field: string; fault: CodedMessage }, format: Format) =>
    `${placeOf(place)} is not valid: ${field || 'the whole file'}: ${format(fault)}.`,
  wrongDocument: ({ file, reason }: { file: string; reason: CodedMessage }, format: Format) =>
    `“${file}” cannot be read: ${format(reason)}`,
  newerFile: ({ file, version, known }: { file: string; version: number; known: number }) =>
    `“${file}” is of version ${version}, newer than this studio’s ${known}; open it with a newer studio.`,
  notSafetensors: ({ file, reason }: { file: string; reason: CodedMessage }, format: Format) =>
    `“${file}” is not a complete safetensors file: ${format(reason)}.`,
  /** Reasons of the message before: parts of a sentence. */
  weightsTooShort: ({ bytes }: { bytes: number }) => `it has ${bytes} bytes, too few for a header`,
  weightsHeaderCut: ({ bytes }: { bytes: string }) =>
    `its header should have ${bytes} bytes but the file ends before that`,
  weightsHeaderNotJson: () => 'its header should be JSON but is not',
  weightsHeaderNotObject: () => 'its header should be a JSON object but is not',
  weightsType: ({ name }: { name: string }) => `“${name}” should have the dtype “F32”`,
  weightsShape: ({ name }: { name: string }) => `“${name}” should have a shape of whole numbers`,
  weightsOffsets: ({ name }: { name: string }) => `“${name}” should have two whole numbers as data_offsets`,
  weightsEntry: ({ name }: { name: string }) => `“${name}” should be an object with dtype, shape and data_offsets`,
  weightsPlace: ({
    name,
    expected,
    found,
  }: {
    name: string;
    expected: readonly [number, number];
    found: readonly [number, number];
  }) => `the values of “${name}” should be at bytes ${expected.join(' to ')} but are at ${found.join(' to ')}`,
  weightsLength: ({ expected, found }: { expected: number; found: number }) =>
    `it should have ${expected} bytes of values but has ${found}`,
};
