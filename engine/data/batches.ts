import * as tf from '@tensorflow/tfjs-core';
import type { Dataset, Question, Split } from '../../graph-nodes/datasets/dataset';
import type { BatchSignal, Signal } from '../../graph-nodes/layers/layer';
import type { Random } from '../../graph-nodes/graph/random';
import type { BatchSpec } from '../../graph-nodes/graph/shapes';

/** A batch as typed arrays, not yet tensors; null where the dataset lacks the modality. */
export interface BatchArrays {
  readonly questions: readonly Question[];
  readonly audio: Float32Array | null;
  readonly visual: Float32Array | null;
  /** For every frame, [B · T]: the flat index of a frame of another video; null where the batch holds one video only. */
  readonly negativeFrames: Int32Array | null;
}

/** The tensors of a batch. */
export interface BatchTensors {
  readonly batch: BatchSignal;
  /** [B] int32 */
  readonly labels: tf.Tensor1D;
  readonly negativeFrames?: tf.Tensor1D;
  /** What holds memory until it is disposed. */
  readonly tensors: readonly tf.Tensor[];
}

/**
 * The batches of one split, in order or shuffled; the features of the next batch are read while the current one is used,
 * so that at most two batches are in memory. The last batch may be smaller, unless it is to be filled up with questions
 * from the start.
 * @param options.skip so many batches are passed over, without reading them; those that follow are the same as ever
 */
export async function* batches(
  dataset: Dataset,
  split: Split,
  batchSize: number,
  {
    random,
    fill = false,
    skip = 0,
  }: { readonly random?: Random; readonly fill?: boolean; readonly skip?: number } = {},
): AsyncGenerator<BatchArrays> {
  const ordered = random ? random.shuffle(dataset.questions[split]) : dataset.questions[split];
  const missing = fill ? (batchSize - (ordered.length % batchSize)) % batchSize : 0;
  const questions = [
    ...ordered,
    ...Array.from({ length: missing }, (_, index) => ordered[index % ordered.length] as Question),
  ];
  const read = (start: number): Promise<BatchArrays> | undefined => {
    if (start >= questions.length) return undefined;
    return readBatch(dataset, questions.slice(start, start + batchSize), random);
  };
  const begin = skip * batchSize;
  for (let start = 0; random && start < Math.min(begin, questions.length); start += batchSize) {
    drawNegatives(questions.slice(start, start + batchSize), dataset.spec.seconds, random);
  }
  let next = read(begin);
  for (let start = begin + batchSize; next; start += batchSize) {
    const current = await next;
    next = read(start);
    // A failure to read ahead surfaces when that batch is awaited, also if the consumer stops before.
    next?.catch(() => undefined);
    yield current;
  }
}

async function readBatch(
  dataset: Dataset,
  questions: readonly Question[],
  random: Random | undefined,
): Promise<BatchArrays> {
  const features = await Promise.all(questions.map(({ video }) => dataset.features(video)));
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
    negativeFrames: random ? drawNegatives(questions, dataset.spec.seconds, random) : null,
  };
}

/** One random frame of a different video for every frame of the batch. */
function drawNegatives(questions: readonly Question[], seconds: number, random: Random): Int32Array | null {
  if (questions.every(({ video }) => video === questions[0]?.video)) return null;
  const frames = new Int32Array(questions.length * seconds);
  questions.forEach(({ video }, row) => {
    const others = questions.flatMap((other, index) => (other.video === video ? [] : [index]));
    for (let second = 0; second < seconds; second += 1) {
      frames[row * seconds + second] = random.pick(others) * seconds + random.integer(seconds);
    }
  });
  return frames;
}

/**
 * Puts a batch on the current backend. The zeros of a modality that the dataset lacks are made where a node asks for them,
 * inside its `tf.tidy`: at the published sizes they are 128 MB a batch, and a graph of questions alone never asks.
 */
export function toTensors(arrays: BatchArrays, spec: BatchSpec): BatchTensors {
  const { questions } = arrays;
  const size = questions.length;
  const tensors: tf.Tensor[] = [];
  const own = <Tensor extends tf.Tensor>(tensor: Tensor): Tensor => {
    tensors.push(tensor);
    return tensor;
  };
  const signal = (values: Float32Array | null, shape: number[]): Signal =>
    values ? { values: own(tf.tensor(values, shape)), state: 'real' } : missingSignal(shape);
  return {
    batch: {
      spec,
      audio: signal(arrays.audio, [size, spec.seconds, spec.audioWidth]),
      visual: signal(arrays.visual, [size, spec.seconds, spec.height, spec.width, spec.visualWidth]),
      question: own(tf.tensor2d(questionTokens(questions, spec), [size, spec.questionLength], 'int32')),
    },
    labels: own(
      tf.tensor1d(
        Int32Array.from(questions, ({ answer }) => answer),
        'int32',
      ),
    ),
    ...(arrays.negativeFrames && { negativeFrames: own(tf.tensor1d(arrays.negativeFrames, 'int32')) }),
    tensors,
  };
}

/** Token ids [B, N], row-major. */
export function questionTokens(questions: readonly Question[], { questionLength }: BatchSpec): Int32Array {
  const tokens = new Int32Array(questions.length * questionLength);
  questions.forEach((question, row) => tokens.set(question.tokens, row * questionLength));
  return tokens;
}

/** Zeros, made when they are asked for. */
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
