import type { runWords } from '../../../engine/contract/words/runs';
import type { MessageOf, Words } from '../../../graph-nodes/graph/messages';
import { koNode } from '../ko-kinds';

/** Runs in Korean: their states, their failures, and requests for a run that are refused. */
export const koRuns: Words<MessageOf<typeof runWords>> = {
  runPreparing: () => '준비하는 중입니다.',
  runTraining: () => '학습 중입니다.',
  runStage: ({ index, count, name }) => `${count}단계 중 ${index}단계: “${name}”.`,
  runContinued: ({ steps }) => `${steps}스텝 뒤에서 학습을 이어 갑니다.`,
  runPaused: () => '일시 정지했습니다.',
  runKeeping: () => '모든 학습 질문에 대해 고정된 노드의 특징을 한 번 계산하는 중입니다.',
  runValidating: () => '검증 정확도를 재는 중입니다.',
  runEvaluating: () => '시험 영상으로 정확도를 재는 중입니다.',
  runFinished: () => '끝났습니다.',
  runStopped: () => '일찍 중지했고, 그 모델을 평가했습니다.',
  runBrokeOff: ({ reason }, format) => `실행이 실패했습니다: ${format(reason)}`,
  engineRestarted: () => '이 실행 중에 엔진 프로세스가 끝나서 다시 시작했습니다.',
  lastCheckpoint: ({ step }) => `마지막 체크포인트는 스텝 ${step}의 것입니다.`,
  noCheckpoint: () => '체크포인트가 아직 없습니다.',

  runAlreadyFinished: ({ run }) => `실행 “${run}”은(는) 끝났습니다. 이어서 할 것이 없습니다.`,
  noDataset: () => '학습기로 이어지는 데이터가 없습니다. 추가하고 연결하세요.',
  twoDatasets: ({ first, second }) =>
    `“${koNode(first)}”과(와) “${koNode(second)}”이(가) 모두 학습기로 이어집니다. 데이터를 하나만 남기세요.`,
  notDataset: ({ node }) => `노드 “${koNode(node)}”은(는) 데이터가 아닙니다.`,
  noTrainingQuestions: ({ node }) => `노드 “${koNode(node)}”에 학습할 질문이 없습니다.`,
  noAnswerLogits: () => '학습기에 답 로짓이 없습니다. QA 헤드를 연결하세요.',
  noLayer: ({ node, kind }) =>
    `노드 “${koNode(node)}”: 종류 “${kind}”에 레이어가 없습니다. 그 폴더에 layer.ts를 추가하세요.`,
};
