import type { fileWords } from '../../../engine/contract/words/files';
import type { MessageOf, Words } from '../../../graph-nodes/graph/messages';

const placeOf = ({ file, line }: { readonly file: string; readonly line: number | null }): string =>
  `“${file}”${line === null ? '' : `의 ${line}번째 줄`}`;

/** Files that cannot be read or written, in Korean. */
export const koFiles: Words<MessageOf<typeof fileWords>> = {
  cannotWrite: ({ place, reason }, format) => `“${place}”에 쓸 수 없습니다: ${format(reason)}.`,
  diskFull: () => '디스크가 가득 찼습니다',
  diskQuota: () => '디스크 할당량을 다 썼습니다',
  diskError: () => '디스크가 오류를 알립니다',
  noWritePermission: () => '이 사용자에게 쓰기 권한이 없습니다',
  readOnlyDisk: () => '읽기 전용 디스크에 있습니다',
  tooManyOpenFiles: () => '열린 파일이 너무 많습니다. 다른 프로그램을 닫거나 한도(ulimit -n)를 높이세요',
  pathThroughFile: () => '경로의 일부가 폴더가 아니라 파일입니다',
  nameTaken: () => '그 이름이 이미 쓰이고 있습니다. 다른 이름을 쓰세요',
  nothingNewThere: () => '그 폴더가 없거나 새 파일을 만들 수 없는 폴더입니다. 다른 폴더를 지정하세요',
  folderInPlace: () => '폴더입니다',
  nameTooLong: () => '이름이 디스크가 허용하는 것보다 깁니다',
  writesThroughLink: () => '심볼릭 링크이며, 실행의 파일은 링크를 통해 쓰지 않습니다',
  notRegularFile: ({ file }) => `“${file}”은(는) 폴더, 파이프 또는 장치입니다. 일반 파일을 지정하세요.`,
  notFolder: ({ folder }) => `“${folder}”은(는) 폴더가 아닙니다. 파일이 있는 폴더를 지정하세요.`,
  fileTooLarge: ({ file, mebibytes, most }) =>
    `“${file}”은(는) ${mebibytes}MiB이지만 ${most}MiB까지만 읽습니다. 다른 파일을 지정하세요.`,
  symbolicLink: ({ file }) =>
    `“${file}”은(는) 심볼릭 링크입니다. 실행의 파일은 링크를 통해 읽지 않으므로, 링크를 파일로 바꾸세요.`,
  fileMissing: ({ file }) => `“${file}”을(를) 읽을 수 없습니다. 그런 파일이 없습니다.`,
  readFails: ({ file, reason }, format) => `“${file}”을(를) 읽을 수 없습니다: ${format(reason)}.`,
  noReadPermission: () => '이 사용자에게 읽기 권한이 없습니다',
  cannotRead: ({ file, issue }) => `“${file}”을(를) 읽을 수 없습니다: ${issue}.`,
  wrongJson: (place) => `${placeOf(place)}이(가) 올바른 JSON이 아니며, 잘렸을 수 있습니다.`,
  wrongContent: ({ field, fault, ...place }, format) =>
    `${placeOf(place)}이(가) 올바르지 않습니다. ${field || '파일 전체'}: ${format(fault)}.`,
  wrongDocument: ({ file, reason }, format) => `“${file}”을(를) 읽을 수 없습니다. ${format(reason)}`,
  newerFile: ({ file, version, known }) =>
    `“${file}”의 버전이 ${version}으로 이 스튜디오의 ${known}보다 새것입니다. 더 새로운 스튜디오로 여세요.`,
  notSafetensors: ({ file, reason }, format) =>
    `“${file}”은(는) 온전한 safetensors 파일이 아닙니다: ${format(reason)}.`,
  weightsTooShort: ({ bytes }) => `${bytes}바이트로, 헤더에도 모자랍니다`,
  weightsHeaderCut: ({ bytes }) => `헤더가 ${bytes}바이트여야 하는데 파일이 그 전에 끝납니다`,
  weightsHeaderNotJson: () => '헤더가 JSON이 아닙니다',
  weightsHeaderNotObject: () => '헤더가 JSON 객체가 아닙니다',
  weightsType: ({ name }) => `“${name}”의 dtype은 “F32”여야 합니다`,
  weightsShape: ({ name }) => `“${name}”의 shape는 정수의 목록이어야 합니다`,
  weightsOffsets: ({ name }) => `“${name}”의 data_offsets는 정수 두 개여야 합니다`,
  weightsEntry: ({ name }) => `“${name}”은(는) dtype, shape, data_offsets가 있는 객체여야 합니다`,
  weightsPlace: ({ name, expected, found }) =>
    `“${name}”의 값이 ${expected.join('~')}바이트에 있어야 하는데 ${found.join('~')}바이트에 있습니다`,
  weightsLength: ({ expected, found }) => `값이 ${expected}바이트여야 하는데 ${found}바이트입니다`,
};
