import type { exportWords } from '../../../engine/contract/words/export';
import type { MessageOf, Words } from '../../../graph-nodes/graph/messages';
import { koNode } from '../ko-kinds';

/** Exports and imports that are refused or fail, in Korean. */
export const koExport: Words<MessageOf<typeof exportWords>> = {
  noResultToReport: ({ run }) => `실행 “${run}”에 결과가 없습니다. 먼저 끝까지 학습하세요.`,
  runWithoutDataset: () => '실행의 그래프에 학습기로 이어지는 데이터가 없습니다.',
  onnxNotRecorded: ({ reason }, format) => `모델을 ONNX로 쓸 수 없습니다: ${format(reason)}.`,
  pytorchKind: ({ node, kind }) =>
    `노드 “${koNode(node)}”을(를) PyTorch용으로 쓸 수 없습니다. 종류 “${kind}”의 PyTorch 모듈이 없습니다. 노드를 우회하거나 ONNX로 내보내세요.`,
  tfjsOperatorMissing: ({ operator }) =>
    `모델을 tfjs용으로 쓸 수 없습니다. 연산자 ${operator}을(를) 지원하지 않습니다.`,
  exportWeightMissing: ({ file, weight, shape }) =>
    `“${file}”에 형태가 [${shape.join(', ')}]인 가중치 “${weight}”이(가) 없습니다.`,
  exportWeightShape: ({ file, weight, shape, found }) =>
    `그래프의 가중치 “${weight}”의 형태는 [${shape.join(', ')}]인데 “${file}”에서는 [${found.join(', ')}]입니다.`,
  pageNotBuilt: ({ file }) => `“${file}” 파일이 없습니다. “npm run build”를 실행한 뒤 페이지를 다시 내보내세요.`,
  zipUnreadable: ({ zip, reason }, format) => `“${zip}”은(는) 온전한 zip이 아닙니다: ${format(reason)}.`,
  zipDamaged: ({ zip, file, reason }, format) =>
    `“${zip}”이(가) 손상되었습니다. “${file}”을(를) 풀 수 없습니다: ${format(reason)}.`,
  checksumDiffers: () => '체크섬이 맞지 않습니다',
  zipWithoutRun: ({ zip }) => `“${zip}”에 실행이 없습니다. 폴더가 하나 있는 실행의 zip을 지정하세요.`,
  zipReservedName: ({ zip, name }) =>
    `“${zip}”에 예약된 이름 “${name}”이(가) 있습니다. 이름을 바꾸어 실행을 다시 압축하세요.`,
  zipForeignFile: ({ zip, file }) => `“${zip}”에 실행의 파일이 아닌 “${file}”이(가) 있습니다.`,
  zipRepeatedFile: ({ zip, file }) => `“${zip}”에 “${file}”이(가) 두 번 있습니다.`,
  zipTooManyFiles: ({ zip, most }) => `“${zip}”에 파일이 실행의 한도인 ${most}개보다 많습니다.`,
  zipGrowth: ({ zip, mebibytes, unpacked }) =>
    `“${zip}”은(는) ${mebibytes} MiB이고 풀면 ${unpacked} MiB로, 실행의 한도를 넘습니다.`,
  zipRunUnreadable: ({ zip, reason }, format) => `“${zip}”의 실행을 읽을 수 없습니다: ${format(reason)}`,
  importWeightForeign: ({ file, weight }) => `“${file}”에 그래프에 없는 가중치 “${weight}”이(가) 있습니다.`,
  importWeightNotFinite: ({ file, weight }) => `“${file}”의 가중치 “${weight}”에 NaN이거나 무한한 값이 있습니다.`,
  exportFormatUnknown: ({ format, known }) => `내보내기 형식 “${format}”을(를) 모릅니다. 쓸 수 있는 것: ${known}.`,
};
