import { describe, expect, it } from 'vitest';
import type { Question, QuestionType } from '../../graph-nodes/datasets/dataset';
import { AccuracyCounter, majorityBaselines } from './metrics';

const question = (type: QuestionType, answer: number): Question => ({
  video: 'v',
  type,
  text: '',
  tokens: new Int32Array(0),
  answer,
});

describe('accuracy', () => {
  it('is computed by type, by group and overall, in percent', () => {
    const counter = new AccuracyCounter();
    counter.count(question('audioCounting', 3), 3);
    counter.count(question('audioCounting', 3), 1);
    counter.count(question('audioComparative', 0), 0);
    counter.count(question('visualLocation', 5), 4);
    const accuracies = counter.accuracies();
    expect(accuracies).toMatchObject({
      overall: 50,
      audioCounting: 50,
      audioComparative: 100,
      visualLocation: 0,
      visual: 0,
    });
    expect(accuracies.audio).toBeCloseTo(200 / 3, 10);
    expect(accuracies.audioVisual).toBeNull();
  });
});

describe('the baselines', () => {
  it('predict the most frequent training answer, of the whole set and of each type', () => {
    const train = [question('audioCounting', 1), question('audioCounting', 1), question('visualCounting', 2)];
    const test = [
      question('audioCounting', 1),
      question('visualCounting', 2),
      question('visualCounting', 1),
      question('visualLocation', 1),
    ];
    const { perQuestions, ...baselines } = majorityBaselines(train, test);
    expect(baselines).toEqual({ mostFrequent: 75, mostFrequentPerType: 50 });
    expect(perQuestions).toMatchObject({
      overall: 50,
      audio: 100,
      audioCounting: 100,
      visual: expect.closeTo(100 / 3, 9) as number,
      visualCounting: 50,
      visualLocation: 0,
      audioVisual: null,
    });
  });
});
