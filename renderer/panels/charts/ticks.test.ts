import { expect, it } from 'vitest';
import { roundTicks } from './ticks';

it('has round numbers within the range', () => {
  expect(roundTicks(422, 1266, true)).toEqual([600, 800, 1000, 1200]);
  expect(roundTicks(1, 1041, true)).toEqual([200, 400, 600, 800, 1000]);
  expect(roundTicks(1, 3, true)).toEqual([1, 2, 3]);
  expect(roundTicks(0, 1, false)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
  expect(roundTicks(0.1, 0.3, false)).toEqual([0.1, 0.15, 0.2, 0.25, 0.3]);
  expect(roundTicks(7, 7, true)).toEqual([7]);
});
