import { alternatives, type CodedMessage, type Format } from '../../../graph-nodes/graph/messages';

/** English texts of running studies: states of a study, failures of its runs, its files, and the Redis queue. */
export const studyRunWords = {
  // States of a study.
  studyWaiting: () => 'Waiting to be started.',
  studyRunning: () => 'Running.',
  studyFinished: () => 'Finished.',
  studyStopped: () => 'Stopped; finished runs are kept.',
  studyUnfinished: () => 'Not finished; it can be resumed.',
  studyElsewhere: () => 'Running in another studio.',
  studyTakenOver: () => 'Another studio took over the study.',
  studyRunsFailed: ({ failed }: { failed: number }) => (failed === 1 ? '1 run failed.' : `${failed} runs failed.`),
  studyRunFailed: (
    { row, seed, reason, others }: { row: CodedMessage; seed: number; reason: CodedMessage; others: number },
    format: Format,
  ) => {
    const more = others === 0 ? '' : ` ${others} more ${others === 1 ? 'run' : 'runs'} failed.`;
    return `“${format(row)}”, seed ${seed}, failed: ${format(reason)}${more}`;
  },
  // Failures of a run.
  runProcessKilled: ({ signal }: { signal: string }) =>
    `The process of the run ended (${signal}) before the run was done.`,
  runProcessExited: ({ exitCode }: { exitCode: number | null }) =>
    `The process of the run ended (exit code ${exitCode ?? 'unknown'}) before the run was done.`,
  runProcessFailed: ({ reason }: { reason: CodedMessage }, format: Format) =>
    `The process of the run failed: ${format(reason)}.`,
  runFolderRemoved: () => 'The folder of the run was removed during training.',
  baseRunFailed: ({ base, seed }: { base: string; seed: number }) =>
    `It starts from “${base}”, seed ${seed}, which failed; retry the failed runs of the study.`,
  // Refused requests.
  studyActive: ({ title }: { title: string }) => `The study “${title}” is already running.`,
  noActiveStudy: ({ study }: { study: string }) => `No study “${study}” is running here.`,
  studyBackendUnusable: ({ backend, known }: { backend: string; known: readonly string[] }) =>
    `The study’s backend is “${backend}”; use ${alternatives(known)}.`,
  studyLocked: ({ folder }: { folder: string }) =>
    `The study in “${folder}” is running in another studio; stop it there first.`,
  // Files of a study.
  folderOfOtherStudy: ({ folder, title, found }: { folder: string; title: string; found: string }) =>
    `“${folder}” contains the study “${found}”; give “${title}” another title.`,
  noStudyFolder: ({ folder, file }: { folder: string; file: string }) =>
    `“${folder}” is not the folder of a study: it has no “${file}”.`,
  studyFileUnreadable: ({ file, reason }: { file: string; reason: CodedMessage }, format: Format) =>
    `“${file}”: ${format(reason)}`,
  studyPlanInvalid: ({ file }: { file: string }) =>
    `“${file}” is not a plan of this version; remove it and start the study again. Finished runs are kept.`,
  noRunResult: ({ file }: { file: string }) => `“${file}” has no result of a run.`,
  // Redis and its workers.
  redisAddressInvalid: ({ address }: { address: string }) =>
    `The Redis address “${address}” is not valid; use the form “redis://host:port”.`,
  redisPackagesMissing: () =>
    'Runs on several machines need the packages bullmq and ioredis; install them with “npm install bullmq ioredis”.',
  redisUnreachable: ({ host, reason }: { host: string; reason: CodedMessage }, format: Format) =>
    `Redis at “${host}” cannot be reached: ${format(reason)}.`,
  noWorker: ({ version }: { version: string }) =>
    `No worker has joined; start “studio worker --redis …” on any machine with this studio, ${version}.`,
  invalidJob: ({ place, fault }: { place: string; fault: CodedMessage }, format: Format) =>
    `Invalid job of a study${place && ` at ${place}`}: ${format(fault)}.`,
  workerLacksStudy: ({ reason }: { reason: CodedMessage }, format: Format) =>
    `A worker did not find the study: ${format(reason)} Start it with “--runs” and the folder that all machines share.`,
  workerFailed: ({ reason }: { reason: CodedMessage }, format: Format) =>
    `A worker failed at this run: ${format(reason)}.`,
};
