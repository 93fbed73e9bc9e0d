import type { Modality } from '../../../graph-nodes/graph/roles';
import type { CodedMessage, Format } from '../../../graph-nodes/graph/messages';

/** English texts of refused requests, of a page that cannot be served, and of a lost connection. */
export const requestWords = {
  invalidParameters: (
    { method, place, fault }: { method: string; place: string; fault: CodedMessage },
    format: Format,
  ) => `In “${method}”, ${place || 'the parameters'}: ${format(fault)}.`,
  invalidRequest: ({ place, fault }: { place: string; fault: CodedMessage }, format: Format) =>
    `Invalid request: ${place || 'the message'}: ${format(fault)}.`,
  invalidMessage: ({ place, fault }: { place: string; fault: CodedMessage }, format: Format) =>
    `Invalid message of the engine${place && ` at ${place}`}: ${format(fault)}.`,
  invalidReply: ({ method, place, fault }: { method: string; place: string; fault: CodedMessage }, format: Format) =>
    `Invalid reply to “${method}”${place && ` at ${place}`}: ${format(fault)}.`,
  notConnected: () => 'The engine is not connected.',
  connectionLost: ({ method }: { method: string }) =>
    `The connection to the engine was lost before it answered “${method}”.`,
  engineUnreachable: () => 'The engine cannot be reached.',
  pageNotServed: ({ reason }: { reason: CodedMessage }, format: Format) =>
    `The studio’s page cannot be served: ${format(reason)}.`,
  /** Reason of the message before: part of a sentence. */
  portTaken: ({ port }: { port: number }) => `port ${port} is in use`,
  pageProcessEnded: () => 'The page server ended before it answered; start the studio again.',
  pageProcessLost: ({ times }: { times: number }) =>
    `The page server ended ${times} times in a row; start the studio again. Interrupted runs can be resumed.`,
  editorNotBuilt: ({ command }: { command: string }) => `The editor is not built; run “${command}” first.`,
  protocolMismatch: ({ editor, engine }: { editor: number | null; engine: number | null }) =>
    (editor ?? 0) < (engine ?? 0)
      ? 'This window is older than the engine; reload the window or restart the studio.'
      : 'The engine is older than this window; restart the studio.',
  noCurveOver: ({ quantity, axis }: { quantity: string; axis: string }) =>
    `“${quantity}” has no curve over “${axis}”; choose another quantity.`,
  runActive: ({ title }: { title: string | null }) =>
    `A run is already training${title === null ? '' : ` (“${title}”)`}; stop it first.`,
  startCancelled: () => 'The start was cancelled.',
  curveMeasured: () => 'A curve is being measured; try again when it is complete.',
  noRun: ({ run }: { run: string }) => `There is no run “${run}”.`,
  noRunName: ({ run }: { run: string }) => `“${run}” is not the name of a run.`,
  noQuestion: ({ index, count }: { index: number; count: number }) =>
    `Question ${index} does not exist; the dataset has ${count}.`,
  noFinishedRun: () => 'None of the selected runs is finished; select a finished run.',
  uploadTooLong: ({ file, bytes }: { file: string; bytes: number }) =>
    `“${file}” is longer than the ${bytes} bytes that were announced; send it again.`,
  uploadIncomplete: ({ file, received, bytes }: { file: string; received: number; bytes: number }) =>
    `Only ${received} of ${bytes} bytes of “${file}” arrived; send it again.`,
  noUpload: () => 'There is no such upload; send the file again.',
  exportTooLarge: ({ mebibytes, most, command }: { mebibytes: number; most: number; command: string }) =>
    `The export has ${mebibytes} MiB; at most ${most} MiB are sent to an editor. “${command}” writes it to the disk.`,
  stageUnknownWords: ({ words }: { words: readonly string[] }) =>
    `This model does not know ${words.map((word) => `“${word}”`).join(', ')}; use the words of its questions.`,
  stageSeconds: ({ modality, found, expected }: { modality: Modality; found: number; expected: number }) =>
    `“${modality}” marks ${found} seconds; this run has ${expected}.`,
  stageNoModality: ({ modality }: { modality: Modality }) =>
    `The dataset of this run has no ${modality} features, so they cannot fail; leave “${modality}” as null.`,
  stageNoScenes: () => 'The dataset of this run has no scenes to arrange; name one of its videos.',
  stageNoVideo: ({ video }: { video: string }) =>
    `No question of this run is about “${video}”; name one of its videos.`,
  stageNoCheckpoint: ({ checkpoint, kept }: { checkpoint: string; kept: readonly string[] }) =>
    `This run has no checkpoint “${checkpoint}”; it keeps ${kept.join(', ')}.`,
  stageWeightMissing: ({ checkpoint, weight }: { checkpoint: string; weight: string }) =>
    `The checkpoint “${checkpoint}” lacks weight “${weight}”; choose another checkpoint.`,
  stageNotRecorded: ({ reason }: { reason: CodedMessage }, format: Format) =>
    `The stage cannot compute this graph: ${format(reason)}.`,
  stageProcessEnded: () => 'The process of the stage ended before it answered; ask again.',
};
