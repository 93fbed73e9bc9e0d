import { formatMessage, quoted, type Words } from '../../graph-nodes/graph/messages';
import { type Fault, type Refusal, type TypedEnd } from '../../graph-nodes/graph/problems';
import { hasRole } from '../../graph-nodes/graph/roles';
import type { ShapeNote } from '../../graph-nodes/graph/shape-words';
import { catalogue } from '../../graph-nodes/nodes/catalogue';
import { koKinds, koNode } from './ko-kinds';
import { koValues } from './ko-values';
import { ko } from './ko';

const missingKind = catalogue.kinds.find((kind) => hasRole(kind, 'missing modality'))?.kind ?? '';
const missingTitle = koKinds[missingKind]?.title ?? '';

const end = ({ node, socket, type }: TypedEnd): string => `“${koNode(node)}”의 ${ko.sockets[type]}(“${socket}”)`;

/** Expectations and findings of shape rules, in Korean: parts of sentences. */
const koShapes: Words<ShapeNote> = {
  nothing: () => '없음',
  datasetBatch: () => '데이터 배치',
  connection: () => '연결',
  shape: ({ shape }) => shape,
  axisSize: ({ letter, size }) => `${letter} = ${size}`,
  sizeOfInput: ({ letter, size, socket }) => `“${socket}”와(과) 같은 ${letter} = ${size}`,
  datasetAnswers: ({ count }) => `데이터의 답 수인 A = ${count}`,
  widthForHeads: ({ heads }) => `어텐션 헤드 ${heads}개로 나누어지는 너비 C`,
};

/** Korean words of refusals: parts of sentences, without a full stop. */
export const koRefusals: Words<Refusal> = {
  noNode: ({ node }) => `노드 “${node}”이(가) 없습니다`,
  noOutput: ({ node, socket }) => `노드 “${koNode(node)}”에 출력 “${socket}”이(가) 없습니다`,
  noInput: ({ node, socket }) => `노드 “${koNode(node)}”에 입력 “${socket}”이(가) 없습니다`,
  types: ({ from, to }) => `${end(from)}은(는) ${end(to)}에 맞지 않습니다`,
  roundTrip: ({ from, to }) =>
    `“${koNode(to)}”이(가) 이미 “${koNode(from)}”(으)로 이어지며, 그래프는 순환할 수 없습니다`,
};

/** Korean words of faults in a graph: whole sentences. */
export const koFaults: Words<Fault> = {
  sameId: ({ node }) => `두 노드의 id가 “${node}”입니다. 하나에 다른 id를 쓰세요.`,
  unknownKind: ({ node, kind, known }) =>
    `노드 “${koNode(node)}”의 종류 “${kind}”을(를) 알 수 없습니다. 다음 중 하나를 쓰세요: ${known.join(', ')}.`,
  noTrainer: () => '그래프에 학습기가 없습니다. 하나 추가하고 답 로짓과 정답을 연결하세요.',
  secondTrainer: ({ node, first }) =>
    `노드 “${koNode(node)}”은(는) “${koNode(first)}” 외의 두 번째 학습기입니다. 하나를 빼세요.`,
  wrongWire: ({ from, to, refusal }) =>
    `“${koNode(from.node)}”의 “${from.socket}”에서 “${koNode(to.node)}”의 “${to.socket}”(으)로 가는 선이 잘못되었습니다: ${formatMessage(koRefusals, refusal)}.`,
  twoWires: ({ node, socket, from: [first, second] }) =>
    `“${koNode(node)}”의 입력 “${socket}”에 “${koNode(first)}”와(과) “${koNode(second)}”에서 온 선이 둘 있습니다. 하나를 빼세요.`,
  circle: ({ nodes }) => `그래프가 ${quoted(nodes.map(koNode))}을(를) 지나 순환합니다. 그 사이의 선을 하나 빼세요.`,
  unconnected: ({ node, socket, type }) =>
    `노드 “${koNode(node)}”의 입력 “${socket}”이(가) 연결되지 않았습니다. ${ko.sockets[type]}을(를) 연결하세요.`,
  noBypass: ({ node, output }) =>
    `노드 “${koNode(node)}”은(는) 우회할 수 없습니다. 출력 “${output}”을(를) 대신할 입력이 없습니다.`,
  mismatch: ({ node, socket, expected, found }) =>
    `노드 “${koNode(node)}”의 입력 “${socket}”에는 ${formatMessage(koShapes, expected)}이(가) 와야 하는데 ${formatMessage(koShapes, found)}이(가) 왔습니다.`,
  parameter: ({ node, parameter, fault }) =>
    `노드 “${koNode(node)}”, 파라미터 “${parameter}”: ${formatMessage(koValues, fault)}.`,
  stagesElsewhere: ({ node }) =>
    `노드 “${koNode(node)}”에 단계가 있습니다. 단계는 학습기에만 둘 수 있습니다. 단계를 지우세요.`,
  sameStage: ({ node, stage }) =>
    `노드 “${koNode(node)}”에 이름이 “${stage}”인 단계가 둘 있습니다. 하나의 이름을 바꾸세요.`,
  stageFrozen: ({ node, stage, frozen }) =>
    `노드 “${koNode(node)}”, 단계 “${stage}”: 고정할 노드 “${frozen}”이(가) 그래프에 없습니다. 단계에서 빼세요.`,
  stageBypassed: ({ node, stage, bypassed }) =>
    `노드 “${koNode(node)}”, 단계 “${stage}”: 우회할 노드 “${bypassed}”이(가) 그래프에 없습니다. 단계에서 빼세요.`,
  stageParameter: ({ node, stage, parameter, fault }) =>
    `노드 “${koNode(node)}”, 단계 “${stage}”, 파라미터 “${parameter}”: ${formatMessage(koValues, fault)}.`,
  notOfStage: ({ node, stage, parameter, known }) =>
    `노드 “${koNode(node)}”, 단계 “${stage}”: 파라미터 “${parameter}”은(는) 모든 단계에서 같습니다. 노드에서 정하거나 다음 중에서 정하세요: ${quoted(known)}.`,
  inStage: ({ stage, fault }) => `단계 “${stage}”: ${formatMessage(koFaults, fault)}`,
  noScenario: ({ node }) =>
    `노드 “${koNode(node)}”에서 세 시나리오의 가중치가 모두 0입니다. 하나 이상의 가중치를 0보다 크게 하세요.`,
  noLoss: ({ node, losses }) =>
    `노드 “${koNode(node)}”에서 학습하는 노드의 손실 가중치가 모두 0입니다. 다음 중 하나의 가중치를 0보다 크게 하세요: ${quoted(losses)}.`,
  warmUpTooLong: ({ node, warmUp, steps }) =>
    `노드 “${koNode(node)}”의 워밍업은 ${warmUp}스텝인데 학습은 많아야 ${steps}스텝이라 학습률에 이르지 못합니다. 워밍업을 줄이거나 에폭을 늘리세요.`,
  batchTooLarge: ({ node, batchSize, questions }) =>
    `노드 “${koNode(node)}”의 배치는 질문 ${batchSize}개인데 데이터의 학습 질문은 많아야 ${questions}개입니다. 배치를 줄이세요.`,
  nothingTaken: () =>
    `이 그래프에서는 결측되는 모달리티가 없어 모든 시나리오가 같습니다. 데이터 뒤에 ${missingTitle} 노드를 추가하세요.`,
  neverMissing: ({ node, modality, behind }) =>
    `노드 “${koNode(node)}”이(가) “${koNode(behind)}”보다 앞에서 ${ko.sockets[modality]}을(를) 읽으므로, 거기서는 결측되지 않습니다. “${koNode(behind)}” 뒤에 연결하세요.`,
  nothingToTrain: ({ nodes }) =>
    `변수가 있는 노드가 모두 고정되어 학습할 것이 없습니다. 다음 중 하나의 고정을 푸세요: ${quoted(nodes.map(koNode))}.`,
  unusedOutputs: ({ node, outputs }) =>
    `노드 “${koNode(node)}”: 학습기가 출력 ${quoted(outputs)}을(를) 쓰지 않습니다. 연결하거나, 노드를 우회하거나 빼세요.`,
  nothingToFreeze: ({ node }) =>
    `노드 “${koNode(node)}”이(가) 고정되어 있지만 이 설정에서는 변수가 없습니다. 고정을 푸세요.`,
};
