import { describe, expect, it } from 'vitest';
import type { Dataset, Question } from '../../graph-nodes/datasets/dataset';
import { PredictionLog } from './predictions';

const question = (text: string, answer: number): Question => ({
  video: 'v',
  type: 'audioCounting',
  text,
  tokens: new Int32Array(1),
  answer,
});

describe('the log of predictions', () => {
  it('counts true and predicted classes, and keeps examples with all scenarios', () => {
    const log = new PredictionLog({ answers: ['yes', 'no', 'two'] } as unknown as Dataset);
    const [a, b] = [question('A?', 0), question('B?', 2)];
    log.add('complete', a, 0);
    log.add('complete', b, 1);
    log.add('audioMissing', a, 2);
    log.add('audioMissing', b, 2);
    const { confusion, examples } = log.report();
    expect(confusion.complete).toEqual([
      [1, 0, 0],
      [0, 0, 0],
      [0, 1, 0],
    ]);
    expect(confusion.audioMissing[0]).toEqual([0, 0, 1]);
    expect(confusion.visualMissing.flat().every((count) => count === 0)).toBe(true);
    expect(
      examples.map(({ text, answer, predicted }) => [text, answer, predicted.complete, predicted.audioMissing]),
    ).toEqual([
      ['A?', 'yes', 'yes', 'two'],
      ['B?', 'two', 'no', 'two'],
    ]);
  });
});
