import { questionTypes, type Question } from '../../graph-nodes/datasets/dataset';
import { accuracyKeys, type Accuracies } from '../contract/metrics';

/** Counts right answers by question type, group and overall. */
export class AccuracyCounter {
  private readonly right = new Map<string, number>();
  private readonly asked = new Map<string, number>();

  count(question: Pick<Question, 'type' | 'answer'>, answer: number): void {
    const keys = ['overall', questionTypes[question.type].group, question.type];
    for (const key of keys) {
      this.asked.set(key, (this.asked.get(key) ?? 0) + 1);
      if (answer === question.answer) this.right.set(key, (this.right.get(key) ?? 0) + 1);
    }
  }

  /** Accuracy in percent; null without questions. */
  accuracies(): Accuracies {
    const percent = (key: string): number | null => {
      const asked = this.asked.get(key);
      return asked === undefined ? null : (100 * (this.right.get(key) ?? 0)) / asked;
    };
    return Object.fromEntries(accuracyKeys.map((key) => [key, percent(key)])) as Accuracies;
  }
}

/** The most frequent item; the first one of equally frequent items. */
function mostFrequent(items: readonly number[]): number | undefined {
  const counts = new Map<number, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return [...counts].reduce<[number | undefined, number]>(
    (best, [item, count]) => (count > best[1] ? [item, count] : best),
    [undefined, 0],
  )[0];
}

/**
 * Baseline accuracy in percent: the most frequent training answer as the prediction for other questions. One baseline
 * uses the whole set; one uses each question type, and is also given by group and type.
 */
export function majorityBaselines(
  train: readonly Question[],
  test: readonly Question[],
): { mostFrequent: number; mostFrequentPerType: number; perQuestions: Accuracies } {
  const overall = mostFrequent(train.map(({ answer }) => answer));
  const perType = new Map(
    [...new Set(train.map(({ type }) => type))].map((type) => [
      type,
      mostFrequent(train.filter((question) => question.type === type).map(({ answer }) => answer)),
    ]),
  );
  const percent = (guess: (question: Question) => number | undefined) =>
    test.length === 0 ? 0 : (100 * test.filter((question) => guess(question) === question.answer).length) / test.length;
  const counter = new AccuracyCounter();
  // No answer is −2, so a type without training questions is always wrong.
  for (const question of test) counter.count(question, perType.get(question.type) ?? -2);
  return {
    mostFrequent: percent(() => overall),
    mostFrequentPerType: percent(({ type }) => perType.get(type)),
    perQuestions: counter.accuracies(),
  };
}
