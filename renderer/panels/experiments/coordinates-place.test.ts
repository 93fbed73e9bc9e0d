import { expect, it } from 'vitest';
import { acrossOf, fitted, leftOf } from './coordinates-place';

it('has space for the longest label of the first axis', () => {
  const name = 'Feed-forward imputer';
  const left = leftOf(['RMM generator', name]);
  expect(left).toBeGreaterThan(leftOf(['4', '8']));
  expect(fitted(name, 0, 4, left)).toBe(name);
  expect(acrossOf(0, 4, left)).toBe(left);
  expect(acrossOf(3, 4, left)).toBe(acrossOf(3, 4, leftOf([])));
});

it('shortens a label that is longer than the space before its axis', () => {
  const long = 'a row with a name much longer than any drawing has space for';
  const left = leftOf([long]);
  expect(fitted(long, 0, 4, left)).toMatch(/^a row with a name.*…$/);
  expect(fitted(long, 1, 9, left).length).toBeLessThan(fitted(long, 1, 3, left).length);
  expect(fitted('8', 1, 9, left)).toBe('8');
  expect(fitted('가'.repeat(40), 0, 4, 260).length).toBeLessThan(fitted('a'.repeat(60), 0, 4, 260).length);
});
