import { describe, expect, it } from 'vitest';
import { withAddedWeights } from './earlier-weights';

const array = (...values: number[]) => ({ shape: [values.length], values: Float32Array.from(values) });

describe('weights of version 0.1.0', () => {
  it('get a second LSTM bias of zeros after the first, and are unchanged otherwise', () => {
    const stored = new Map([
      ['question/lstm/bias', array(1, 2)],
      ['question/output/bias', array(3)],
    ]);
    expect([...withAddedWeights(stored)]).toEqual([
      ['question/lstm/bias', array(1, 2)],
      ['question/lstm/hiddenBias', array(0, 0)],
      ['question/output/bias', array(3)],
    ]);
  });

  it('are not changed if both biases are stored', () => {
    const stored = new Map([
      ['question/lstm/bias', array(1, 2)],
      ['question/lstm/hiddenBias', array(4, 5)],
    ]);
    expect(withAddedWeights(stored)).toEqual(stored);
  });
});
