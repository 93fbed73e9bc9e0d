import type { Words } from '../../../graph-nodes/graph/messages';
import type { DatasetMessage } from '../../../graph-nodes/datasets/words';
import { koTypes } from '../ko-values';

const array = ({ type, shape }: { readonly type: string; readonly shape: readonly number[] }) =>
  `${type} [${shape.join(', ')}]`;

/** Errors in the questions and features of a dataset, in Korean. */
export const koDatasets: Words<DatasetMessage> = {
  annotationsUnset: () => '파라미터 “annotations”가 비어 있습니다. MUSIC-AVQA 주석 JSON의 경로를 넣으세요.',
  annotationsMissing: ({ file }) => `주석 파일 “${file}”이(가) 없습니다. MUSIC-AVQA 주석 JSON이어야 합니다.`,
  annotationsUnreadable: ({ file }) => `주석 파일 “${file}”을(를) 읽을 수 없습니다. MUSIC-AVQA 주석 JSON이어야 합니다.`,
  annotationsForbidden: ({ file }) => `주석 파일 “${file}”을(를) 읽을 수 없습니다. 이 사용자에게 읽을 권한이 없습니다.`,
  annotationsNotJson: ({ file }) =>
    `“${file}”은(는) 올바른 JSON이 아니며, 중간에 끊겼을 수 있습니다. MUSIC-AVQA 주석 목록이어야 합니다.`,
  annotationsNotList: ({ file, found }) =>
    `“${file}”의 내용이 ${koTypes[found]}입니다. 질문의 목록인 MUSIC-AVQA 주석이어야 합니다.`,
  annotationsEmpty: ({ file }) => `“${file}”에 질문이 없습니다.`,
  annotationNotObject: ({ file, entry, found }) =>
    `“${file}”, 항목 ${entry}: 질문의 필드가 있는 객체여야 하는데 ${koTypes[found]}입니다.`,
  annotationField: ({ file, entry, field, reason }, format) =>
    `“${file}”, 항목 ${entry}, 필드 “${field}”: ${format(reason)}.`,
  notTypePair: ({ found }) => `질문의 그룹과 유형으로 된 JSON 목록이어야 하는데 “${found}”입니다`,
  notWordList: ({ found }) => `단어로 된 JSON 목록이어야 하는데 “${found}”입니다`,
  videoIsPath: () => '영상의 id여야 하는데 경로입니다',
  wrongSlotCount: ({ slots, found }) => `질문의 빈칸마다 하나씩 값 ${slots}개가 있어야 하는데 ${found}개입니다`,
  unknownQuestionType: ({ found }) => `질문 유형 아홉 가지 중 하나여야 하는데 “${found}”입니다`,
  videoWithoutQuestion: ({ video }) => `MUSIC-AVQA에 영상 “${video}”의 질문이 없습니다.`,
  unknownScene: ({ video }) => `Orchestra에 장면 “${video}”이(가) 없습니다. 질문이 있는 장면이어야 합니다.`,

  featureFolderUnusable: ({ parameter, folder, reason }, format) =>
    `“${parameter}”의 폴더 “${folder}”${format(reason)}. 경로를 고치거나, 전체에 이 모달리티가 없으면 비워 두세요.`,
  folderMissing: () => '이(가) 없습니다',
  folderLinkDangles: () => '은(는) 없는 곳을 가리키는 링크입니다',
  folderIsFile: () => '은(는) 폴더가 아닙니다',
  folderUnreadable: () => '을(를) 읽을 수 없습니다',
  folderForbidden: () => '을(를) 이 사용자가 읽을 수 없습니다',
  folderEmpty: () => '이(가) 비어 있습니다',
  featuresUnaligned: ({ video, audio, visual }) =>
    `영상 “${video}”의 소리는 ${audio}초이고 화면은 ${visual}초입니다. 두 특징을 같은 길이로 추출하세요.`,
  featuresMissing: ({ file }) => `“${file}”이(가) 없습니다. 영상의 특징이 든 NPY 파일이어야 합니다.`,
  featuresNotFile: ({ file }) => `“${file}”은(는) 파일이 아닙니다. NPY 파일이어야 합니다.`,
  featuresUnreadable: ({ file, issue }) => `“${file}”을(를) 읽을 수 없습니다: ${issue}.`,
  featuresForbidden: ({ file }) => `“${file}”을(를) 읽을 수 없습니다. 이 사용자에게 읽을 권한이 없습니다.`,
  featuresShrank: ({ file }) => `“${file}”이(가) 읽는 동안 짧아졌습니다.`,
  featuresShape: ({ frame, seconds, ...found }) =>
    `“${found.file}”의 내용이 ${array(found)}입니다. [T, ${frame.join(', ')}]이고 T가 ${seconds}초 이상이어야 합니다.`,
  featuresAxes: ({ axes, ...found }) =>
    `“${found.file}”의 내용이 ${array(found)}입니다. [${axes.join(', ')}]이어야 합니다.`,
  featuresUnlikeOthers: ({ usual, ...found }) =>
    `“${found.file}”의 내용이 ${array(found)}입니다. 대부분의 파일처럼 [${usual.join(', ')}]이어야 합니다.`,
  featuresNotFinite: ({ file, value, place }) =>
    `“${file}”의 [${place.join(', ')}]에 ${value}이(가) 있습니다. float32 범위의 유한한 수여야 합니다.`,
  featuresType: ({ file, found }) =>
    `“${file}”의 값의 형이 “${found}”입니다. float16, float32, float64 중 하나여야 합니다.`,
  featuresSize: ({ bytes, expected, ...found }) =>
    `“${found.file}”은(는) ${bytes}바이트입니다. 헤더(${array(found)})대로라면 ${expected === null ? '어떤 파일보다도 큽니다' : `${expected}바이트여야 합니다`}.`,
  notNpy: ({ file, reason }, format) => `“${file}”은(는) NPY 파일이 아닙니다: ${format(reason)}.`,
  npyEmpty: () => '비어 있습니다',
  npyMagic: () => '“\\x93NUMPY”로 시작하지 않습니다',
  npyHeaderCut: ({ bytes }) => `헤더 안에서 ${bytes}바이트 뒤에 끝납니다`,
  npyVersion: ({ version }) => `버전이 ${version}입니다. 1.0, 2.0, 3.0 중 하나여야 합니다`,
  npyHeaderLength: ({ bytes, most }) => `헤더의 길이가 ${bytes}바이트로 적혀 있습니다. ${most}바이트 이하여야 합니다`,
  npyDictionary: ({ found }) => `헤더가 “descr”, “fortran_order”, “shape”의 사전이어야 하는데 “${found}”입니다`,
  npyDescription: ({ found }) => `헤더의 형이 단순한 형이어야 하는데 “${found}”입니다`,
  npyOrder: ({ found }) => `헤더의 “fortran_order”가 True나 False여야 하는데 “${found}”입니다`,
  npyShape: ({ found }) => `헤더의 모양이 정수의 튜플이어야 하는데 “${found}”입니다`,
  moreFeaturesWrong: ({ first, others }, format) => `${format(first)} 그 밖의 파일 ${others}개도 잘못되었습니다.`,
  sceneSize: ({ found, expected }) =>
    `장면의 초, 행, 열이 ${found.join(' × ')}입니다. 이 실행에는 ${expected.join(' × ')}이어야 합니다.`,
  scenePlayers: ({ found, most }) => `장면에 연주자가 ${found}명 있습니다. ${most}명 이하가 되도록 빼세요.`,
  scenePlayerOutside: ({ instrument, cell, grid }) =>
    `“${instrument}” 연주자가 ${grid.join(' × ')} 격자 밖의 칸 [${cell.join(', ')}]에 있습니다. 격자 안으로 옮기세요.`,
  sceneCellShared: ({ cell }) => `두 연주자가 칸 [${cell.join(', ')}]에 함께 있습니다. 한 명을 빈 칸으로 옮기세요.`,
};
