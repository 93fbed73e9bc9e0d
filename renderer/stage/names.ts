import type { Answer } from '../../graph-nodes/datasets/answers';
import type { Player } from '../../graph-nodes/datasets/orchestra/scene';
import type { Messages } from '../words';

const isAnswer = (answer: string, m: Messages): answer is Answer => answer in m.stage.answers;

/** Text of an answer. */
export const answerName = (answer: string, m: Messages): string =>
  isAnswer(answer, m) ? m.stage.answers[answer] : answer.replaceAll('_', ' ');

/** A player by its instrument and place. */
export const playerName = ({ kind, place }: Player, m: Messages): string =>
  m.stage.player(m.stage.answers[kind], place === null ? undefined : m.stage.answers[place]);

export const percentOf = (share: number): number => Math.round(100 * share);
