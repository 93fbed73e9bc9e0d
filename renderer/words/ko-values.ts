import { quoted, type Words } from '../../graph-nodes/graph/messages';
import type { ValueFault, ValueType } from '../../graph-nodes/graph/value-faults';

/** Types of values, in Korean. */
export const koTypes: Readonly<Record<ValueType, string>> = {
  int: '정수',
  number: '수',
  boolean: '참거짓 값',
  string: '문자열',
  list: '목록',
  object: '객체',
  null: 'null',
};

/** The name with the ending “must be”, which depends on its last syllable. */
function must(name: string): string {
  const syllable = name.charCodeAt(name.length - 1) - 0xac00;
  return `${name}${syllable >= 0 && syllable % 28 === 0 ? '여야' : '이어야'} 하는데`;
}

const but = (found: string | null): string => (found === null ? '없습니다' : `${found}입니다`);

/** Wrong values in documents, files, requests and parameters, in Korean: parts of sentences, without a full stop. */
export const koValues: Words<ValueFault> = {
  noParameter: ({ known }) => `그런 파라미터는 없습니다. 있는 것: ${quoted(known)}`,
  tooSmall: ({ limit, found }) => `${limit} 이상이어야 하는데 ${but(found)}`,
  tooBig: ({ limit, found }) => `${limit} 이하여야 하는데 ${but(found)}`,
  notAbove: ({ limit, found }) => `${limit}보다 커야 하는데 ${but(found)}`,
  notBelow: ({ limit, found }) => `${limit}보다 작아야 하는데 ${but(found)}`,
  emptyText: () => '글이 있어야 하는데 비어 있습니다',
  tooShort: ({ limit, length }) => `${limit}자 이상이어야 하는데 ${length}자입니다`,
  tooLong: ({ limit, length }) => `${limit}자 이하여야 하는데 ${length}자입니다`,
  tooFew: ({ limit, count }) => `항목이 ${limit}개 이상이어야 하는데 ${count}개입니다`,
  tooMany: ({ limit, count }) => `항목이 ${limit}개 이하여야 하는데 ${count}개입니다`,
  notOneOf: ({ options, found }) =>
    options.length === 1
      ? `${must(options.join())} ${but(found)}`
      : `${options.join(', ')} 중 하나여야 하는데 ${but(found)}`,
  wrongType: ({ expected, found }) => `${must(koTypes[expected])} ${but(found)}`,
  noneOfTypes: ({ expected, found }) =>
    `다음 중 하나여야 하는데 ${but(found)}: ${expected.map((type) => koTypes[type]).join(', ')}`,
  unknownFields: ({ fields }) => `알 수 없는 필드 ${quoted(fields)}이(가) 있습니다. 지우세요`,
  unexpectedValue: ({ found }) => `다른 값이어야 하는데 ${but(found)}`,
  wrongId: ({ found }) => `글자로 시작하고 글자, 숫자, “_”, “-”로 된 id여야 하는데 ${but(found)}`,
  wrongSetting: ({ found }) => `“node.parameter”와 같은 설정이어야 하는데 ${but(found)}`,
  wrongBackendName: ({ found }) => `“auto”나 백엔드의 이름이어야 하는데 ${but(found)}`,
  wrongFormatName: ({ found }) => `“onnx-wasm”과 같은 이름이어야 하는데 ${but(found)}`,
  repeatedItem: ({ found }) => `목록에 같은 항목이 두 번 있으면 안 되는데 ${but(found)}`,
  notPlainName: ({ found }) => `폴더가 없는 이름이어야 하는데 ${but(found)}`,
  wrongDigest: ({ found }) => `16진수로 쓴 SHA-256 요약값이어야 하는데 ${but(found)}`,
  unknownMessage: ({ found }) => `이 버전의 메시지여야 하는데 ${but(found)}`,
};
