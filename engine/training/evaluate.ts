import { scenarios, type Dataset, type Question, type Scenario, type Split } from '../../graph-nodes/datasets/dataset';
import type { ScenarioAccuracies } from '../contract/metrics';
import type { EpochRecord } from '../contract/runs';
import { batches } from '../data/batches';
import type { Answers, Learner } from './learner';
import { AccuracyCounter } from './metrics';

/** Questions evaluated at once, and how many numbers of features they may have in all (64 MiB). */
const mostQuestions = 128;
const mostNumbers = 2 ** 24;

/** Accuracy and loss of a model on a split. */
export interface Measured {
  readonly accuracy: ScenarioAccuracies;
  /** Mean cross-entropy of the right answers, over the questions whose answer is a class; null where there are none. */
  readonly loss: NonNullable<EpochRecord['loss']>;
}

/**
 * Accuracy and loss of a model on one split in every scenario.
 * @param betweenBatches awaited between batches, so that a host stays responsive
 * @param onAnswer called with every answer
 */
export async function evaluate(
  learner: Learner,
  dataset: Dataset,
  split: Split,
  betweenBatches: () => Promise<void>,
  onAnswer?: (scenario: Scenario, question: Question, answer: number) => void,
): Promise<Measured> {
  const counters = scenarios.map(() => ({ accuracy: new AccuracyCounter(), loss: 0, known: 0 }));
  const { seconds, audioWidth, height, width, visualWidth } = dataset.spec;
  const numbers = seconds * (audioWidth + height * width * visualWidth);
  const size = Math.max(1, Math.min(mostQuestions, Math.floor(mostNumbers / numbers)));
  const asked = dataset.questions[split];
  let start = 0;
  // All batches have one size, since a recorded learner has a graph for each size.
  for await (const arrays of batches(dataset, split, size, { fill: true })) {
    const answers = await learner.answer(arrays, `evaluate/${split}/${start}`);
    for (const [index, scenario] of scenarios.entries()) {
      const [counter, said] = [counters[index] as (typeof counters)[number], answers[index] as Answers];
      asked.slice(start, start + size).forEach((question, row) => {
        const answer = said.classes[row] as number;
        counter.accuracy.count(question, answer);
        if (question.answer >= 0) {
          counter.known += 1;
          counter.loss += said.losses[row] as number;
        }
        onAnswer?.(scenario, question, answer);
      });
    }
    start += size;
    await betweenBatches();
  }
  const inScenarios = <Value>(of: (counter: (typeof counters)[number]) => Value) =>
    Object.fromEntries(
      scenarios.map((scenario, index) => [scenario, of(counters[index] as (typeof counters)[number])]),
    );
  return {
    accuracy: inScenarios(({ accuracy }) => accuracy.accuracies()) as ScenarioAccuracies,
    loss: inScenarios(({ loss, known }) => (known === 0 ? null : loss / known)) as Measured['loss'],
  };
}
