import type { StageAnswer, StageFacts, StageQuestion } from '../../contract/stage';
import {
  failureKey,
  pageFailures,
  pageStretches,
  type Failures,
  type PackedAnswer,
  type StagePage,
} from '../../contract/stage-page';

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

/** The answers in the form of a page; see {@link PackedAnswer}. @param classOf gives every answer its class */
const packed = ({ variants }: StageAnswer, classOf: (answer: string) => number): PackedAnswer =>
  variants
    .filter(({ variant }) => variant !== 'real')
    .map(({ answers }) =>
      answers.flatMap(({ answer, probability }) => [classOf(answer), Math.round(1000 * probability)]),
    );

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
  const { seconds, run } = facts;
  const questions: StageFacts['questions'] = [];
  const answers: Record<string, StageAnswer>[] = [];
  const stretches: Record<string, PackedAnswer>[] = [];
  const classes = new Map<string, number>();
  const classOf = (answer: string): number => {
    const known = classes.get(answer) ?? classes.size;
    classes.set(answer, known);
    return known;
  };
  let characters = 0;
  for (const question of evenly(facts.questions, mostQuestions)) {
    if (characters >= mostCharacters) break;
    const words = question.text.replace(/\?$/, '');
    const ask = async <Shown>(failures: readonly Failures[], show: (answer: StageAnswer) => Shown) => {
      const shown: Record<string, Shown> = {};
      for (const failing of failures) {
        const asked = { run, about: { video: question.video }, question: words, ...failing };
        const key = failureKey(failing);
        if (key !== undefined) shown[key] = show(await asker.ask(asked));
      }
      characters += JSON.stringify(shown).length;
      return shown;
    };
    questions.push(question);
    answers.push(await ask(pageFailures(seconds, modalities), reduced));
    stretches.push(await ask(pageStretches(seconds, modalities), (answer) => packed(answer, classOf)));
  }
  return {
    facts: { ...facts, questions, checkpoints: [], usage: [] },
    answers,
    stretches,
    classes: [...classes.keys()],
  };
}
