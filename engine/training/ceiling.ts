import { answers, type Answer } from '../../graph-nodes/datasets/answers';
import {
  bestAnswers,
  knowledge,
  type CeilingOptions,
  type Knowledge,
} from '../../graph-nodes/datasets/orchestra/ceiling';
import type { OrchestraParameters } from '../../graph-nodes/datasets/orchestra/parameters';
import type { Accuracies } from '../contract/metrics';
import { AccuracyCounter } from './metrics';

/** Best possible accuracies in an Orchestra world, by the known modalities beside the question. */
export interface Ceiling {
  readonly parameters: OrchestraParameters;
  /** Held-out questions. */
  readonly questions: number;
  /** Random scenes for each video and scenario. */
  readonly samples: number;
  readonly accuracy: Readonly<Record<Knowledge, Accuracies>>;
}

/** Estimates the best possible accuracies; see {@link bestAnswers}. */
export function ceilingOf(parameters: OrchestraParameters, options: CeilingOptions): Ceiling {
  const classOf = new Map<Answer, number>(answers.map((answer, id) => [answer, id]));
  const counters = knowledge.map((known) => [known, new AccuracyCounter()] as const);
  let questions = 0;
  for (const { type, answer, best } of bestAnswers(parameters, options)) {
    questions += 1;
    for (const [known, counter] of counters) {
      counter.count({ type, answer: classOf.get(answer) ?? -1 }, classOf.get(best[known]) ?? -1);
    }
  }
  const accuracy = Object.fromEntries(counters.map(([known, counter]) => [known, counter.accuracies()]));
  return { parameters, questions, samples: options.samples, accuracy: accuracy as Ceiling['accuracy'] };
}
