import {
  questionTypes,
  scenarios,
  type Dataset,
  type Question,
  type Scenario,
} from '../../graph-nodes/datasets/dataset';
import type { Predictions } from '../contract/runs';

/** Number of questions stored with their predictions, from the start of the held-out questions. */
const mostExamples = 120;

type ByScenario<Value> = Record<Scenario, Value>;

const forEach = <Value>(make: () => Value): ByScenario<Value> => ({
  complete: make(),
  audioMissing: make(),
  visualMissing: make(),
});

/** Collects the predictions of a model, question by question. */
export class PredictionLog {
  /** Number of questions with true class a and predicted class b, [A × A] row-major. */
  private readonly counts: ByScenario<Uint32Array>;
  private readonly examples = new Map<Question, ByScenario<number>>();

  constructor(private readonly dataset: Dataset) {
    const size = dataset.answers.length;
    this.counts = forEach(() => new Uint32Array(size * size));
  }

  add(scenario: Scenario, question: Question, answer: number): void {
    const cell = question.answer * this.dataset.answers.length + answer;
    this.counts[scenario][cell] = (this.counts[scenario][cell] ?? 0) + 1;
    const known = this.examples.get(question);
    if (known) known[scenario] = answer;
    else if (this.examples.size < mostExamples) {
      this.examples.set(question, { ...forEach(() => -1), [scenario]: answer });
    }
  }

  report(): Predictions {
    const { answers } = this.dataset;
    const rows = (counts: Uint32Array): number[][] =>
      answers.map((_, row) => [...counts.subarray(row * answers.length, (row + 1) * answers.length)]);
    const name = (answer: number): string => answers[answer] ?? '';
    return {
      answers: [...answers],
      confusion: {
        complete: rows(this.counts.complete),
        audioMissing: rows(this.counts.audioMissing),
        visualMissing: rows(this.counts.visualMissing),
      },
      examples: [...this.examples].map(([question, predicted]) => ({
        video: question.video,
        type: questionTypes[question.type].label,
        text: question.text,
        answer: name(question.answer),
        predicted: Object.fromEntries(
          scenarios.map((scenario) => [scenario, name(predicted[scenario])]),
        ) as ByScenario<string>,
        scene: this.dataset.describe?.(question.video) ?? null,
      })),
    };
  }
}
