import { expect, it } from 'vitest';
import type { StoredQuestion } from '../runs/stored-predictions';
import { informativeQuestions } from './informative-questions';

const question = (video: string, answer: number, complete: number, audioMissing: number, visualMissing: number) =>
  ({
    video,
    type: 'audioCounting',
    text: video,
    answer,
    predicted: { complete, audioMissing, visualMissing },
  }) as const;

it('selects questions that a missing modality makes wrong, alternating between missing audio and missing visual', () => {
  const questions: StoredQuestion[] = [
    question('all right', 1, 1, 1, 1),
    question('always wrong', 1, 2, 2, 2),
    question('needs the picture', 1, 1, 1, 2),
    question('needs the sound', 1, 1, 2, 1),
    question('needs the sound', 3, 3, 2, 3),
    question('needs both', 1, 1, 2, 2),
  ];
  expect(informativeQuestions(questions).map(({ video }) => video)).toEqual([
    'needs the sound',
    'needs the picture',
    'needs both',
  ]);
  expect(informativeQuestions(questions.slice(0, 2))).toEqual([]);
});

it('selects at most four of each modality', () => {
  const many = Array.from({ length: 40 }, (_, index) => question(`video ${String(index)}`, 1, 1, 2, 2));
  expect(informativeQuestions(many)).toHaveLength(8);
});
