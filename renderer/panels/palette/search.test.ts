import { describe, expect, it } from 'vitest';
import { speakKorean } from '../../../test/fixtures/korean';
import { catalogue } from '../../words/kinds';
import { oneLine } from './search';

/** Kinds whose line below the title has more letters than three lines of the palette. */
const longerThan = (most: number): string[] =>
  catalogue()
    .filter((kind) => oneLine(kind).length > most)
    .map(({ kind }) => kind);

describe('the line below each node of the palette', () => {
  it('has three lines at most', () => expect(longerThan(76)).toEqual([]));

  describe('in Korean', () => {
    speakKorean();
    it('has three lines at most', () => expect(longerThan(40)).toEqual([]));
  });
});
