import type { CodedMessage, Format } from '../../../graph-nodes/graph/messages';

/** English texts of the folders of runs: their locks, files, checkpoints and weights. */
export const storedRunWords = {
  runFolderMissing: ({ folder }: { folder: string }) => `There is no run folder “${folder}”.`,
  runFolderHeld: ({ folder, process, host }: { folder: string; process: number | null; host: string | null }) =>
    `Another studio${process === null ? '' : ` (process ${process} on “${host ?? ''}”)`} is using the run folder “${folder}”; stop it there first.`,
  runFolderTaken: ({ folder }: { folder: string }) => `Another studio has taken over the run folder “${folder}”.`,
  studyRunNotDeleted: ({ run }: { run: string }) =>
    `“${run}” is a run of a study, and the study would train it again; remove its row or seed from the study instead.`,
  notInTrash: ({ trashed }: { trashed: string }) =>
    `The deleted run “${trashed}” is not in the trash; the trash was emptied or the run was restored.`,
  processEnded: () => 'Its process ended before the run was finished.',
  runNeverBegan: () =>
    'Its process ended before the training began. Delete it, or restart the studio, which deletes it.',
  runFailed: ({ folder, reason }: { folder: string; reason: CodedMessage }, format: Format) =>
    `The run “${folder}” failed and has no final weights: ${format(reason)}`,
  runNotDone: ({ folder }: { folder: string }) =>
    `The run “${folder}” is not finished; run “studio resume” to continue it.`,
  runFileMissing: ({ file, hint }: { file: string; hint: CodedMessage }, format: Format) =>
    `“${file}” is missing; ${format(hint)}.`,
  /** Hints of the message before: parts of a sentence. */
  everyRunHasIt: () => 'a run folder contains this file',
  runNotBegun: () => 'the process of the run ended before the training began; train the graph again',
  predictionsNotKept: () => 'the run is not finished, or an older version without stored predictions trained it',
  otherWords: ({ file }: { file: string }) =>
    `“${file}” differs from the current words or answers of the dataset; use the dataset of the run.`,
  weightMissing: ({ file, name, shape }: { file: string; name: string; shape: readonly number[] }) =>
    `“${file}” is missing weight “${name}” of shape [${shape.join(', ')}].`,

  startFromMissing: ({ place }: { place: string }) =>
    `“startFrom”: “${place}” is neither a run with final weights nor a .safetensors file; name one of these.`,
  startFromInvalid: ({ reason }: { reason: CodedMessage }, format: Format) => `“startFrom”: ${format(reason)}`,
  startFromUnlike: ({ file, count }: { file: string; count: number }) =>
    `“startFrom”: none of the ${count} arrays in “${file}” has the name and shape of one of the graph’s weights.`,
  startsFrom: ({ file, loaded, of }: { file: string; loaded: number; of: number }) =>
    `Training starts from “${file}”, which has ${loaded} of the ${of} arrays of weights.`,

  checkpointBroken: ({ file, reason }: { file: string; reason: CodedMessage }, format: Format) =>
    `“${file}” is not a complete checkpoint: ${format(reason)}.`,
  checkpointUnusable: ({ file, reason }: { file: string; reason: CodedMessage }, format: Format) =>
    `“${file}” cannot be used: ${format(reason)}.`,
  /** Reasons of the two messages before: parts of a sentence. */
  checkpointWithoutPosition: () => 'it has weights but no train state',
  checkpointNewer: ({ version, known }: { version: number; known: number }) =>
    `it is of version ${version}, newer than this studio’s ${known}`,
  checkpointDigest: () => 'its content does not match its digest',
  checkpointPosition: () => 'its train state is not valid',
  otherQuestions: () => 'the questions of the dataset have changed since',
  otherStages: () => 'it is of a stage that the graph no longer has',
  metricsTooShort: ({ file, expected, found }: { file: string; expected: number; found: number }) =>
    `“${file}” should have at least ${expected} bytes but has ${found}`,
  metricsLineBroken: ({ file, bytes }: { file: string; bytes: number }) => `no line of “${file}” ends at byte ${bytes}`,
  olderCheckpoint: () => 'The checkpoint before it is used.',
  olderCheckpointToo: () => 'The checkpoint before it cannot be used either.',
  withoutCheckpoints: () => 'Delete the folder “checkpoints” to train the run again from the start.',
};
