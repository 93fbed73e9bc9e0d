import type { Answer } from '../answers';
import { answers } from '../answers';
import { assignSplits } from '../split';
import { Random } from '../../graph/random';
import type { QuestionType } from '../dataset';
import type { OrchestraParameters } from './parameters';
import { scenesOfNothing, scenesOfPicture, scenesOfSound, type WeightedScene } from './posterior';
import { fillSlots, QuestionChooser, type AskedQuestion } from './questions';
import { sampleScenes, type Scene } from './scene';
import { templates, type Template } from './templates';

/** Parts of a scene that are known besides the question. */
export const knowledge = ['complete', 'audioMissing', 'visualMissing', 'questionOnly'] as const;
export type Knowledge = (typeof knowledge)[number];

/** A held-out question, its answer, and the most probable answers for each kind of knowledge. */
export interface BestAnswers {
  readonly video: string;
  readonly type: QuestionType;
  readonly answer: Answer;
  readonly best: Readonly<Record<Knowledge, Answer>>;
}

export interface CeilingOptions {
  /** Maximum number of held-out questions. */
  readonly questions: number;
  /** Number of scenes drawn for each question and each kind of knowledge. */
  readonly samples: number;
}

/**
 * Best possible predictions on held-out questions of Orchestra. For each question, scenes that fit the known parts are drawn, and
 * the answer with the largest posterior probability is taken,
 *
 *     P(answer | known, question) ∝ Σ_scenes weight · P(question is asked | scene) · [answer of the scene]
 *
 * This assumes features without noise and a known choice of questions, so it is an upper bound for any model. With sound and
 * picture everything is known, and each question has one answer.
 */
export function* bestAnswers(
  parameters: OrchestraParameters,
  { questions, samples }: CeilingOptions,
): Generator<BestAnswers> {
  const { seed } = parameters;
  const scenes = sampleScenes(parameters.scenes, seed, parameters);
  const splitOf = assignSplits([...scenes.keys()], parameters, new Random(seed, 'orchestra/split'));
  const chooser = new QuestionChooser(new Random(seed, 'orchestra/questions'));
  const asked = [...scenes].flatMap(([video, scene]) =>
    chooser.choose(scene, parameters.questionsPerScene).map((question) => ({ video, scene, question })),
  );
  const rates = askingRates(
    [...scenes.values()],
    asked.map(({ question }) => question),
  );
  const anywhere = scenesOfNothing([...scenes.values()][0] as Scene, 20 * samples, new Random(seed, 'ceiling/nothing'));
  const ofQuestionOnly = new Map<string, Answer>();

  const heldOut = asked.filter(({ video }) => splitOf.get(video) === 'test').slice(0, questions);
  let last: { readonly video: string; readonly picture: WeightedScene[]; readonly sound: WeightedScene[] } | undefined;
  for (const { video, scene, question } of heldOut) {
    if (last?.video !== video) {
      const random = new Random(seed, `ceiling/${video}`);
      const picture = scenesOfPicture(scene, samples, random);
      last = { video, picture, sound: scenesOfSound(scene, samples, random) };
    }
    const text = question.words.join(' ');
    const questionOnly = ofQuestionOnly.get(text) ?? mostProbable(question, anywhere, rates);
    ofQuestionOnly.set(text, questionOnly);
    yield {
      video,
      type: question.type,
      answer: question.answer,
      best: {
        complete: question.answer,
        audioMissing: mostProbable(question, last.picture, rates),
        visualMissing: mostProbable(question, last.sound, rates),
        questionOnly,
      },
    };
  }
}

/** P(a template is asked with an answer | the scene has such a question), by template and answer. */
type AskingRates = (template: Template, answer: Answer) => number;

/** Rates at which the chooser of questions, which balances answers, takes the candidates of scenes. */
function askingRates(scenes: readonly Scene[], asked: readonly AskedQuestion[]): AskingRates {
  const keyOf = (template: Template, answer: Answer) => `${template.wording}: ${answer}`;
  const counts = new Map<string, { offered: number; asked: number }>();
  const at = (key: string) => {
    const found = counts.get(key) ?? { offered: 0, asked: 0 };
    counts.set(key, found);
    return found;
  };
  for (const scene of scenes) {
    for (const template of templates) {
      const offered = new Set(template.ask(scene).map(({ answer }) => answer));
      for (const answer of offered) at(keyOf(template, answer)).offered += 1;
    }
  }
  for (const { template, answer } of asked) at(keyOf(template, answer)).asked += 1;
  return (template, answer) => {
    const { offered, asked: taken } = at(keyOf(template, answer));
    return offered === 0 ? 0 : taken / offered;
  };
}

/** Answer with the largest posterior probability; for equal ones, the first class. */
function mostProbable(
  { template, words }: AskedQuestion,
  scenes: readonly WeightedScene[],
  rateOf: AskingRates,
): Answer {
  const text = words.join(' ');
  const mass = new Map<Answer, number>();
  for (const { scene, weight } of scenes) {
    if (weight === 0) continue;
    const candidates = template.ask(scene);
    const found = candidates.find(({ slots }) => fillSlots(template.wording, slots) === text);
    if (!found) continue;
    const { answer } = found;
    // One of the questions with this answer is asked.
    const alike = candidates.filter((other) => other.answer === answer).length;
    mass.set(answer, (mass.get(answer) ?? 0) + (weight * rateOf(template, answer)) / alike);
  }
  return answers.reduce(
    (best, answer) => ((mass.get(answer) ?? 0) > (mass.get(best) ?? 0) ? answer : best),
    answers[0],
  );
}
