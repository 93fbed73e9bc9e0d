import type { StageAnswer, StageFacts, StageQuestion } from '../../contract/stage';
import { failureKey, pageFailures, type StagePage } from '../../contract/stage-page';

/** A run that answers questions. */
export interface Asker {
  facts(): Promise<StageFacts>;
  ask(question: StageQuestion): Promise<StageAnswer>;
}

/** Maximum number of questions of a page. */
const mostQuestions = 24;
/** Size limit of the answers as JSON, in characters; no question is added beyond it. */
const mostCharacters = 1_000_000;

/** Answers of a page: probabilities rounded to three digits, without times and insides. */
function reduced({ truth, variants, recalled }: StageAnswer): StageAnswer {
  const round = (value: number) => Math.round(value * 1000) / 1000;
  return {
    truth,
    variants: variants.map(({ variant, answers }) => ({
      variant,
      answers: answers.map(({ answer, probability }) => ({ answer, probability: round(probability) })),
    })),
    recalled: recalled.map(({ variant, modality, seconds }) => ({
      variant,
      modality,
      seconds: seconds.map((found) => found.map((one) => ({ ...one, certainty: round(one.certainty) }))),
    })),
    insides: [],
    milliseconds: 0,
  };
}

/** Evenly spaced items of a list, in its order. */
function evenly<Item>(items: readonly Item[], count: number): Item[] {
  const taken = Math.min(count, items.length);
  return Array.from({ length: taken }, (_, index) => items[Math.floor((index * items.length) / taken)] as Item);
}

/**
 * Answers some held-out questions of a run under every failure that a page offers.
 * @param modalities that the run's dataset has
 */
export async function stageAnswers(
  asker: Asker,
  modalities: { readonly audio: boolean; readonly visual: boolean },
): Promise<StagePage> {
  const facts = await asker.facts();
  const failures = pageFailures(facts.seconds, modalities);
  const questions: StageFacts['questions'] = [];
  const answers: Record<string, StageAnswer>[] = [];
  let characters = 0;
  for (const question of evenly(facts.questions, mostQuestions)) {
    if (characters >= mostCharacters) break;
    const own: Record<string, StageAnswer> = {};
    for (const failing of failures) {
      const key = failureKey(failing);
      const words = question.text.replace(/\?$/, '');
      const asked = { run: facts.run, about: { video: question.video }, question: words, ...failing };
      if (key !== undefined) own[key] = reduced(await asker.ask(asked));
    }
    questions.push(question);
    answers.push(own);
    characters += JSON.stringify(own).length;
  }
  return { facts: { ...facts, questions, checkpoints: [] }, answers };
}
