import type { storedRunWords } from '../../../engine/contract/words/stored-runs';
import type { MessageOf, Words } from '../../../graph-nodes/graph/messages';

/** The folders of runs, in Korean: their locks, files, checkpoints and weights. */
export const koStoredRuns: Words<MessageOf<typeof storedRunWords>> = {
  runFolderMissing: ({ folder }) => `실행 폴더 “${folder}”이(가) 없습니다.`,
  runFolderHeld: ({ folder, process, host }) =>
    `다른 스튜디오${process === null ? '' : `(“${host ?? ''}”의 프로세스 ${process})`}가 실행 폴더 “${folder}”에서 작업하고 있습니다. 거기서 먼저 중지하세요.`,
  runFolderTaken: ({ folder }) => `다른 스튜디오가 실행 폴더 “${folder}”을(를) 넘겨받았습니다.`,
  studyRunNotDeleted: ({ run }) =>
    `“${run}”은(는) 연구의 실행이며 연구가 다시 학습합니다. 대신 연구에서 그 행이나 시드를 빼세요.`,
  notInTrash: ({ trashed }) => `지운 실행 “${trashed}”이(가) 휴지통에 없습니다. 휴지통을 비웠거나 실행을 되돌렸습니다.`,
  processEnded: () => '실행이 끝나기 전에 프로세스가 끝났습니다.',
  runNeverBegan: () =>
    '학습이 시작되기 전에 프로세스가 끝났습니다. 삭제하세요. 스튜디오를 다시 시작하면 자동으로 삭제됩니다.',
  runFailed: ({ folder, reason }, format) =>
    `실행 “${folder}”이(가) 실패해서 최종 가중치가 없습니다. ${format(reason)}`,
  runNotDone: ({ folder }) => `실행 “${folder}”이(가) 끝나지 않았습니다. “studio resume”로 이어서 할 수 있습니다.`,
  runFileMissing: ({ file, hint }, format) => `“${file}”이(가) 없습니다. ${format(hint)}.`,
  everyRunHasIt: () => '실행 폴더에는 이 파일이 있어야 합니다',
  runNotBegun: () => '학습이 시작되기 전에 실행의 프로세스가 끝났습니다. 그래프를 다시 학습하세요',
  predictionsNotKept: () => '실행이 끝나지 않았거나, 예측을 저장하지 않던 이전 스튜디오로 만든 것입니다',
  otherWords: ({ file }) => `“${file}”이(가) 지금 데이터의 단어나 답과 다릅니다. 실행의 데이터를 쓰세요.`,
  weightMissing: ({ file, name, shape }) =>
    `“${file}”에 모양이 [${shape.join(', ')}]인 가중치 “${name}”이(가) 없습니다.`,

  startFromMissing: ({ place }) =>
    `“startFrom”: “${place}”은(는) 최종 가중치가 있는 실행도 .safetensors 파일도 아닙니다. 둘 중 하나를 지정하세요.`,
  startFromInvalid: ({ reason }, format) => `시작 가중치(“startFrom”): ${format(reason)}`,
  startFromUnlike: ({ file, count }) =>
    `“startFrom”: “${file}”의 배열 ${count}개 중 이름과 모양이 그래프의 가중치와 같은 것이 없습니다.`,
  startsFrom: ({ file, loaded, of }) =>
    `“${file}”에서 학습을 시작합니다. 가중치 배열 ${of}개 중 ${loaded}개가 들어 있습니다.`,

  checkpointBroken: ({ file, reason }, format) => `“${file}”은(는) 온전한 체크포인트가 아닙니다: ${format(reason)}.`,
  checkpointUnusable: ({ file, reason }, format) => `“${file}”을(를) 쓸 수 없습니다: ${format(reason)}.`,
  checkpointWithoutPosition: () => '가중치는 있지만 학습 상태가 없습니다',
  checkpointNewer: ({ version, known }) => `버전이 ${version}으로 이 스튜디오의 ${known}보다 새것입니다`,
  checkpointDigest: () => '내용이 다이제스트와 맞지 않습니다',
  checkpointPosition: () => '학습 상태가 올바르지 않습니다',
  otherQuestions: () => '데이터의 질문이 그 뒤에 바뀌었습니다',
  otherStages: () => '그래프에 이제 없는 단계의 것입니다',
  metricsTooShort: ({ file, expected, found }) =>
    `“${file}”이(가) ${expected}바이트 이상이어야 하는데 ${found}바이트입니다`,
  metricsLineBroken: ({ file, bytes }) => `“${file}”의 ${bytes}바이트에서 끝나는 줄이 없습니다`,
  olderCheckpoint: () => '그 앞의 체크포인트를 씁니다.',
  olderCheckpointToo: () => '그 앞의 체크포인트도 쓸 수 없습니다.',
  withoutCheckpoints: () => '“checkpoints” 폴더를 지우면 처음부터 다시 학습합니다.',
};
