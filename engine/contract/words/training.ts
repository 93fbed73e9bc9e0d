import type { CodedMessage, Format } from '../../../graph-nodes/graph/messages';
import { nodeText, type NamedNode } from '../../../graph-nodes/graph/node-names';

/**
 * English texts of training: the choice of a backend, steps that cannot be recorded, and losses that are not finite.
 */
export const trainingWords = {
  // The choice of a backend.
  onlyBackend: ({ backend }: { backend: string }) => `Only ${backend} is available.`,
  fastestBackend: ({ times }: { times: readonly CodedMessage[] }, format: Format) =>
    `Fastest for this graph: ${times.map(format).join(', ')}.`,
  fastestBackendBefore: ({ times }: { times: readonly CodedMessage[] }, format: Format) =>
    `Fastest for this graph, as measured before: ${times.map(format).join(', ')}.`,
  /** Figures of the two messages before: parts of a sentence. */
  stepTime: ({ backend, milliseconds }: { backend: string; milliseconds: string }) =>
    `${backend} ${milliseconds} ms per step`,
  backendNotTried: ({ backend }: { backend: string }) => `${backend} not tried`,

  // A step that cannot be recorded.
  stepNotRecorded: ({ backend, reason }: { backend: string; reason: CodedMessage }, format: Format) =>
    `Computed eagerly on ${backend}, because the step cannot be recorded: ${format(reason)}.`,
  /** Reasons of the message before, and of an export: parts of a sentence. */
  recordedNode: ({ node, reason }: { node: NamedNode; reason: CodedMessage }, format: Format) =>
    `node “${nodeText(node)}”: ${format(reason)}`,
  kernelNotCovered: ({ kernel }: { kernel: string }) => `the kernel ${kernel} is not supported`,
  operatorNotCovered: ({ operator }: { operator: string }) => `the operator ${operator} is not supported`,
  typeNotRecorded: ({ dtype }: { dtype: string }) => `tensors of type ${dtype} cannot be recorded`,
  nothingRecorded: () => 'no recording is active',
  valuesRead: () => 'the values of a tensor are read during recording, before the step has run',
  tensorWithoutValues: () => 'a tensor has no values before the step has run',
  tensorOfOtherBackend: () => 'a tensor of another backend is used',
  tensorDisposed: () => 'a tensor was used after it was disposed',
  wasmMemory: ({ gibibytes, most }: { gibibytes: string; most: number }) =>
    `it takes about ${gibibytes} GiB, and WebAssembly has at most ${most}`,

  noLossReaches: () =>
    'No loss with a weight above 0 depends on a variable that is trained; unfreeze a node, or raise the weights of losses and scenarios at the Trainer.',

  // A loss or a weight that is not finite.
  lossNotFinite: (
    { loss, step, node, found }: { loss: string; step: number; node: NamedNode; found: CodedMessage },
    format: Format,
  ) => `The ${loss} loss is NaN or infinite at step ${step}; the cause is node “${nodeText(node)}”: ${format(found)}.`,
  lossNotFiniteOnce: ({ loss, step }: { loss: string; step: number }) =>
    `The ${loss} loss is NaN or infinite at step ${step}; computed again node by node, all values were finite.`,
  weightsNotFinite: ({ step, node, found }: { step: number; node: NamedNode; found: CodedMessage }, format: Format) =>
    `After step ${step} weights are NaN or infinite, first those of node “${nodeText(node)}”: ${format(found)}.`,
  lowerRate: () => 'A lower learning rate or gradient clipping may help.',
  /** Places of the messages before: parts of a sentence. */
  audioNotFinite: ({ video }: { video: string }) =>
    `the audio of the video “${video}” has a value that is NaN or infinite`,
  visualNotFinite: ({ video }: { video: string }) =>
    `the frames of the video “${video}” have a value that is NaN or infinite`,
  weightNotFinite: ({ weight }: { weight: string }) => `its weight “${weight}” is NaN or infinite`,
  outputNotFinite: ({ output, scenario }: { output: string; scenario: string }) =>
    `its output “${output}” is NaN or infinite in the scenario “${scenario}”`,
  ownLossNotFinite: ({ loss, scenario }: { loss: string; scenario: string }) =>
    `its loss “${loss}” is NaN or infinite in the scenario “${scenario}”`,
  lossAtEdge: ({ loss }: { loss: string }) => `its loss “${loss}” overflows 32-bit floats on this backend`,
};
