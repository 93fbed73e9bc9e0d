import {
  isNoiseScenario,
  scenarios,
  type Dataset,
  type Scenario,
  type Split,
} from '../../graph-nodes/datasets/dataset';
import type { Accuracies } from '../contract/metrics';
import { blankCount, missingSamples, withBlankSeconds, type Modality } from '../data/corrupt';
import { evaluate } from './evaluate';
import type { Learner } from './learner';
import { AccuracyCounter } from './metrics';

export const missingUnits = ['sample', 'second'] as const;
export type MissingUnit = (typeof missingUnits)[number];

export const scenarioOf = (modality: Modality): Scenario => `${modality}Missing`;

/** Accuracy of a model at a missing rate. */
export interface AtRate {
  /** The rate, rounded to whole samples or seconds. */
  readonly share: number;
  readonly accuracy: Accuracies;
}

/**
 * Accuracy by missing rate on one split.
 *
 * With the unit “sample”, that share of the questions is answered without the modality. Samples are independent, so
 * each has the answer of its scenario. With the unit “second”, that share of each video's seconds is set to zeros,
 * without a missing flag; a video that loses all seconds misses the modality. So rate 0 equals the scenario “complete”
 * and rate 1 the modality's scenario, to the last bit.
 */
export class MissingRates {
  private constructor(
    private readonly learner: Learner,
    private readonly dataset: Dataset,
    private readonly split: Split,
    private readonly seed: number,
    private readonly answers: Readonly<Record<Scenario, readonly number[]>>,
  ) {}

  /**
   * Evaluates all questions in every scenario.
   * @param seed of the missing samples
   * @param betweenBatches awaited between batches, so that a host stays responsive
   */
  static async open(
    learner: Learner,
    dataset: Dataset,
    split: Split,
    seed: number,
    betweenBatches?: () => Promise<void>,
  ): Promise<MissingRates> {
    const answers = await answersOn(learner, dataset, split, betweenBatches);
    return new MissingRates(learner, dataset, split, seed, answers);
  }

  /** Without missing samples. */
  complete(): Accuracies {
    return this.count(this.answers.complete);
  }

  async at(modality: Modality, rate: number, unit: MissingUnit): Promise<AtRate> {
    return unit === 'sample' ? this.perSample(modality, rate) : this.perSecond(modality, rate);
  }

  private perSample(modality: Modality, rate: number): AtRate {
    const { complete, [scenarioOf(modality)]: without } = this.answers;
    const missing = missingSamples(complete.length, modality, rate, this.seed);
    const answers = complete.map((answer, index) => (missing[index] === 1 ? (without[index] as number) : answer));
    const count = missing.reduce((sum, one) => sum + one, 0);
    return { share: complete.length === 0 ? 0 : count / complete.length, accuracy: this.count(answers) };
  }

  private async perSecond(modality: Modality, rate: number): Promise<AtRate> {
    const { seconds } = this.dataset.spec;
    const questions = this.dataset.questions[this.split];
    const counts = questions.map(({ video }) => blankCount(video, modality, rate, seconds, this.seed));
    const { complete, [scenarioOf(modality)]: without } = this.answers;
    const blank = withBlankSeconds(this.dataset, modality, rate, this.seed);
    const partly = counts.some((count) => count > 0 && count < seconds)
      ? (await answersOn(this.learner, blank, this.split)).complete
      : complete;
    const answers = counts.map((count, index) => {
      const of = count === 0 ? complete : count === seconds ? without : partly;
      return of[index] as number;
    });
    const blanked = counts.reduce((sum, count) => sum + count, 0);
    const share = questions.length === 0 ? 0 : blanked / (questions.length * seconds);
    return { share, accuracy: this.count(answers) };
  }

  private count(answers: readonly number[]): Accuracies {
    const counter = new AccuracyCounter();
    this.dataset.questions[this.split].forEach((question, index) => counter.count(question, answers[index] as number));
    return counter.accuracies();
  }
}

/** The answers of a split by scenario, in the order of the questions. */
async function answersOn(
  learner: Learner,
  dataset: Dataset,
  split: Split,
  betweenBatches: () => Promise<void> = () => Promise.resolve(),
): Promise<Record<Scenario, number[]>> {
  const answers = Object.fromEntries(scenarios.map((scenario) => [scenario, [] as number[]])) as Record<
    Scenario,
    number[]
  >;
  await evaluate(learner, dataset, split, betweenBatches, (scenario, _, answer) => {
    if (!isNoiseScenario(scenario)) answers[scenario].push(answer);
  });
  return answers;
}
