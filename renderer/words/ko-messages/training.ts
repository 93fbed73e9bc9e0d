import type { trainingWords } from '../../../engine/contract/words/training';
import type { MessageOf, Words } from '../../../graph-nodes/graph/messages';
import { koNode } from '../ko-kinds';

/** Training in Korean: the choice of a backend, steps that cannot be recorded, and losses that are not finite. */
export const koTraining: Words<MessageOf<typeof trainingWords>> = {
  onlyBackend: ({ backend }) => `${backend}뿐입니다.`,
  fastestBackend: ({ times }, format) => `이 그래프에서 가장 빨라서 골랐습니다: ${times.map(format).join(', ')}.`,
  fastestBackendBefore: ({ times }, format) =>
    `전에 재어 본 대로 이 그래프에서 가장 빨라서 골랐습니다: ${times.map(format).join(', ')}.`,
  stepTime: ({ backend, milliseconds }) => `${backend} 스텝마다 ${milliseconds} ms`,
  backendNotTried: ({ backend }) => `${backend} 재지 않음`,

  stepNotRecorded: ({ backend, reason }, format) =>
    `스텝을 기록할 수 없어 ${backend}에서 한 스텝씩 계산합니다: ${format(reason)}.`,
  recordedNode: ({ node, reason }, format) => `노드 “${koNode(node)}”: ${format(reason)}`,
  kernelNotCovered: ({ kernel }) => `커널 ${kernel}을(를) 지원하지 않습니다`,
  operatorNotCovered: ({ operator }) => `연산자 ${operator}을(를) 지원하지 않습니다`,
  typeNotRecorded: ({ dtype }) => `자료형이 ${dtype}인 텐서는 기록할 수 없습니다`,
  nothingRecorded: () => '기록하는 스텝이 없습니다',
  valuesRead: () => '기록한 스텝을 실행하기 전에는 없는 텐서의 값을 읽습니다',
  tensorWithoutValues: () => '스텝을 실행하기 전에는 값이 없는 텐서가 있습니다',
  tensorOfOtherBackend: () => '다른 백엔드의 텐서를 사용합니다',
  tensorDisposed: () => '해제한 텐서를 사용했습니다',
  wasmMemory: ({ gibibytes, most }) => `약 ${gibibytes} GiB가 필요한데 WebAssembly는 ${most} GiB까지 씁니다`,

  noLossReaches: () =>
    '가중치가 0보다 큰 손실 가운데 학습하는 변수에 달린 것이 없습니다. 노드의 고정을 풀거나 학습기에서 손실과 시나리오의 가중치를 올리세요.',

  lossNotFinite: ({ loss, step, node, found }, format) =>
    `스텝 ${step}에서 ${loss} 손실이 더는 수가 아닙니다. 노드 “${koNode(node)}”에서 왔습니다: ${format(found)}.`,
  lossNotFiniteOnce: ({ loss, step }) =>
    `스텝 ${step}에서 ${loss} 손실이 더는 수가 아닙니다. 노드마다 다시 계산하면 모두 유한합니다.`,
  weightsNotFinite: ({ step, node, found }, format) =>
    `스텝 ${step} 뒤로 가중치가 더는 수가 아니며, 노드 “${koNode(node)}”의 것이 처음입니다: ${format(found)}.`,
  lowerRate: () => '학습률을 낮추거나 기울기를 자르면 나아질 수 있습니다.',
  audioNotFinite: ({ video }) => `영상 “${video}”의 소리에 유한하지 않은 값이 있습니다`,
  visualNotFinite: ({ video }) => `영상 “${video}”의 화면에 유한하지 않은 값이 있습니다`,
  weightNotFinite: ({ weight }) => `가중치 “${weight}”의 값이 유한하지 않습니다`,
  outputNotFinite: ({ output, scenario }) => `시나리오 “${scenario}”에서 출력 “${output}”의 값이 유한하지 않습니다`,
  ownLossNotFinite: ({ loss, scenario }) => `시나리오 “${scenario}”에서 손실 “${loss}”의 값이 유한하지 않습니다`,
  lossAtEdge: ({ loss }) => `손실 “${loss}”의 값이 수의 한계에서 유한하지 않습니다`,
};
