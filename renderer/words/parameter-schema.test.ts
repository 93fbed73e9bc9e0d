import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readNumber } from './parameter-schema';

describe('the number that a typed text is', () => {
  it.each([
    ['64', 64],
    [' 0.5 ', 0.5],
    ['0,5', 0.5],
    ['0,125', 0.125],
    ['.5', 0.5],
    ['1e-8', 1e-8],
    ['-3', -3],
    ['1000,5', 1000.5],
    ['', undefined],
  ])('%j is %j', (text, expected) => {
    expect(readNumber(text)).toBe(expected);
  });

  it.each([
    '1,000',
    '12,345',
    '1,000,000',
    '-1,000',
    '000',
    '1.000.000',
    '0x10',
    '1e999',
    'NaN',
    'Infinity',
    '5 6',
    'ten',
  ])('%j stays a text, which is reported and is no number', (text) => {
    expect(readNumber(text)).toBe(text);
  });

  it('is every finite number in its written form', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
        expect(readNumber(String(number))).toBe(Object.is(number, -0) ? 0 : number);
      }),
    );
  });
});
