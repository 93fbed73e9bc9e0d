import {
  questionTypes,
  type QuestionGroup,
  type QuestionType,
  type TestScenario,
} from '../../../graph-nodes/datasets/dataset';
import { quoted, type CodedMessage, type Format } from '../../../graph-nodes/graph/messages';
import { idOf, nodeText, type NamedNode } from '../../../graph-nodes/graph/node-names';

const scenarioNames: Readonly<Record<TestScenario, string>> = {
  complete: 'Complete',
  audioMissing: 'Audio missing',
  visualMissing: 'Visual missing',
  audioNoisy: 'Audio noisy',
  visualNoisy: 'Visual noisy',
  bothNoisy: 'Both noisy',
};

const groupNames: Readonly<Record<QuestionGroup, string>> = {
  audio: 'Audio',
  visual: 'Visual',
  audioVisual: 'Audio-Visual',
};

/** Columns of a table that are derived from accuracies. */
export type DerivedColumn = 'lost' | 'restored' | 'against' | 'recall';

const derivedNames: Readonly<Record<DerivedColumn, string>> = {
  lost: 'Points lost',
  restored: 'Loss restored, %',
  against: 'Difference, points',
  recall: 'Variance recalled, %',
};

/** A setting in which a method differs from those of the same title; null if its graph lacks the node. */
export interface OwnSetting {
  /** For example `rmm.slots`, `rmm` or `rmm/audio`. */
  readonly setting: string;
  /** Node of the setting; its id begins the setting. */
  readonly node: NamedNode;
  readonly value: CodedMessage | null;
}

/** Words of a setting and its value in a name. @param nodeWords words of a node in the language of the name */
export function ownSettingText(
  { setting, node, value }: OwnSetting,
  nodeWords: (node: NamedNode) => string,
  format: Format,
): string {
  const shown = value ? format(value) : '–';
  const own = setting.slice(idOf(node).length);
  // The value of a node is its kind.
  if (own === '' && value) return shown;
  return [nodeWords(node), ...(own === '' ? [] : [own.slice(1)]), shown].join(' ');
}

/**
 * Conditions of a run beside its graph. `questions` and `files`: digests of its data; `weights`: its initial weights.
 */
export const conditionNames = ['backend', 'threads', 'build', 'questions', 'files', 'weights'] as const;
export type ConditionName = (typeof conditionNames)[number];

const conditionTitles: Readonly<Record<ConditionName, string>> = {
  backend: 'backend',
  threads: 'threads',
  build: 'build',
  questions: 'questions of the dataset',
  files: 'files of the data',
  weights: 'initial weights',
};

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

/** Formats a signed number: `+1.2`, `−0.4`. */
export const signed = (value: number, digits: number): string =>
  `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(digits)}`;

/**
 * A row that differs from the compared one with complete input: its difference in percentage points, and the rest of it
 * by scenario, with the ends of its interval.
 */
export interface CompleteGain {
  readonly row: CodedMessage;
  readonly points: number;
  readonly beyond: readonly {
    readonly scenario: TestScenario;
    readonly points: number;
    readonly low: number;
    readonly high: number;
  }[];
}

/** A row with the number of its runs that more epochs may improve. */
export interface RisingRow {
  readonly row: CodedMessage;
  readonly rising: number;
  readonly runs: number;
}

const finishedSeeds = (seeds: readonly number[]): string =>
  seeds.length === 0
    ? 'no finished run'
    : `finished runs with ${seeds.length === 1 ? 'seed' : 'seeds'} ${seeds.join(', ')}`;

/** English texts of results: tables, curves, and comparisons of two methods. */
export const resultWords = {
  // Headings of tables, as in publications of the field.
  scenarioName: ({ scenario }: { scenario: TestScenario }) => scenarioNames[scenario],
  questionGroup: ({ group }: { group: QuestionGroup }) => groupNames[group],
  /** Within its group. */
  questionType: ({ type }: { type: QuestionType }) => questionTypes[type].published[1],
  allTypes: () => 'All',
  overall: () => 'Overall',
  accuracyPercent: () => 'Accuracy, %',
  derivedColumn: ({ column }: { column: DerivedColumn }) => derivedNames[column],
  // Names of methods.
  untitled: () => 'Untitled',
  methodApart: ({ title, settings }: { title: CodedMessage; settings: readonly OwnSetting[] }, format: Format) =>
    `${format(title)} (${settings.map((own) => ownSettingText(own, nodeText, format)).join(', ')})`,
  methodNumber: ({ title, number }: { title: CodedMessage; number: number }, format: Format) =>
    `${format(title)} (${number})`,
  // Settings of a graph. `title`: the English title of the kind.
  nodeKind: ({ title }: { kind: string; title: string }) => title,
  bypassedNode: ({ title }: { kind: string; title: string }) => `${title}, bypassed`,
  frozenNode: ({ title }: { kind: string; title: string }) => `${title}, frozen`,
  /** `settings`: for example “epochs 5”. */
  stageSettings: ({
    name,
    settings,
    frozen,
    bypassed,
  }: {
    name: string;
    settings: readonly string[];
    frozen: readonly NamedNode[];
    bypassed: readonly NamedNode[];
  }) => {
    const nodes = Object.entries({ frozen, bypassed }).filter(([, list]) => list.length > 0);
    const changes = [...settings, ...nodes.map(([state, list]) => `${state} ${list.map(nodeText).join(', ')}`)];
    return changes.length === 0 ? name : `${name} (${changes.join('; ')})`;
  },
  wireFrom: ({ node, socket }: { node: NamedNode; socket: string }) => `from ${socket} of ${nodeText(node)}`,
  // Notes of tables and curves.
  leftOut: ({ reason }: { reason: CodedMessage }, format: Format) => `Left out: ${format(reason)}`,
  leftOutSameSeed: ({ run, later }: { run: string; later: string }) =>
    `Left out: “${run}”, because “${later}” has the same graph and seed.`,
  leftOutUnfinished: ({ run, finished }: { run: string; finished: string }) =>
    `Left out: “${run}” is not finished, but “${finished}” with the same graph and seed is.`,
  leftOutStopped: ({ run, epochs }: { run: string; epochs: number }) =>
    `Left out: the run “${run}” was stopped after ${epochs} ${epochs === 1 ? 'epoch' : 'epochs'}.`,
  rowIncomplete: ({ row, done, planned }: { row: CodedMessage; done: number; planned: number }, format: Format) =>
    `“${format(row)}”: ${done} of ${planned} runs are done.`,
  /** Begins with the mark of the cells that it explains. */
  trivialFootnote: () => '* Not above the accuracy of always giving the most frequent answer of each question type.',
  // Captions.
  noTableRow: ({ row, rows }: { row: string; rows: readonly CodedMessage[] }, format: Format) =>
    `The table has no row “${row}”; choose one of ${quoted(rows.map(format))}.`,
  comparedWithRow: ({ row }: { row: CodedMessage }, format: Format) =>
    `Rows are compared with “${format(row)}” over the shared seeds. An interval is the 95 % interval of a paired bootstrap over videos.`,
  differWhenComplete: ({ base, rows }: { base: CodedMessage; rows: readonly CompleteGain[] }, format: Format) => {
    const list = rows.map(({ row, points, beyond }) => {
      const rest = beyond.map(
        (own) =>
          `${signed(own.points, 1)} points (${signed(own.low, 1)} to ${signed(own.high, 1)}) with ${scenarioNames[own.scenario].toLowerCase()}`,
      );
      return `“${format(row)}” by ${signed(points, 1)} points, so only the rest of its difference can come from the recall: ${rest.join(' and ')}`;
    });
    return `With complete input, where nothing is recalled, rows already differ from “${format(base)}”: ${list.join('; ')}.`;
  },
  rowsStillRising: ({ rows }: { rows: readonly RisingRow[] }, format: Format) => {
    const list = rows.map(({ row, rising, runs }) => `“${format(row)}” (${rising} of ${runs} runs)`);
    return `In these runs the last epoch was the best, so more epochs may improve them and change the comparison: ${list.join(', ')}.`;
  },
  noRestoredShare: ({ base, rows }: { base: CodedMessage; rows: readonly CodedMessage[] }, format: Format) =>
    `Loss restored is given only for models that equal “${format(base)}” with complete input, as repairs of a frozen model do; ${rows.length === 1 ? 'this row does' : 'these rows do'} not: ${quoted(rows.map(format))}.`,
  accuracyCaption: ({ seeds, bestIsBold }: { seeds: CodedMessage; bestIsBold: boolean }, format: Format) =>
    `Accuracy on held-out questions in percent, ${format(seeds)}${bestIsBold ? '; the best accuracy of each column is bold' : ''}.`,
  oneSeed: ({ seed }: { seed: number }) => `seed ${seed}`,
  meanOverSeeds: ({ seeds }: { seeds: readonly number[] }) =>
    `mean ± standard deviation over seeds ${seeds.join(', ')}`,
  meanOverOwnSeeds: () =>
    'mean ± standard deviation over the seeds of each row; the rows have different seeds, so no best value is bold',
  // Refused requests.
  runWithoutResult: ({ run, reason }: { run: string; reason: CodedMessage }, format: Format) =>
    `The run “${run}” ended without a result: ${format(reason)}`,
  noFolder: ({ folder }: { folder: string }) => `There is no folder “${folder}”.`,
  questionCountsDiffer: ({ a, b, count, otherCount }: Compared & { count: number; otherCount: number }) =>
    `“${a}” and “${b}” have different held-out questions (${count} and ${otherCount} of them); compare runs of the same data.`,
  questionsDiffer: ({ a, b, number, text, video, otherText, otherVideo }: Compared & DifferentQuestion) =>
    `“${a}” and “${b}” have different held-out questions (question ${number} is “${text}” of “${video}” and “${otherText}” of “${otherVideo}”); compare runs of the same data.`,
  noPairedSeed: ({ a, b, seedsA, seedsB }: Compared & { seedsA: readonly number[]; seedsB: readonly number[] }) =>
    `“${a}” has ${finishedSeeds(seedsA)} and “${b}” has ${finishedSeeds(seedsB)}, so no seed can be paired; train a seed with both settings, or compare only the two runs.`,
  // Conditions of a run beside its graph.
  madePart: ({ part }: { part: ConditionName }) => conditionTitles[part],
  defaultThreads: () => 'default',
  newWeights: () => 'new weights',
  weightsOfRun: ({ title, digest }: { title: string; digest: string }) => `final weights of “${title}” (${digest})`,
  // Pairs of a comparison, and omitted runs.
  pairedSeeds: ({ seeds }: { seeds: readonly number[] }) =>
    seeds.length === 1
      ? `1 seed is paired: ${seeds.join(', ')}.`
      : `${seeds.length} seeds are paired: ${seeds.join(', ')}.`,
  chosenSeedsDiffer: ({ seedA, seedB }: { seedA: number; seedB: number }) =>
    `The seeds of the two chosen runs are mixed (${seedA} and ${seedB}), so all seeds of both settings are compared.`,
  singlePair: () => 'Only the two chosen runs are compared.',
  mixedSeeds: ({ seedA, seedB }: { seedA: number; seedB: number }) =>
    `Seeds are mixed: A has seed ${seedA} and B has seed ${seedB}, so the difference can come from the seed alone. Compare all seeds of both settings.`,
  sameSettings: () =>
    'The two chosen runs have the same settings except for the seed, so both sides are the same runs and every difference is 0. To compare the two trained models, compare only the two runs.',
  leftOutUnpaired: ({ side, seeds }: { side: 'A' | 'B'; seeds: readonly number[] }) =>
    `Left out: ${seeds.length === 1 ? 'seed' : 'seeds'} ${seeds.join(', ')} of ${side}, because ${side === 'A' ? 'B' : 'A'} has no finished run with ${seeds.length === 1 ? 'it' : 'them'}.`,
  leftOutMadeOtherwise: ({ run, parts }: { run: string; parts: readonly ConditionName[] }) =>
    `Left out: “${run}” has the same graph but differs in ${parts.map((part) => conditionTitles[part]).join(', ')}.`,
  // Assumptions of a comparison.
  pairedQuestions: () => 'Both sides are compared on the same held-out questions, question by question.',
  resampledVideos: ({ resamples, videos, seed }: { resamples: number; videos: number; seed: number }) =>
    `Videos are resampled with replacement, ${resamples.toLocaleString('en')} times out of ${videos} (seed ${seed}), each with all of its questions, because questions of one video share its sound and picture. Videos are assumed to be independent samples of their population.`,
  severalSeeds: () =>
    'With several seeds, the score of a question is the share of seeds that answered it correctly. Intervals and p cover the choice of videos for these trained models. They do not cover the choice of seeds; the standard deviation beside each accuracy shows that spread.',
  oneModelEach: () =>
    'Each side is one trained model, so intervals and p cover the choice of videos for these two models. They do not cover training with other seeds.',
  percentileInterval: ({ percent, leastP }: { percent: number; leastP: number }) =>
    `The interval is the ${percent} % percentile interval; p is two-sided for the null hypothesis of no difference, and at least ${leastP}.`,
  uncorrectedTests: () => 'Types and scenarios are tested separately, without a correction for multiple tests.',
  tableFormatUnknown: ({ format, known }: { format: string; known: string }) =>
    `The table format “${format}” is unknown; use ${known}.`,
};
