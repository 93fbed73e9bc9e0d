import { describe, expect, it } from 'vitest';
import { accuraciesOf, resultOf } from '../../test/fixtures/results';
import { baselineLines } from './accuracy-table';

describe('the baselines of a result', () => {
  it('name the scenarios that are not above the most frequent answer of each type', () => {
    const baseline = 'baseline, the most frequent answer: 10.0 %, of each type: 20.0 %';
    expect(baselineLines(resultOf(accuraciesOf(60, 21, 20.5)))).toEqual([baseline]);
    expect(baselineLines(resultOf(accuraciesOf(60, 20, 5)))).toEqual([
      baseline,
      'not above the most frequent answer of each type: audioMissing, visualMissing',
    ]);
  });
});
