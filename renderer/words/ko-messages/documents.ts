import type { DocumentKind, DocumentMessage } from '../../../graph-nodes/graph/document-words';
import type { Words } from '../../../graph-nodes/graph/messages';

const names: Readonly<Record<DocumentKind, string>> = { graph: '그래프 문서', study: '연구 문서' };

/** Errors in the text or the fields of a document, in Korean. */
export const koDocuments: Words<DocumentMessage> = {
  wrongDocumentFormat: ({ document, format, found }) =>
    `${names[document]}가 아닙니다. “format”은 “${format}”이어야 하는데 ${found === null ? '없습니다' : `${found}입니다`}.`,
  wrongDocumentVersion: ({ document, found }) =>
    `${names[document]}의 “version”은 1 이상의 정수여야 하는데 ${found === null ? '없습니다' : `${found}입니다`}.`,
  newerDocument: ({ document, version, newest }) =>
    `${names[document]}의 버전이 ${version}인데 이 스튜디오는 버전 ${newest}까지 읽습니다. 더 새로운 스튜디오로 여세요.`,
  olderDocument: ({ document, version }) =>
    `${names[document]}의 버전이 ${version}인데 이 스튜디오는 읽을 수 없습니다. 이전 스튜디오로 열어 저장하세요.`,
  wrongDocumentField: ({ document, place, fault }, format) =>
    `${names[document]}, ${place ?? '문서 전체'}: ${format(fault)}.`,
  notWholeJson: ({ line, place, found }) =>
    `온전한 JSON 문서가 아닙니다. ${line}번째 줄${place && `, ${place}`}: ${found === null ? '글이 중간에 끝납니다' : `“${found}”을(를) 읽을 수 없습니다`}.`,
  documentTooLong: ({ characters, most }) =>
    `문서가 ${characters}자이지만 ${most}자까지만 읽습니다. 그래프나 연구에 속하지 않는 내용을 지우세요.`,
  documentTooDeep: ({ line, most }) =>
    `문서의 ${line}번째 줄에서 목록과 객체가 ${most}단계보다 깊게 중첩됩니다. 그래프나 연구는 그렇게 깊지 않습니다.`,
  graphOfStudy: ({ row, reason }, format) => `${row === null ? '연구의 그래프' : `행 “${row}”`}: ${format(reason)}`,
};
