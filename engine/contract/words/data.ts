import { quoted, type CodedMessage, type Format } from '../../../graph-nodes/graph/messages';

/** English texts of making and checking a folder of MUSIC-AVQA files. */
export const dataWords = {
  dataFolderMissing: ({ folder }: { folder: string }) =>
    `“${folder}” is not a folder; name the folder of the MUSIC-AVQA files.`,
  dataWithoutAnnotations: ({ folder, places }: { folder: string; places: readonly string[] }) =>
    `“${folder}” has no annotations; add at least one of ${quoted(places)}.`,
  featureFolderFaulty: ({ folder, reason }: { folder: string; reason: CodedMessage }, format: Format) =>
    `The folder “${folder}” ${format(reason)}.`,
  sceneOptionTooSmall: ({ option, value, limit }: { option: string; value: number; limit: number }) =>
    `“--${option} ${value}” is out of range; use at least ${limit}.`,
  sceneOptionTooBig: ({ option, value, limit }: { option: string; value: number; limit: number }) =>
    `“--${option} ${value}” is out of range; use at most ${limit}.`,
  folderNotEmpty: ({ folder, found }: { folder: string; found: string }) =>
    `“${folder}” is not empty (it contains “${found}”); name an empty or a new folder.`,
};
