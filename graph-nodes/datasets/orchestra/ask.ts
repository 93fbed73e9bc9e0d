/** Questions of a scene with their true answers. */
import type { Answer } from '../answers';
import type { QuestionType } from '../dataset';
import { splitWords } from '../tokens';
import { fillSlots } from './questions';
import type { Scene } from './scene';
import { templates, type Candidate } from './templates';

/** A question of a scene, and the words in the slots of its template. */
export interface SceneQuestion {
  readonly slots: Candidate['slots'];
  /** Text for people, with a question mark. */
  readonly text: string;
  readonly answer: Answer;
}

/** All questions of one template that a scene answers. */
export interface TemplateQuestions {
  readonly type: QuestionType;
  /** Without a question mark, slots in braces. */
  readonly wording: string;
  readonly questions: readonly SceneQuestion[];
}

/** A question for people: without underscores, with a question mark. */
export const readableQuestion = (words: readonly string[]): string => `${words.join(' ').replaceAll('_', ' ')}?`;

/**
 * Every unambiguous question of a scene by template, in the order of the nine types. Templates without a question are left out.
 */
export const questionsOf = (scene: Scene): TemplateQuestions[] =>
  templates.flatMap((template) => {
    const { type, wording } = template;
    const questions = template.ask(scene).map(({ slots, answer }): SceneQuestion => {
      return { slots, text: readableQuestion(splitWords(fillSlots(wording, slots))), answer };
    });
    return questions.length > 0 ? [{ type, wording, questions }] : [];
  });

/**
 * True answer for a question of a scene; null if no template has this question or the scene gives no single answer.
 * @param text with or without a question mark, in the form for people or with the underscores of the vocabulary
 */
export function trueAnswer(scene: Scene, text: string): Answer | null {
  const asked = readableQuestion(splitWords(text)).toLowerCase();
  for (const { questions } of questionsOf(scene)) {
    const found = questions.find((question) => question.text.toLowerCase() === asked);
    if (found) return found.answer;
  }
  return null;
}
