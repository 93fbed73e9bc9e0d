import { expect, it } from 'vitest';
import { graspedPart } from './grasp';

it('a wire can be clicked except at its ends', () => {
  const line = [
    { x: 0, y: 0 },
    { x: 20, y: 0 },
    { x: 100, y: 0 },
    { x: 100, y: 50 },
  ];
  // Length 150: 26 at the start and a quarter at the end are excluded.
  expect(graspedPart(line)).toBe('M26.00,0.00 L100.00,0.00 L100.00,12.50');
  expect(graspedPart(line.slice(0, 2))).toBe('M5.00,0.00 L15.00,0.00');
  expect(graspedPart([])).toBe('');
});
