import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { overlap, type Box } from './boxes';
import { freePlace } from './free-place';

const size = { width: 184, height: 140 };
const box = (id: string, x: number, y: number): Box => ({ id, x, y, ...size });

describe('the free place for a new node', () => {
  it('is the wanted one if it is free, else the nearest around it', () => {
    expect(freePlace([], { x: 5, y: 7, ...size })).toEqual({ x: 5, y: 7 });
    const [below, right] = [box('below', 0, 180), box('right', 224, 0)];
    expect(freePlace([box('a', 0, 0)], { x: 0, y: 0, ...size })).toEqual({ x: 0, y: 180 });
    expect(freePlace([box('a', 0, 0), below], { x: 0, y: 0, ...size })).toEqual({ x: 0, y: -180 });
    expect(freePlace([box('a', 0, 0), below, right, box('above', 0, -180)], { x: 0, y: 0, ...size })).toEqual({
      x: -224,
      y: 0,
    });
  });

  it('touches no box of any graph', () => {
    const boxes = fc.array(fc.tuple(fc.integer({ min: -900, max: 900 }), fc.integer({ min: -600, max: 600 })), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(boxes, (places) => {
        const others = places.map(([x, y], index) => box(String(index), x, y));
        const place = freePlace(others, { x: 0, y: 0, ...size });
        expect(others.filter((other) => overlap(other, { ...place, ...size }))).toEqual([]);
      }),
      { seed: 1, numRuns: 50 },
    );
  });
});
