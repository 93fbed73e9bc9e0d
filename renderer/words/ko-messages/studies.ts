import type { studyRunWords } from '../../../engine/contract/words/studies';
import type { MessageOf, Words } from '../../../graph-nodes/graph/messages';

/** Running studies, in Korean. */
export const koStudyRuns: Words<MessageOf<typeof studyRunWords>> = {
  studyWaiting: () => '시작을 기다립니다.',
  studyRunning: () => '실행 중입니다.',
  studyFinished: () => '끝났습니다.',
  studyStopped: () => '중지했습니다. 끝난 실행은 남습니다.',
  studyUnfinished: () => '끝나지 않았으며 이어서 할 수 있습니다.',
  studyElsewhere: () => '다른 스튜디오가 실행하고 있습니다.',
  studyTakenOver: () => '다른 스튜디오가 연구를 넘겨받았습니다.',
  studyRunsFailed: ({ failed }) => `실행 ${failed}개가 실패했습니다.`,
  studyRunFailed: ({ row, seed, reason, others }, format) =>
    `“${format(row)}”(시드 ${seed})이(가) 실패했습니다: ${format(reason)}${others === 0 ? '' : ` (외 ${others}개 실패)`}`,
  runProcessKilled: ({ signal }) => `실행이 끝나기 전에 프로세스가 끝났습니다(${signal}).`,
  runProcessExited: ({ exitCode }) => `실행이 끝나기 전에 프로세스가 끝났습니다(종료 코드 ${exitCode ?? '모름'}).`,
  runProcessFailed: ({ reason }, format) => `실행의 프로세스가 실패했습니다: ${format(reason)}.`,
  runFolderRemoved: () => '학습 중에 실행 폴더가 없어졌습니다.',
  baseRunFailed: ({ base, seed }) =>
    `이 실행이 시작하는 “${base}”(시드 ${seed})이(가) 실패했습니다. 연구의 실패한 실행을 다시 시도하세요.`,
  studyActive: ({ title }) => `연구 “${title}”은(는) 이미 실행 중입니다.`,
  noActiveStudy: ({ study }) => `여기에서 실행 중인 연구 “${study}”이(가) 없습니다.`,
  studyBackendUnusable: ({ backend, known }) =>
    `연구의 백엔드가 “${backend}”입니다. 쓸 수 있는 것: ${known.join(', ')}.`,
  folderOfOtherStudy: ({ folder, title, found }) =>
    `“${folder}”에 연구 “${found}”이(가) 있습니다. “${title}”의 제목을 바꾸세요.`,
  studyLocked: ({ folder }) => `“${folder}”의 연구는 다른 스튜디오가 실행하고 있습니다. 먼저 그쪽에서 중지하세요.`,
  noStudyFolder: ({ folder, file }) => `“${folder}”은(는) 연구 폴더가 아닙니다. “${file}”이(가) 없습니다.`,
  studyFileUnreadable: ({ file, reason }, format) => `“${file}” 파일 오류: ${format(reason)}`,
  studyPlanInvalid: ({ file }) =>
    `“${file}”은(는) 이 버전의 계획 파일이 아닙니다. 파일을 지우고 연구를 다시 시작하세요. 끝난 실행은 남습니다.`,
  noRunResult: ({ file }) => `“${file}”에 실행의 결과가 없습니다.`,
  redisAddressInvalid: ({ address }) =>
    `Redis 주소 “${address}”이(가) 올바르지 않습니다. “redis://host:port” 형식을 쓰세요.`,
  redisPackagesMissing: () =>
    '여러 컴퓨터에서 실행하려면 bullmq와 ioredis 패키지가 필요합니다. “npm install bullmq ioredis”(으)로 설치하세요.',
  redisUnreachable: ({ host, reason }, format) => `“${host}”의 Redis에 연결할 수 없습니다: ${format(reason)}.`,
  noWorker: ({ version }) =>
    `참여한 작업자가 없습니다. 이 스튜디오(${version})가 있는 아무 컴퓨터에서나 “studio worker --redis …”를 시작하세요.`,
  invalidJob: ({ place, fault }, format) => `연구의 작업이 잘못되었습니다${place && ` (${place})`}: ${format(fault)}.`,
  workerLacksStudy: ({ reason }, format) =>
    `작업자가 연구를 찾지 못했습니다: ${format(reason)} 모든 컴퓨터가 공유하는 폴더를 “--runs”로 지정해 시작하세요.`,
  workerFailed: ({ reason }, format) => `작업자가 이 실행에서 실패했습니다: ${format(reason)}.`,
};
