import { quoted, type Words } from '../../../graph-nodes/graph/messages';
import { ko } from '../ko';
import { koNode } from '../ko-kinds';
import type { StudyMessage } from '../../../graph-nodes/study/words';

/** Errors in the plan of a study, in Korean. */
export const koStudyPlan: Words<StudyMessage> = {
  runName: ({ row, parts }, format) => [row, ...parts].map(format).join(', '),
  rowName: ({ row }) => row,
  withoutNodes: ({ nodes }) => `${nodes.map(koNode).join(', ')} 없이`,
  sweepPoint: ({ settings }) =>
    settings.map(({ node, parameter, value }) => `${koNode(node)} ${parameter} ${String(value)}`).join(', '),
  trainedOn: ({ scenarios }) => `${scenarios.map((scenario) => ko.scenarios[scenario]).join(' + ')}에서 학습`,
  missingRate: ({ rate }) => `결측률 ${rate}`,
  tooManyRuns: ({ count, most }) =>
    `연구의 실행이 최대 ${count}개인데 ${most}개까지 가능합니다. 행, 값, 시드를 줄이세요.`,
  tooManyPoints: ({ count, most }) => `격자의 점이 ${count}개인데 실행은 ${most}개까지 가능합니다. 값을 줄이세요.`,
  sameRows: ({ first, second }, format) =>
    `행 “${format(first)}”과(와) “${format(second)}”은(는) 같은 그래프를 학습합니다. 하나를 지우세요.`,
  sameRowName: ({ row }, format) => `두 행의 이름이 “${format(row)}”입니다. 행마다 다른 이름을 쓰세요.`,
  alreadyBypassed: ({ row, node }, format) =>
    `행 “${format(row)}”: 노드 “${koNode(node)}”은(는) 그래프에서 이미 우회되어 있습니다.`,
  rowWithoutNode: ({ row, node, known }, format) =>
    `행 “${format(row)}”: 그래프에 노드 “${node}”이(가) 없습니다. 있는 것: ${quoted(known)}.`,
  changeKindUnknown: ({ row, kind, known }, format) =>
    `행 “${format(row)}”: 노드 종류 “${kind}”이(가) 없습니다. 있는 것: ${quoted(known)}.`,
  changeIdTaken: ({ row, node }, format) =>
    `행 “${format(row)}”: 그래프에 이미 노드 “${node}”이(가) 있습니다. 새 노드에 다른 ID를 쓰세요.`,
  replaceUnfit: ({ row, node, kind, from, to }, format) =>
    `행 “${format(row)}”: “${koNode(node)}” 자리의 ${kind}에는 “${koNode(from.node)}”의 “${from.socket}”에서 “${koNode(to.node)}”의 “${to.socket}”(으)로 가는 연결선을 위한 출력이 없습니다. 다른 종류를 고르세요.`,
  insertWithoutWire: ({ row, from, to }, format) =>
    `행 “${format(row)}”: “${koNode(from)}”에서 “${koNode(to)}”(으)로 가는 연결선이 없습니다. 연결된 두 노드를 고르세요.`,
  insertUnfit: ({ row, kind, from, to }, format) =>
    `행 “${format(row)}”: ${kind}에는 “${koNode(from)}”에서 “${koNode(to)}”(으)로 가는 연결선을 위한 입력과 출력이 없습니다. 다른 종류를 고르세요.`,
  invalidRow: ({ row, reason }, format) => `행 “${format(row)}”: ${format(reason)}`,
  baseRowUnknown: ({ row, base, known }) =>
    `행 “${row}”은(는) 행 “${base}”에서 시작하지만 그런 행이 없습니다. 다음 중 하나를 쓰세요: ${quoted(known)}.`,
  startsFromItself: ({ row }) => `행 “${row}”이(가) 자기 자신에서 시작합니다. 다른 행을 고르세요.`,
  startsInCircle: ({ rows }) =>
    `행 ${quoted(rows)}이(가) 서로에게서 시작해 순환합니다. 그중 하나는 새 가중치로 시작하게 하세요.`,
  sweptParameterUnknown: ({ setting, parameter, known }) =>
    `스윕 “${setting}”: 파라미터 “${parameter}”이(가) 없습니다. 있는 것: ${quoted(known)}.`,
  sweptNodeUnknown: ({ setting, node }) => `스윕 “${setting}”: 노드 “${node}”을(를) 학습하는 행이 없습니다.`,
  sweptSeed: ({ setting }) => `스윕 “${setting}”: 학습기의 시드는 스윕할 수 없습니다. 시드는 “seeds”에 쓰세요.`,
  sweptTwice: ({ setting }) => `스윕 “${setting}”: 같은 파라미터가 두 번 있습니다. 하나를 지우세요.`,
  sweepBounds: ({ setting, from, to }) =>
    `스윕 “${setting}”: “from”은 “to”보다 작아야 하는데 ${from}과(와) ${to}입니다.`,
  tooFewPoints: ({ wanted, found }) =>
    `무작위 스윕에 서로 다른 점 ${wanted}개가 필요한데 ${found}개만 찾았습니다. 점을 줄이거나 격자를 스윕하세요.`,
  scenariosWithoutTrainer: () => '연구에 시나리오가 있지만 그래프에 학습기가 없습니다. 하나 추가하세요.',
  ratesWithoutMissing: () =>
    '연구에 결측률이 있지만 작동하는 결측 모달리티 노드가 있는 행이 없습니다. 노드를 추가하거나 결측률을 지우세요.',
};
