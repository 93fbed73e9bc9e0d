import { afterEach, expect, it } from 'vitest';
import { setLanguage } from '../../words';
import { catalogue } from '../../words/kinds';
import { oneLine } from './search';

afterEach(() => setLanguage('en'));

it.each([
  ['en', 76],
  ['ko', 40],
] as const)('the line below each node of the palette has three lines at most, in “%s”', (language, most) => {
  setLanguage(language);
  const long = catalogue()
    .map((kind) => [kind.kind, oneLine(kind).length] as const)
    .filter(([, length]) => length > most);
  expect(long).toEqual([]);
});
