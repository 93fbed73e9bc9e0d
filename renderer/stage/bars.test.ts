import { expect, it } from 'vitest';
import type { StageAnswer } from '../../engine/contract/stage';
import { barRows } from './bars';

const listed = (answers: Record<string, number>) =>
  Object.entries(answers).map(([answer, probability]) => ({ answer, probability }));

const answer: StageAnswer = {
  truth: 'three',
  variants: [
    { variant: 'real', answers: listed({ two: 0.6, one: 0.2, four: 0.1, five: 0.06 }) },
    { variant: 'zeros', answers: listed({ yes: 0.5, two: 0.3, no: 0.1, one: 0.05 }) },
  ],
  recalled: [],
  insides: [],
  milliseconds: 1,
};

it('has the same answers for all variants: each best one, the right one and the next', () => {
  const rows = barRows(answer, 5);
  expect(rows.map((row) => row.answer)).toEqual(['two', 'yes', 'one', 'four', 'three']);
  expect(rows[0]?.probabilities).toEqual({ real: 0.6, zeros: 0.3 });
  expect(rows.filter(({ isTruth }) => isTruth).map((row) => row.answer)).toEqual(['three']);
});

it('marks no row if the right answer is unknown', () => {
  expect(barRows({ ...answer, truth: null }).some(({ isTruth }) => isTruth)).toBe(false);
});
