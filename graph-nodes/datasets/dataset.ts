import { formatMessage, oneLine } from '../graph/messages';
import type { BatchSpec } from '../graph/shapes';
import { valueWords } from '../graph/value-faults';
import type { Scene } from './orchestra/scene';
import { datasetWords, type DatasetMessage } from './words';

/** The nine question types of MUSIC-AVQA in their three groups. Keys are those of reports, labels are for people. */
export const questionTypes = {
  audioCounting: { group: 'audio', label: 'Audio · Counting', published: ['Audio', 'Counting'] },
  audioComparative: { group: 'audio', label: 'Audio · Comparative', published: ['Audio', 'Comparative'] },
  visualCounting: { group: 'visual', label: 'Visual · Counting', published: ['Visual', 'Counting'] },
  visualLocation: { group: 'visual', label: 'Visual · Location', published: ['Visual', 'Location'] },
  audioVisualExistential: {
    group: 'audioVisual',
    label: 'Audio-Visual · Existential',
    published: ['Audio-Visual', 'Existential'],
  },
  audioVisualCounting: {
    group: 'audioVisual',
    label: 'Audio-Visual · Counting',
    published: ['Audio-Visual', 'Counting'],
  },
  audioVisualLocation: {
    group: 'audioVisual',
    label: 'Audio-Visual · Location',
    published: ['Audio-Visual', 'Location'],
  },
  audioVisualComparative: {
    group: 'audioVisual',
    label: 'Audio-Visual · Comparative',
    published: ['Audio-Visual', 'Comparative'],
  },
  audioVisualTemporal: {
    group: 'audioVisual',
    label: 'Audio-Visual · Temporal',
    published: ['Audio-Visual', 'Temporal'],
  },
} as const satisfies Record<string, { group: QuestionGroup; label: string; published: readonly [string, string] }>;

export const questionGroups = ['audio', 'visual', 'audioVisual'] as const;
export type QuestionGroup = (typeof questionGroups)[number];
export type QuestionType = keyof typeof questionTypes;

export const scenarios = ['complete', 'audioMissing', 'visualMissing'] as const;
export type Scenario = (typeof scenarios)[number];

/** Scenarios that only evaluation has: the modality is present, with noise on its encoded features. */
export const noiseScenarios = ['audioNoisy', 'visualNoisy', 'bothNoisy'] as const;
export type NoiseScenario = (typeof noiseScenarios)[number];

export const testScenarios = [...scenarios, ...noiseScenarios] as const;
export type TestScenario = (typeof testScenarios)[number];

export const isNoiseScenario = (scenario: TestScenario): scenario is NoiseScenario =>
  (noiseScenarios as readonly string[]).includes(scenario);

/** Modalities with noise, and the standard deviation σ of that noise in the released code: f + σ · ε, ε ~ N(0, 1). */
export const noiseOf: Readonly<
  Record<NoiseScenario, { readonly modalities: readonly ('audio' | 'visual')[]; readonly strength: number }>
> = {
  audioNoisy: { modalities: ['audio'], strength: 0.3 },
  visualNoisy: { modalities: ['visual'], strength: 0.7 },
  bothNoisy: { modalities: ['audio', 'visual'], strength: 0.5 },
};

/** Features of one video. */
export interface Features {
  /** Audio features [T × audioWidth], row-major; null if the dataset has none. */
  readonly audio: Float32Array | null;
  /** Visual features [T × H × W × visualWidth], row-major; null if the dataset has none. */
  readonly visual: Float32Array | null;
}

/** Visual features of one of a video's T seconds, a view [H × W × visualWidth]; null if the dataset has none. */
export function frameOf({ visual }: Features, second: number, seconds: number): Float32Array | null {
  const size = (visual?.length ?? 0) / seconds;
  return visual && visual.subarray(second * size, (second + 1) * size);
}

/** A question without features. */
export interface Question {
  /** Video or scene of the question. All questions of one video are in the same split. */
  readonly video: string;
  readonly type: QuestionType;
  /** Text of the question for people. */
  readonly text: string;
  /** Token ids [N], padded with 0. */
  readonly tokens: Int32Array;
  /** Class id in [0, A); -1 for a held-out question whose answer no training question has. No prediction is correct for it. */
  readonly answer: number;
}

export const splits = ['train', 'validation', 'test'] as const;
export type Split = (typeof splits)[number];

/** A dataset: questions in memory, features on demand. */
export interface Dataset {
  readonly spec: BatchSpec;
  /** Words by token id; id 0 is `<pad>`, id 1 is `<unk>`. */
  readonly vocabulary: readonly string[];
  /** Answers by class id. */
  readonly answers: readonly string[];
  readonly questions: Readonly<Record<Split, readonly Question[]>>;
  /** Features of the video of a question. */
  features(video: string): Promise<Features>;
  /**
   * Visual features of one second [H × W × visualWidth]; null if the dataset has none. Absent if reading one second costs the
   * same as reading all.
   */
  frame?(video: string, second: number): Promise<Float32Array | null>;
  /** Description of a video for the stage (Orchestra: its scene), as JSON; absent if there is none. */
  describe?(video: string): unknown;
  /** Features of an arranged scene, with the noise of its id; absent if scenes cannot be arranged. */
  render?(scene: Scene): Features;
}

/**
 * Type of the export `openDataset` of the `dataset.ts` in a dataset node's folder.
 * Errors are thrown as {@link DatasetError} and name the file or field and the expectation.
 * @param parameters the node's parameters, validated
 */
export type OpenDataset = (parameters: Record<string, unknown>) => Promise<Dataset>;

/** Error: the data of a graph cannot be read. */
export class DatasetError extends Error {
  override readonly name = 'DatasetError';

  constructor(readonly reason: DatasetMessage) {
    super(oneLine(formatMessage({ ...valueWords, ...datasetWords }, reason)));
  }
}
