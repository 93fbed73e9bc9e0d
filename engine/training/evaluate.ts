import { type Dataset, type Question, type Split, type TestScenario } from '../../graph-nodes/datasets/dataset';
import type { Accuracies, ScenarioAccuracies } from '../contract/metrics';
import type { EpochRecord } from '../contract/runs';
import { evaluationBatches } from './evaluation-batches';
import type { Answers, Learner } from './learner';
import { usualPasses, type EvaluationPass } from './logits';
import { AccuracyCounter } from './metrics';

/** Accuracy and loss of a model on a split, in all training scenarios. */
export interface Measured {
  readonly accuracy: ScenarioAccuracies;
  /** Mean cross-entropy of the right answers, over questions whose answer is a class; null without such questions. */
  readonly loss: NonNullable<EpochRecord['loss']>;
}

/** Called with every answer of an evaluation. */
export type OnAnswer = (scenario: TestScenario, question: Question, answer: number) => void;

/**
 * Measures accuracy and loss of a model on one split, in all training scenarios.
 * @param betweenBatches awaited between batches, so that a host stays responsive
 * @param more further passes, at most one per additional scenario
 */
export async function evaluate(
  learner: Learner,
  dataset: Dataset,
  split: Split,
  betweenBatches: () => Promise<void>,
  onAnswer?: OnAnswer,
  more: readonly EvaluationPass[] = [],
): Promise<Measured> {
  return (await evaluatePasses(
    learner,
    dataset,
    split,
    betweenBatches,
    [...usualPasses, ...more],
    onAnswer,
  )) as Measured;
}

/**
 * Measures accuracy and loss of a model on one split by the scenario of each pass; see {@link evaluate}.
 * @param passes at most one per scenario
 */
export async function evaluatePasses(
  learner: Learner,
  dataset: Dataset,
  split: Split,
  betweenBatches: () => Promise<void>,
  passes: readonly EvaluationPass[],
  onAnswer?: OnAnswer,
): Promise<{
  accuracy: Partial<Record<TestScenario, Accuracies>>;
  loss: Partial<Record<TestScenario, number | null>>;
}> {
  const counters = passes.map(() => ({ accuracy: new AccuracyCounter(), loss: 0, known: 0 }));
  for await (const { arrays, questions, randomKey } of evaluationBatches(dataset, split)) {
    const answers = await learner.answer(arrays, randomKey, passes);
    for (const [index, { scenario }] of passes.entries()) {
      const [counter, predicted] = [counters[index] as (typeof counters)[number], answers[index] as Answers];
      questions.forEach((question, row) => {
        const answer = predicted.classes[row] as number;
        counter.accuracy.count(question, answer);
        if (question.answer >= 0) {
          counter.known += 1;
          counter.loss += predicted.losses[row] as number;
        }
        onAnswer?.(scenario, question, answer);
      });
    }
    await betweenBatches();
  }
  const inScenarios = <Value>(of: (counter: (typeof counters)[number]) => Value) =>
    Object.fromEntries(
      passes.map(({ scenario }, index) => [scenario, of(counters[index] as (typeof counters)[number])]),
    );
  return {
    accuracy: inScenarios(({ accuracy }) => accuracy.accuracies()),
    loss: inScenarios(({ loss, known }) => (known === 0 ? null : loss / known)),
  };
}
