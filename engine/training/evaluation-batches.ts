import type { Dataset, Question, Split } from '../../graph-nodes/datasets/dataset';
import { batches, type BatchArrays } from '../data/batches';

/** Questions evaluated at once, and how many numbers of features they may have in all (64 MiB). */
const mostQuestions = 128;
const mostNumbers = 2 ** 24;

/** A batch of an evaluation. */
export interface EvaluationBatch {
  readonly arrays: BatchArrays;
  /** The questions that count, the first of the batch; the others fill it up. */
  readonly questions: readonly Question[];
  /** Names the random streams of its passes. */
  readonly randomKey: string;
}

/** The questions of a split in batches of one size, since a recorded learner has a graph for each size. */
export async function* evaluationBatches(dataset: Dataset, split: Split): AsyncGenerator<EvaluationBatch> {
  const { seconds, audioWidth, height, width, visualWidth } = dataset.spec;
  const numbers = seconds * (audioWidth + height * width * visualWidth);
  const size = Math.max(1, Math.min(mostQuestions, Math.floor(mostNumbers / numbers)));
  const asked = dataset.questions[split];
  let start = 0;
  for await (const arrays of batches(dataset, split, size, { fill: true })) {
    yield { arrays, questions: asked.slice(start, start + size), randomKey: `evaluate/${split}/${start}` };
    start += size;
  }
}
