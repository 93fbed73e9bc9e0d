import type { dataWords } from '../../../engine/contract/words/data';
import { quoted, type MessageOf, type Words } from '../../../graph-nodes/graph/messages';

/** Making and checking a folder of MUSIC-AVQA files, in Korean. */
export const koDataFolders: Words<MessageOf<typeof dataWords>> = {
  dataFolderMissing: ({ folder }) => `“${folder}”은(는) 폴더가 아닙니다. MUSIC-AVQA 파일이 있는 폴더를 지정하세요.`,
  dataWithoutAnnotations: ({ folder, places }) =>
    `“${folder}”에 주석이 없습니다. ${quoted(places)} 중 하나 이상을 추가하세요.`,
  featureFolderFaulty: ({ folder, reason }, format) => `폴더 “${folder}”${format(reason)}.`,
  sceneOptionTooSmall: ({ option, value, limit }) =>
    `“--${option} ${value}”이(가) 범위를 벗어납니다. ${limit} 이상으로 하세요.`,
  sceneOptionTooBig: ({ option, value, limit }) =>
    `“--${option} ${value}”이(가) 범위를 벗어납니다. ${limit} 이하로 하세요.`,
  folderNotEmpty: ({ folder, found }) =>
    `“${folder}”이(가) 비어 있지 않습니다(“${found}”이(가) 있습니다). 비어 있는 폴더나 새 폴더를 지정하세요.`,
};
