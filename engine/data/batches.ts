import * as tf from '@tensorflow/tfjs-core';
import { frameOf, type Dataset, type Question, type Split } from '../../graph-nodes/datasets/dataset';
import type { BatchSignal, Signal } from '../../graph-nodes/layers/layer';
import { Random } from '../../graph-nodes/graph/random';
import type { BatchSpec } from '../../graph-nodes/graph/shapes';

/** A batch as typed arrays, before tensors; null if the dataset lacks the modality. */
export interface BatchArrays {
  readonly questions: readonly Question[];
  readonly audio: Float32Array | null;
  readonly visual: Float32Array | null;
  /**
   * Negatives: for every second of every question the visual features of a random second of another video of the split,
   * in the shape of `visual`. Null if no node needs them, the split has a single video, or the dataset lacks the
   * modality.
   */
  readonly negative: Float32Array | null;
}

/** The tensors of a batch. */
export interface BatchTensors {
  readonly batch: BatchSignal;
  /** [B] int32 */
  readonly labels: tf.Tensor1D;
  /** Memory that must be disposed. */
  readonly tensors: readonly tf.Tensor[];
}

/** Names the random streams of negatives: `<stream>/<index of the batch>`. */
export interface NegativeStreams {
  readonly seed: number;
  readonly stream: string;
}

/**
 * The batches of one split, in order or shuffled. The features of the next batch are read while the current one is
 * used, so at most two batches are in memory. The last batch can be smaller, unless it is padded with questions from
 * the start.
 * @param options.skip number of batches that are skipped without reading them; the others are the same as without it
 * @param options.negatives random stream of the negatives; absent: none
 */
export async function* batches(
  dataset: Dataset,
  split: Split,
  batchSize: number,
  {
    random,
    fill = false,
    skip = 0,
    negatives,
  }: {
    readonly random?: Random;
    readonly fill?: boolean;
    readonly skip?: number;
    readonly negatives?: NegativeStreams | undefined;
  } = {},
): AsyncGenerator<BatchArrays> {
  const ordered = random ? random.shuffle(dataset.questions[split]) : dataset.questions[split];
  const missing = fill ? (batchSize - (ordered.length % batchSize)) % batchSize : 0;
  const questions = [
    ...ordered,
    ...Array.from({ length: missing }, (_, index) => ordered[index % ordered.length] as Question),
  ];
  const videos = negatives ? [...new Set(dataset.questions[split].map(({ video }) => video))] : [];
  const read = (start: number): Promise<BatchArrays> | undefined => {
    if (start >= questions.length) return undefined;
    const stream = negatives && new Random(negatives.seed, `${negatives.stream}/${start / batchSize}`);
    return readBatch(dataset, questions.slice(start, start + batchSize), videos, stream);
  };
  const begin = skip * batchSize;
  let next = read(begin);
  for (let start = begin + batchSize; next; start += batchSize) {
    const current = await next;
    next = read(start);
    // A failure to read ahead is reported when that batch is awaited, even if the consumer stops before.
    next?.catch(() => undefined);
    yield current;
  }
}

async function readBatch(
  dataset: Dataset,
  questions: readonly Question[],
  videos: readonly string[],
  random: Random | undefined,
): Promise<BatchArrays> {
  const drawn = random && drawNegatives(questions, videos, dataset.spec.seconds, random);
  const [features, frames] = await Promise.all([
    Promise.all(questions.map(({ video }) => dataset.features(video))),
    drawn && Promise.all(drawn.map((frame) => readFrame(dataset, frame))),
  ]);
  const join = (parts: readonly (Float32Array | null)[]): Float32Array | null => {
    const size = parts[0]?.length;
    if (size === undefined) return null;
    const joined = new Float32Array(size * parts.length);
    parts.forEach((part, index) => {
      if (part) joined.set(part, index * size);
    });
    return joined;
  };
  return {
    questions,
    audio: join(features.map(({ audio }) => audio)),
    visual: join(features.map(({ visual }) => visual)),
    negative: frames ? join(frames) : null,
  };
}

interface Frame {
  readonly video: string;
  readonly second: number;
}

/** A random second of a random other video for every second of the questions; undefined if all have the same video. */
function drawNegatives(
  questions: readonly Question[],
  videos: readonly string[],
  seconds: number,
  random: Random,
): Frame[] | undefined {
  if (videos.length < 2) return undefined;
  const otherThan = (video: string): string => {
    const other = random.pick(videos);
    return other === video ? otherThan(video) : other;
  };
  return questions.flatMap(({ video }) =>
    Array.from({ length: seconds }, (): Frame => ({ video: otherThan(video), second: random.integer(seconds) })),
  );
}

/** Visual features of one second of a video. */
async function readFrame(dataset: Dataset, { video, second }: Frame): Promise<Float32Array | null> {
  if (dataset.frame) return dataset.frame(video, second);
  return frameOf(await dataset.features(video), second, dataset.spec.seconds);
}

/**
 * Converts a batch to tensors on the current backend. Zeros for a modality that the dataset lacks are created when a
 * node requests them, inside its `tf.tidy`: at the published sizes they are 128 MB per batch, and a graph of questions
 * alone never requests them.
 */
export function toTensors(arrays: BatchArrays, spec: BatchSpec): BatchTensors {
  const { questions } = arrays;
  const size = questions.length;
  const maps = [size, spec.seconds, spec.height, spec.width, spec.visualWidth];
  const tensors: tf.Tensor[] = [];
  const own = <Tensor extends tf.Tensor>(tensor: Tensor): Tensor => {
    tensors.push(tensor);
    return tensor;
  };
  const signal = (values: Float32Array | null, shape: number[]): Signal =>
    values ? { values: own(tf.tensor(values, shape)), state: 'real' } : missingSignal(shape);
  const visual = signal(arrays.visual, maps);
  return {
    batch: {
      spec,
      audio: signal(arrays.audio, [size, spec.seconds, spec.audioWidth]),
      visual: arrays.negative ? { ...visual, negative: own(tf.tensor(arrays.negative, maps)) } : visual,
      question: own(tf.tensor2d(questionTokens(questions, spec), [size, spec.questionLength], 'int32')),
    },
    labels: own(
      tf.tensor1d(
        Int32Array.from(questions, ({ answer }) => answer),
        'int32',
      ),
    ),
    tensors,
  };
}

/** Token ids [B, N], row-major. */
export function questionTokens(questions: readonly Question[], { questionLength }: BatchSpec): Int32Array {
  const tokens = new Int32Array(questions.length * questionLength);
  questions.forEach((question, row) => tokens.set(question.tokens, row * questionLength));
  return tokens;
}

/** Zeros, created on request. */
export function missingSignal(shape: number[]): Signal {
  let zeros: tf.Tensor | undefined;
  return {
    state: 'missing',
    get values() {
      if (!zeros || zeros.isDisposed) zeros = tf.zeros(shape);
      return zeros;
    },
  };
}
