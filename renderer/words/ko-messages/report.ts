import type { ReportPart, reportWords } from '../../../engine/contract/words/report';
import type { MessageOf, Words } from '../../../graph-nodes/graph/messages';

const parts: Readonly<Record<ReportPart, string>> = {
  stage: '무대',
  graph: '그래프',
  accuracy: '정확도',
  stages: '단계',
  cost: '모달리티가 없을 때의 손실',
  curves: '곡선',
  settings: '설정',
  limits: '한계',
  licences: '라이선스',
  run: '실행',
  seed: '시드',
  backend: '백엔드',
  trainable: '학습 파라미터',
  length: '에폭과 스텝',
  questions: '질문',
  mostFrequent: '가장 흔한 답',
  epochs: '에폭',
  steps: '스텝',
  againstComplete: '모두 있을 때와의 차이',
  aboveMostFrequent: '가장 흔한 답보다 높은 점수',
  keptShare: '가장 흔한 답을 넘는 점수 가운데 남은 비율',
  restored: '첫 단계 뒤로 회복된 점수',
  lossCurve: '스텝에 따른 손실',
  accuracyCurve: '에폭에 따른 검증 질문 정확도(%)',
  stagesCaption: '각 단계 끝의 시험 질문 정확도(%).',
  costCaption: '시험 질문 정확도(%), 차이는 퍼센트포인트. * 유형마다 가장 흔한 답보다 높지 않음.',
};

const modalities = { audio: '소리', visual: '영상' } as const;

/** Texts of the report of a run, in Korean. */
export const koReport: Words<MessageOf<typeof reportWords>> = {
  reportPart: ({ part }) => parts[part],
  reportLength: ({ epochs, steps }) => `${epochs}에폭, ${steps}스텝`,
  reportQuestions: ({ train, validation, test }) => `학습 ${train}개, 검증 ${validation}개, 평가 ${test}개`,
  reportMostFrequent: ({ all, perType }) => `${all} %, 유형마다는 ${perType} %`,
  reportCaption: ({ seeds }) =>
    `시험 질문 정확도(%), ${seeds.length > 1 ? `시드 ${seeds.join(', ')}의 평균 ± 표준편차` : `시드 ${seeds.join()}`}.`,
  reportBypassed: ({ node }, format) => `${format(node)} (우회됨)`,
  reportBaseline: ({ accuracy }) => `질문 유형마다 가장 흔한 답만 하는 기준선은 ${accuracy} %입니다.`,
  reportCost: ({ scenario, accuracy, points, complete }, format) =>
    `${format(scenario)}: ${accuracy} %, 모두 있을 때의 ${complete} %와 비교하여 ${points}점.`,
  reportRestoring: ({ nodes }, format) => `결측 모달리티를 복원하거나 향상하는 노드: ${nodes.map(format).join(', ')}.`,
  reportNoRecall: () =>
    '이 그래프에는 결측 모달리티를 복원하는 노드가 없어, 모델은 결측 모달리티 노드의 채움 값을 받습니다.',
  reportRecall: ({ modality, percent }) =>
    `복원된 ${modalities[modality]} 특징은 헤드 입력에서 실제 특징 분산의 ${percent} %를 설명합니다.`,
  reportSynthetic: () =>
    '작은 합성 데이터인 Orchestra로 학습했습니다. 정확도는 모델끼리 비교하기 위한 것이며 실제 영상에는 적용되지 않습니다.',
  reportSameDataset: () =>
    '정확도는 같은 데이터셋의 시험 영상에서 쟀습니다. 다른 카메라, 악기, 질문 형식은 시험하지 않았습니다.',
  reportAnswers: ({ answers, words }) =>
    `언제나 답 ${answers}개 가운데 하나를 고릅니다. 단어 ${words}개를 알며, 다른 단어는 모두 하나의 모르는 단어입니다.`,
  reportSeeds: ({ count }) => `시드 ${count}개로 학습했으므로 표준편차는 대략의 값입니다.`,
  reportOneSeed: () => '시드 하나로 학습했으므로 시드에 따른 차이는 알 수 없습니다.',
  reportTested: () =>
    '한 모달리티가 통째로 없는 경우만 시험했고, 둘이 함께 없는 경우는 시험하지 않았습니다. 질문은 언제나 있습니다.',
  reportStopped: () => '마지막 에폭 전에 학습을 멈추었습니다.',
  reportStillRising: ({ accuracy, before }) =>
    `마지막 에폭이 가장 좋았습니다. 검증 질문에서 시나리오 평균 정확도가 ${before} %에서 ${accuracy} %로 올랐으므로, 에폭을 늘리면 더 좋아질 수 있습니다.`,
  reportSameBaseline: ({ accuracy }) => `같은 질문에서 질문 유형마다 가장 흔한 답만 하는 기준선은 ${accuracy} %입니다.`,
};
