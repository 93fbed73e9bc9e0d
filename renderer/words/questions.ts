import type { AccuracyKey } from '../../engine/contract/metrics';
import {
  questionGroups,
  questionTypes,
  type QuestionGroup,
  type QuestionType,
} from '../../graph-nodes/datasets/dataset';
import type { Messages } from './index';

const isGroup = (key: Exclude<AccuracyKey, 'overall'>): key is QuestionGroup =>
  (questionGroups as readonly string[]).includes(key);

/** Name of the questions of an accuracy: all, a group, or a type with its group. */
export function questionsText(key: AccuracyKey, m: Messages): string {
  if (key === 'overall') return m.questions.overall;
  if (isGroup(key)) return m.questions.groups[key];
  return `${m.questions.groups[questionTypes[key].group]} · ${m.questions.types[key]}`;
}

/** Name of a question type in the current language, from the engine's label. */
export function typeText(label: string, m: Messages): string {
  const types = Object.keys(questionTypes) as QuestionType[];
  const key = types.find((type) => questionTypes[type].label === label);
  return key ? questionsText(key, m) : label;
}
