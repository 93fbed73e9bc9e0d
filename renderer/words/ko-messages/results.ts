import {
  ownSettingText,
  signed,
  type ConditionName,
  type DerivedColumn,
  type resultWords,
} from '../../../engine/contract/words/results';
import { quoted, type MessageOf, type Words } from '../../../graph-nodes/graph/messages';
import { ko } from '../ko';
import { koKinds, koNode } from '../ko-kinds';

const derivedNames: Readonly<Record<DerivedColumn, string>> = {
  lost: '잃은 점수',
  restored: '회복된 손실, %',
  against: '차이, 점',
  recall: '복원된 분산, %',
};

const conditionTitles: Readonly<Record<ConditionName, string>> = {
  backend: '백엔드',
  threads: '스레드',
  build: '빌드',
  questions: '데이터셋의 질문',
  files: '데이터 파일',
  weights: '초기 가중치',
};

const finishedSeeds = (seeds: readonly number[]): string =>
  seeds.length === 0 ? '끝난 실행이 없고' : `시드 ${seeds.join(', ')}의 끝난 실행이 있고`;

/** Results, in Korean. */
export const koResults: Words<MessageOf<typeof resultWords>> = {
  scenarioName: ({ scenario }) => ko.scenarios[scenario],
  questionGroup: ({ group }) => ko.questions.groups[group],
  questionType: ({ type }) => ko.questions.types[type],
  allTypes: () => '모두',
  overall: () => ko.questions.overall,
  accuracyPercent: () => '정확도, %',
  derivedColumn: ({ column }) => derivedNames[column],
  untitled: () => '제목 없음',
  methodApart: ({ title, settings }, format) =>
    `${format(title)} (${settings.map((own) => ownSettingText(own, koNode, format)).join(', ')})`,
  methodNumber: ({ title, number }, format) => `${format(title)} (${number})`,
  nodeKind: ({ kind, title }) => koKinds[kind]?.title ?? title,
  bypassedNode: ({ kind, title }) => `${koKinds[kind]?.title ?? title}, 우회됨`,
  frozenNode: ({ kind, title }) => `${koKinds[kind]?.title ?? title}, 고정됨`,
  stageSettings: ({ name, settings, frozen, bypassed }) => {
    const nodes = [
      ...(frozen.length > 0 ? [`고정 ${frozen.map(koNode).join(', ')}`] : []),
      ...(bypassed.length > 0 ? [`우회 ${bypassed.map(koNode).join(', ')}`] : []),
    ];
    const changes = [...settings, ...nodes];
    return changes.length === 0 ? name : `${name} (${changes.join('; ')})`;
  },
  wireFrom: ({ node, socket }) => `${koNode(node)}의 ${socket}에서 옴`,
  leftOut: ({ reason }, format) => `제외했습니다: ${format(reason)}`,
  leftOutSameSeed: ({ run, later }) => `“${run}”을(를) 제외했습니다. “${later}”의 그래프와 시드가 같습니다.`,
  leftOutUnfinished: ({ run, finished }) =>
    `“${run}”을(를) 제외했습니다. 끝나지 않았고, 그래프와 시드가 같은 “${finished}”은(는) 끝났습니다.`,
  leftOutStopped: ({ run, epochs }) => `실행 “${run}”을(를) 제외했습니다. ${epochs}에폭 뒤에 중지되었습니다.`,
  rowIncomplete: ({ row, done, planned }, format) =>
    `“${format(row)}”: 실행 ${planned}개 가운데 ${done}개가 끝났습니다.`,
  trivialFootnote: () => '* 질문 유형마다 가장 흔한 답만 하는 것보다 높지 않습니다.',
  noTableRow: ({ row, rows }, format) => `표에 “${row}” 행이 없습니다. ${quoted(rows.map(format))} 중에서 고르세요.`,
  comparedWithRow: ({ row }, format) =>
    `모든 행을 두 행에 함께 있는 시드로 “${format(row)}”과(와) 비교했습니다. 구간은 영상별 짝지은 부트스트랩의 95 % 구간입니다.`,
  differWhenComplete: ({ base, rows }, format) => {
    const list = rows.map(({ row, points, beyond }) => {
      const rest = beyond.map(
        (own) =>
          `${ko.scenarios[own.scenario]} ${signed(own.points, 1)}점, 구간 ${signed(own.low, 1)}~${signed(own.high, 1)}`,
      );
      return `“${format(row)}” ${signed(points, 1)}점. 따라서 복원에서 올 수 있는 것은 나머지 차이뿐입니다(${rest.join('; ')})`;
    });
    return `복원할 것이 없는 온전한 입력에서 이미 “${format(base)}”과(와) 다른 행: ${list.join('; ')}.`;
  },
  rowsStillRising: ({ rows }, format) => {
    const list = rows.map(({ row, rising, runs }) => `“${format(row)}”(실행 ${runs}개 가운데 ${rising}개)`);
    return `다음 실행은 마지막 에폭이 가장 좋았으므로, 에폭을 늘리면 더 좋아지고 비교가 달라질 수 있습니다: ${list.join(', ')}.`;
  },
  noRestoredShare: ({ base, rows }, format) =>
    `회복된 손실은 온전한 입력에서 “${format(base)}”과(와) 같은 모델, 곧 고정된 모델 앞에 복구를 둔 것에만 표시합니다. 다음 행은 다릅니다: ${quoted(rows.map(format))}.`,
  accuracyCaption: ({ seeds, bestIsBold }, format) =>
    `시험 질문의 정확도(%), ${format(seeds)}.${bestIsBold ? ' 열마다 가장 높은 정확도가 굵습니다.' : ''}`,
  oneSeed: ({ seed }) => `시드 ${seed}`,
  meanOverSeeds: ({ seeds }) => `시드 ${seeds.join(', ')}의 평균 ± 표준편차`,
  meanOverOwnSeeds: () => '행마다 그 시드들의 평균 ± 표준편차. 행마다 시드가 달라 가장 높은 값을 굵게 하지 않음',
  runWithoutResult: ({ run, reason }, format) => `실행 “${run}”이(가) 결과 없이 끝났습니다: ${format(reason)}`,
  noFolder: ({ folder }) => `폴더 “${folder}”이(가) 없습니다.`,
  questionCountsDiffer: ({ a, b, count, otherCount }) =>
    `“${a}”과(와) “${b}”의 시험 질문이 다릅니다(${count}개와 ${otherCount}개). 같은 데이터의 실행을 비교하세요.`,
  questionsDiffer: ({ a, b, number, text, video, otherText, otherVideo }) =>
    `“${a}”과(와) “${b}”의 시험 질문이 다릅니다(질문 ${number}: “${video}”의 “${text}”, “${otherVideo}”의 “${otherText}”). 같은 데이터의 실행을 비교하세요.`,
  noPairedSeed: ({ a, b, seedsA, seedsB }) =>
    `“${a}”에는 ${finishedSeeds(seedsA)}, “${b}”에는 ${finishedSeeds(seedsB)}, 짝지을 시드가 없습니다. 두 설정을 같은 시드로 학습하거나 두 실행만 비교하세요.`,
  madePart: ({ part }) => conditionTitles[part],
  defaultThreads: () => '기본값',
  newWeights: () => '새 가중치',
  weightsOfRun: ({ title, digest }) => `“${title}”의 최종 가중치 (${digest})`,
  pairedSeeds: ({ seeds }) => `시드 ${seeds.length}개를 짝지었습니다: ${seeds.join(', ')}.`,
  chosenSeedsDiffer: ({ seedA, seedB }) =>
    `선택한 두 실행의 시드가 섞여 있어(${seedA}, ${seedB}) 두 설정의 모든 시드를 비교합니다.`,
  singlePair: () => '선택한 두 실행만 비교합니다.',
  mixedSeeds: ({ seedA, seedB }) =>
    `시드가 섞여 있습니다. A의 시드는 ${seedA}, B의 시드는 ${seedB}이므로 차이가 시드에서만 올 수도 있습니다. 두 설정의 모든 시드를 비교하세요.`,
  sameSettings: () =>
    '선택한 두 실행은 시드 말고는 설정이 같으므로 양쪽이 같은 실행들이고 모든 차이는 0입니다. 학습된 두 모델을 비교하려면 두 실행만 비교하세요.',
  leftOutUnpaired: ({ side, seeds }) =>
    `제외했습니다: ${side}의 시드 ${seeds.join(', ')}. ${side === 'A' ? 'B' : 'A'}에 같은 시드의 끝난 실행이 없습니다.`,
  leftOutMadeOtherwise: ({ run, parts }) =>
    `“${run}”을(를) 제외했습니다. 그래프는 같지만 다음이 다릅니다: ${parts.map((part) => conditionTitles[part]).join(', ')}.`,
  pairedQuestions: () => '양쪽을 같은 시험 질문으로, 질문마다 비교합니다.',
  resampledVideos: ({ resamples, videos, seed }) =>
    `영상 ${videos}개에서 복원 추출로 ${resamples.toLocaleString('ko')}번 다시 뽑으며(시드 ${seed}), 영상마다 그 질문이 모두 함께합니다. 한 영상의 질문은 소리와 화면을 공유하기 때문입니다. 영상은 서로 독립이며, 결과를 적용할 영상 가운데서 뽑힌 것으로 봅니다.`,
  severalSeeds: () =>
    '시드가 여럿이면 질문의 점수는 맞힌 시드의 비율입니다. 구간과 p는 학습된 이 모델들에 대해 영상의 선택만 다룹니다. 시드의 선택은 다루지 않으며, 시드에 따른 차이는 정확도 옆의 표준편차가 보여 줍니다.',
  oneModelEach: () =>
    '양쪽이 학습된 모델 하나씩이므로, 구간과 p는 이 두 모델에 대해 영상의 선택만 다룹니다. 다른 시드로 하는 학습은 다루지 않습니다.',
  percentileInterval: ({ percent, leastP }) =>
    `구간은 ${percent} % 백분위 구간입니다. p는 차이가 없다는 귀무가설에 대한 양측 값이며 ${leastP} 이상입니다.`,
  uncorrectedTests: () => '유형과 시나리오는 따로따로 검정하며, 다중 검정에 따른 보정은 없습니다.',
  tableFormatUnknown: ({ format, known }) => `표 형식 “${format}”을(를) 모릅니다. 쓸 수 있는 것: ${known}.`,
};
