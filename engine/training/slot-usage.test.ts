import { describe, expect, it } from 'vitest';
import { tinyPipeline } from '../../test/fixtures/graphs';
import { slotUsage } from './slot-usage';

describe('the use of slots', () => {
  const shares = { node: 'rmm', name: 'audio', shape: [2, 3], values: [0.1, 0.7, 0.2, 0.3, 0.30002, 0.4] };

  it('is the mean over the questions, named by the inside with the shares', () => {
    expect(slotUsage([shares, { ...shares, node: 'avr', name: 'denoising' }], tinyPipeline())).toEqual([
      { node: 'rmm', name: 'audio weights', shares: [0.2, 0.5, 0.3] },
    ]);
  });

  it('is absent if no preview shows slots', () => {
    expect(slotUsage([{ ...shares, node: 'avr', name: 'denoising' }], tinyPipeline())).toBeUndefined();
    expect(slotUsage([], tinyPipeline())).toBeUndefined();
  });
});
