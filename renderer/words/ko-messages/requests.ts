import type { requestWords } from '../../../engine/contract/words/requests';
import type { MessageOf, Words } from '../../../graph-nodes/graph/messages';

/** Refused requests, a page that cannot be served, and a lost connection, in Korean. */
export const koRequests: Words<MessageOf<typeof requestWords>> = {
  invalidParameters: ({ method, place, fault }, format) => `“${method}”의 ${place || '파라미터'}: ${format(fault)}.`,
  invalidRequest: ({ place, fault }, format) => `잘못된 요청입니다. ${place || '메시지'}: ${format(fault)}.`,
  invalidMessage: ({ place, fault }, format) =>
    `엔진의 잘못된 메시지입니다${place && ` (${place})`}: ${format(fault)}.`,
  invalidReply: ({ method, place, fault }, format) =>
    `“${method}”의 응답이 잘못되었습니다${place && ` (${place})`}: ${format(fault)}.`,
  notConnected: () => '엔진이 연결되지 않았습니다.',
  connectionLost: ({ method }) => `“${method}”에 답하기 전에 엔진 연결이 끊겼습니다.`,
  engineUnreachable: () => '엔진에 연결할 수 없습니다.',
  pageNotServed: ({ reason }, format) => `스튜디오의 페이지를 열 수 없습니다: ${format(reason)}.`,
  portTaken: ({ port }) => `포트 ${port}을(를) 다른 프로그램이 쓰고 있습니다`,
  pageProcessEnded: () => '페이지 서버가 응답하기 전에 끝났습니다. 스튜디오를 다시 시작하세요.',
  pageProcessLost: ({ times }) =>
    `페이지 서버가 잇달아 ${times}번 끝났습니다. 스튜디오를 다시 시작하세요. 중단된 실행은 이어서 할 수 있습니다.`,
  editorNotBuilt: ({ command }) => `편집기가 빌드되지 않았습니다. 먼저 “${command}”을(를) 실행하세요.`,
  protocolMismatch: ({ editor, engine }) =>
    (editor ?? 0) < (engine ?? 0)
      ? '이 창이 엔진보다 오래되었습니다. 창을 새로 고치거나 스튜디오를 다시 시작하세요.'
      : '엔진이 이 창보다 오래되었습니다. 스튜디오를 다시 시작하세요.',
  noCurveOver: ({ quantity, axis }) => `“${quantity}”에는 “${axis}”에 대한 곡선이 없습니다. 다른 양을 선택하세요.`,
  runActive: ({ title }) =>
    title === null
      ? '이미 학습 중인 실행이 있습니다. 먼저 중지하세요.'
      : `“${title}” 실행이 이미 학습 중입니다. 먼저 중지하세요.`,
  startCancelled: () => '시작을 취소했습니다.',
  curveMeasured: () => '곡선을 측정하는 중입니다. 끝난 뒤에 다시 시도하세요.',
  noRun: ({ run }) => `실행 “${run}”이(가) 없습니다.`,
  noRunName: ({ run }) => `“${run}”은(는) 실행의 이름이 아닙니다.`,
  noQuestion: ({ index, count }) => `질문 ${index}이(가) 없습니다. 데이터에는 ${count}개가 있습니다.`,
  noFinishedRun: () => '선택한 실행 가운데 끝난 것이 없습니다. 끝난 실행을 선택하세요.',
  uploadTooLong: ({ file, bytes }) => `“${file}”이(가) 알린 크기 ${bytes}바이트보다 깁니다. 다시 보내세요.`,
  uploadIncomplete: ({ file, received, bytes }) =>
    `“${file}”이(가) ${bytes}바이트 중 ${received}바이트만 도착했습니다. 다시 보내세요.`,
  noUpload: () => '그런 업로드가 없습니다. 파일을 다시 보내세요.',
  exportTooLarge: ({ mebibytes, most, command }) =>
    `내보낼 파일이 ${mebibytes} MiB입니다. 편집기로는 ${most} MiB까지 보냅니다. “${command}”(으)로 디스크에 쓸 수 있습니다.`,
  stageUnknownWords: ({ words }) =>
    `이 모델은 ${words.map((word) => `“${word}”`).join(', ')}을(를) 모릅니다. 질문에 쓰인 단어를 사용하세요.`,
  stageSeconds: ({ modality, found, expected }) =>
    `“${modality}”에 표시된 초가 ${found}개입니다. 이 실행은 ${expected}초입니다.`,
  stageNoModality: ({ modality }) =>
    `이 실행의 데이터에는 ${modality} 특징이 없으므로 고장 낼 수 없습니다. “${modality}”을(를) null로 두세요.`,
  stageNoScenes: () => '이 실행의 데이터에는 배치할 장면이 없습니다. 데이터의 비디오 이름을 쓰세요.',
  stageNoVideo: ({ video }) => `“${video}”에 대한 질문이 이 실행에 없습니다. 데이터의 비디오 이름을 쓰세요.`,
  stageNoCheckpoint: ({ checkpoint, kept }) =>
    `이 실행에는 체크포인트 “${checkpoint}”이(가) 없습니다. 있는 것: ${kept.join(', ')}.`,
  stageWeightMissing: ({ checkpoint, weight }) =>
    `체크포인트 “${checkpoint}”에 가중치 “${weight}”이(가) 없습니다. 다른 체크포인트를 고르세요.`,
  stageNotRecorded: ({ reason }, format) => `무대가 이 그래프를 계산할 수 없습니다: ${format(reason)}.`,
  stageProcessEnded: () => '무대 프로세스가 답하기 전에 끝났습니다. 다시 질문하세요.',
};
