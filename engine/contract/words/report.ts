import type { CodedMessage, Format } from '../../../graph-nodes/graph/messages';

/** Headings and labels of a report. */
export const reportParts = {
  stage: 'Stage',
  graph: 'Graph',
  accuracy: 'Accuracy',
  stages: 'Stages',
  cost: 'Cost of a missing modality',
  curves: 'Curves',
  settings: 'Settings',
  limits: 'Limits',
  licences: 'Licences',
  run: 'Run',
  seed: 'Seed',
  backend: 'Backend',
  trainable: 'Trainable parameters',
  length: 'Epochs and steps',
  questions: 'Questions',
  mostFrequent: 'Most frequent answer',
  epochs: 'Epochs',
  steps: 'Steps',
  againstComplete: 'Difference from complete',
  aboveMostFrequent: 'Above the most frequent answer',
  keptShare: 'Remaining share of the points above the most frequent answer',
  restored: 'Restored since the first stage',
  lossCurve: 'Losses by step',
  accuracyCurve: 'Accuracy on the validation questions in percent, by epoch',
  stagesCaption: 'Accuracy on held-out questions in percent, at the end of each stage.',
  costCaption:
    'Accuracy on held-out questions in percent, differences in percentage points; * not above the most frequent answer of each type.',
} as const;
export type ReportPart = keyof typeof reportParts;

/** English texts of the report of a run. Numbers come formatted. */
export const reportWords = {
  reportPart: ({ part }: { part: ReportPart }) => reportParts[part],
  reportLength: ({ epochs, steps }: { epochs: string; steps: string }) => `${epochs} and ${steps}`,
  reportQuestions: ({ train, validation, test }: { train: number; validation: number; test: number }) =>
    `${train} training, ${validation} validation, ${test} held-out`,
  reportMostFrequent: ({ all, perType }: { all: string; perType: string }) => `${all} %, of each type ${perType} %`,
  reportCaption: ({ seeds }: { seeds: readonly number[] }) =>
    `Accuracy on held-out questions in percent, ${seeds.length > 1 ? `mean ± standard deviation over seeds ${seeds.join(', ')}` : `seed ${seeds.join()}`}.`,
  reportBypassed: ({ node }: { node: CodedMessage }, format: Format) => `${format(node)} (bypassed)`,
  reportBaseline: ({ accuracy }: { accuracy: string }) =>
    `The baseline, always giving the most frequent answer of each question type, reaches ${accuracy} %.`,
  reportCost: (
    {
      scenario,
      accuracy,
      points,
      complete,
    }: { scenario: CodedMessage; accuracy: string; points: string; complete: string },
    format: Format,
  ) => `${format(scenario)}: ${accuracy} %, ${points} points relative to ${complete} % with both modalities.`,
  reportRestoring: ({ nodes }: { nodes: readonly CodedMessage[] }, format: Format) =>
    `Nodes that recall or enhance a missing modality: ${nodes.map(format).join(', ')}.`,
  reportNoRecall: () =>
    'No node of this graph recalls a missing modality; the model gets the fill of the Missing modality node.',
  reportRecall: ({ modality, percent }: { modality: 'audio' | 'visual'; percent: string }) =>
    `The recalled ${modality} features explain ${percent} % of the variance of the real ones, at the inputs of the head.`,
  reportSynthetic: () =>
    'It was trained on Orchestra, a small synthetic world. Its accuracy is for comparisons between models and does not transfer to real videos.',
  reportSameDataset: () =>
    'Its accuracy was measured on held-out videos of the same dataset; other cameras, instruments or question forms were not tested.',
  reportAnswers: ({ answers, words }: { answers: number; words: number }) =>
    `It always gives one of ${answers} answers. It has a vocabulary of ${words} words; all other words are one unknown word.`,
  reportSeeds: ({ count }: { count: number }) =>
    `It was trained with ${count} seeds, so its standard deviations are rough estimates.`,
  reportOneSeed: () => 'It was trained with one seed, so the spread over seeds is not known.',
  reportTested: () =>
    'Tests cover one completely missing modality, and never both together; the question is never missing.',
  reportStopped: () => 'Its training was stopped before its last epoch.',
  reportStillRising: ({ accuracy, before }: { accuracy: string; before: string }) =>
    `The last epoch was the best: mean accuracy over the scenarios ${accuracy} % on the validation questions, ${before} % one epoch earlier; more epochs may improve it.`,
  reportSameBaseline: ({ accuracy }: { accuracy: string }) =>
    `The baseline, always giving the most frequent answer of each question type, reaches ${accuracy} % on the same questions.`,
};
