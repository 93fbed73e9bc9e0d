import type { Dataset, Question, Split } from '../../graph-nodes/datasets/dataset';
import { batches, type BatchArrays } from '../data/batches';

/** Maximum number of questions per evaluation batch, and of feature values in it (64 MiB). */
const mostQuestions = 128;
const mostNumbers = 2 ** 24;

/** A batch of an evaluation. */
export interface EvaluationBatch {
  readonly arrays: BatchArrays;
  /** Number of evaluated questions at the start of the batch; the others are padding. */
  readonly questions: readonly Question[];
  /** Names the random streams of its passes. */
  readonly randomKey: string;
}

/** Splits the questions into batches of one size, because a recorded learner needs a graph for each size. */
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
