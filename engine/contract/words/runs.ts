import type { CodedMessage, Format } from '../../../graph-nodes/graph/messages';
import { nodeText, type NamedNode } from '../../../graph-nodes/graph/node-names';

/** English texts of runs: their states, their failures, and refused requests for a run. */
export const runWords = {
  // States.
  runPreparing: () => 'Preparing.',
  runTraining: () => 'Training.',
  runStage: ({ index, count, name }: { index: number; count: number; name: string }) =>
    `Stage ${index} of ${count}: “${name}”.`,
  runContinued: ({ steps }: { steps: number }) => `Training continues after ${steps} steps.`,
  runPaused: () => 'Paused.',
  runKeeping: () => 'Computing the features of frozen nodes once for all training questions.',
  runValidating: () => 'Measuring the validation accuracy.',
  runEvaluating: () => 'Measuring the accuracy on held-out videos.',
  runFinished: () => 'Finished.',
  runStopped: () => 'Stopped early; its model was evaluated.',
  runBrokeOff: ({ reason }: { reason: CodedMessage }, format: Format) => `The run failed: ${format(reason)}`,
  engineRestarted: () => 'The engine process ended during this run and was restarted.',
  lastCheckpoint: ({ step }: { step: number }) => `The last checkpoint is from step ${step}.`,
  noCheckpoint: () => 'There is no checkpoint yet.',
  // Refused requests.
  runAlreadyFinished: ({ run }: { run: string }) => `The run “${run}” is finished; there is nothing to resume.`,
  noDataset: () => 'No dataset is connected to the Trainer; add one and connect it.',
  twoDatasets: ({ first, second }: { first: NamedNode; second: NamedNode }) =>
    `Both “${nodeText(first)}” and “${nodeText(second)}” are connected to the Trainer; keep one dataset.`,
  notDataset: ({ node }: { node: NamedNode }) => `Node “${nodeText(node)}” is not a dataset.`,
  noTrainingQuestions: ({ node }: { node: NamedNode }) => `Node “${nodeText(node)}” has no training questions.`,
  noAnswerLogits: () => 'The Trainer has no answer logits; connect a QA head to it.',
  noLayer: ({ node, kind }: { node: NamedNode; kind: string }) =>
    `Node “${nodeText(node)}”: the kind “${kind}” has no layer; add layer.ts to its folder.`,
};
