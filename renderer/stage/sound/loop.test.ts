import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fittingLoop, readAhead, withSmoothLoop } from './loop';

describe('a loop', () => {
  it('keeps its length and ends inside of a truncated sound', () => {
    fc.assert(
      fc.property(
        fc.nat(500),
        fc.integer({ min: 1, max: 500 }),
        fc.integer({ min: 10, max: 1000 }),
        (start, span, length) => {
          const loop = fittingLoop([start, start + span], length);
          if (loop === null) expect(start + span + readAhead - length).toBeGreaterThanOrEqual(start);
          else {
            expect(loop[1] - loop[0]).toBe(span);
            expect(loop[0]).toBeGreaterThanOrEqual(0);
            expect(loop[1] + readAhead).toBeLessThanOrEqual(length);
            if (start + span + readAhead <= length) expect(loop).toEqual([start, start + span]);
          }
        },
      ),
    );
  });

  it('meets its start, and leaves the frames before the blend unchanged', () => {
    const audio = Float32Array.from({ length: 3000 }, (_, index) => Math.sin(index / 7));
    const smooth = withSmoothLoop(audio, [1000, 2500]);
    expect(smooth[2499]).toBeCloseTo(audio[999] ?? NaN, 6);
    expect([...smooth.slice(2500, 2500 + readAhead)]).toEqual([...audio.slice(1000, 1000 + readAhead)]);
    expect([...smooth.slice(0, 1988)]).toEqual([...audio.slice(0, 1988)]);
  });
});
