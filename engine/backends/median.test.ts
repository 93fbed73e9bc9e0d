import { describe, expect, it } from 'vitest';
import { median } from './median';

describe('the median', () => {
  it('is the middle value or the mean of the two in the middle', () => {
    expect([median([]), median([3]), median([9, 1, 2]), median([4, 1, 2, 3])]).toEqual([null, 3, 2, 2.5]);
  });
});
