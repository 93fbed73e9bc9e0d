import { scenarios, type Dataset, type Question, type Scenario, type Split } from '../../graph-nodes/dataset';
import type { ScenarioAccuracies } from '../api';
import { batches } from '../data/batches';
import type { Learner } from './learner';
import { AccuracyCounter } from './metrics';

/** Questions evaluated at once, and how many numbers of features they may have in all (64 MiB). */
const mostQuestions = 128;
const mostNumbers = 2 ** 24;

/**
 * Accuracy of a model on one split in every scenario.
 * @param betweenBatches awaited between batches, so that a host stays responsive
 * @param onAnswer told of every answer
 */
export async function evaluate(
  learner: Learner,
  dataset: Dataset,
  split: Split,
  betweenBatches: () => Promise<void>,
  onAnswer?: (scenario: Scenario, question: Question, answer: number) => void,
): Promise<ScenarioAccuracies> {
  const counters = scenarios.map(() => new AccuracyCounter());
  const { seconds, audioWidth, height, width, visualWidth } = dataset.spec;
  const numbers = seconds * (audioWidth + height * width * visualWidth);
  const size = Math.max(1, Math.min(mostQuestions, Math.floor(mostNumbers / numbers)));
  const asked = dataset.questions[split];
  let start = 0;
  // All batches are of one size, since a compiled learner is one for a size.
  for await (const arrays of batches(dataset, split, size, { fill: true })) {
    const answers = await learner.answer(arrays, `evaluate/${split}/${start}`);
    for (const [index, scenario] of scenarios.entries()) {
      asked.slice(start, start + size).forEach((question, row) => {
        const answer = answers[index]?.[row] as number;
        counters[index]?.count(question, answer);
        onAnswer?.(scenario, question, answer);
      });
    }
    start += size;
    await betweenBatches();
  }
  const [complete, audioMissing, visualMissing] = counters.map((counter) => counter.accuracies());
  return { complete, audioMissing, visualMissing } as ScenarioAccuracies;
}
