import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textOf, withText } from './png-text';

/** A picture of one point. */
const png = Uint8Array.from(
  atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='),
  (character) => character.charCodeAt(0),
);

describe('text in a PNG', () => {
  it('is read back unchanged, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(textOf(withText(png, 'graph', text), 'graph')).toBe(
          new TextDecoder().decode(new TextEncoder().encode(text)),
        );
      }),
    );
  });

  it('leaves the other chunks unchanged, and is not found in other pictures', () => {
    const carrying = withText(png, 'graph', '{}');
    const end = png.length - 12;
    expect(carrying.subarray(0, end)).toEqual(png.subarray(0, end));
    expect(carrying.subarray(-12)).toEqual(png.subarray(-12));
    expect(textOf(png, 'graph')).toBeUndefined();
    expect(textOf(carrying, 'other')).toBeUndefined();
  });

  it('is refused in a truncated or altered file', () => {
    const carrying = withText(png, 'graph', 'a text of some length');
    const altered = Uint8Array.from(carrying);
    altered[carrying.length - 20] = 0;
    expect(textOf(altered, 'graph')).toBeUndefined();
    for (let length = 0; length < carrying.length - 12; length += 1) {
      expect(textOf(carrying.subarray(0, length), 'graph')).toBeUndefined();
    }
  });
});
