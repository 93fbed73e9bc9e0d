import { quoted, type CodedMessage, type Format } from '../../../graph-nodes/graph/messages';

/** Names of two runs. */
export interface Compared {
  a: string;
  b: string;
}

export interface DifferentQuestion {
  number: number;
  text: string;
  video: string;
  otherText: string;
  otherVideo: string;
}

/** English words of results: tables, curves, and comparisons of two methods. */
export const resultWords = {
  // Notes of tables and curves.
  leftOut: ({ reason }: { reason: CodedMessage }, format: Format) => `Left out: ${format(reason)}`,
  leftOutSameSeed: ({ run, later }: { run: string; later: string }) =>
    `Left out: “${run}”, because “${later}” has the same graph and seed.`,
  leftOutStopped: ({ run, epochs }: { run: string; epochs: number }) =>
    `Left out: the run “${run}” was stopped after ${epochs} ${epochs === 1 ? 'epoch' : 'epochs'}.`,
  rowIncomplete: ({ row, done, planned }: { row: string; done: number; planned: number }) =>
    `“${row}”: ${done} of ${planned} runs are done.`,
  // Captions.
  noTableRow: ({ row, rows }: { row: string; rows: readonly string[] }) =>
    `The table has no row “${row}”; choose one of ${quoted(rows)}.`,
  comparedWithRow: ({ row }: { row: string }) =>
    `Loss restored and difference are against the row “${row}”, over the seeds that both have; the interval is the 95 % interval of a paired bootstrap over videos.`,
  accuracyCaption: ({ seeds, rows }: { seeds: CodedMessage; rows: number }, format: Format) =>
    `Accuracy on held-out questions in percent, ${format(seeds)}${rows > 1 ? '; the best of each column is bold' : ''}.`,
  oneSeed: ({ seed }: { seed: number }) => `seed ${seed}`,
  meanOverSeeds: ({ seeds }: { seeds: readonly number[] }) =>
    `mean ± standard deviation over seeds ${seeds.join(', ')}`,
  meanOverOwnSeeds: () => 'mean ± standard deviation over the seeds of each row',
  // Refused requests.
  runWithoutResult: ({ run, reason }: { run: string; reason: CodedMessage }, format: Format) =>
    `The run “${run}” ended without a result: ${format(reason)}`,
  noFolder: ({ folder }: { folder: string }) => `There is no folder “${folder}”.`,
  questionCountsDiffer: ({ a, b, count, otherCount }: Compared & { count: number; otherCount: number }) =>
    `“${a}” and “${b}” were not asked the same held-out questions (${count} and ${otherCount} of them); only runs of the same data can be compared.`,
  questionsDiffer: ({ a, b, number, text, video, otherText, otherVideo }: Compared & DifferentQuestion) =>
    `“${a}” and “${b}” were not asked the same held-out questions (question ${number} is “${text}” of “${video}” and “${otherText}” of “${otherVideo}”); only runs of the same data can be compared.`,
  // Assumptions of a comparison.
  pairedQuestions: () => 'Both sides are compared on the same held-out questions, question by question.',
  resampledVideos: ({ resamples, videos, seed }: { resamples: number; videos: number; seed: number }) =>
    `Videos are resampled with replacement, ${resamples.toLocaleString('en')} times out of ${videos} (seed ${seed}), each with all of its questions, because questions of one video share its sound and picture. Videos are assumed to be independent samples of the videos that the result is about.`,
  severalSeeds: () =>
    'With several seeds a question counts with the share of seeds that answered it correctly. Intervals and p are about other videos for models as trained here, and not about other seeds; the spread over seeds is the deviation beside each accuracy.',
  oneModelEach: () =>
    'Each side is one trained model, so intervals and p are about other videos for these two models, and not about training again with another seed.',
  percentileInterval: ({ percent, leastP }: { percent: number; leastP: number }) =>
    `The interval is the percentile interval of ${percent} %; p is two-sided, of the null hypothesis of no difference, and at least ${leastP}.`,
  uncorrectedTests: () => 'Types and scenarios are tested separately, without a correction for multiple tests.',
  tableFormatUnknown: ({ format, known }: { format: string; known: string }) =>
    `The table format “${format}” is unknown; use ${known}.`,
};
