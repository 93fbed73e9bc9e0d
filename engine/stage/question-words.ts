import { splitWords } from '../../graph-nodes/datasets/tokens';
import { RequestError } from '../contract/errors';

/** Maximum number of words in one entry of a vocabulary, joined by underscores, such as `acoustic_guitar`. */
const mostJoined = 3;

/** Capitalises the first letter. */
const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/**
 * Splits a question into entries of a vocabulary. Several words can form one entry, and case is ignored. If the
 * vocabulary has a word in both cases, the capitalised form is used at the start of the question.
 * @param vocabulary words by token id; the first two are special tokens
 * @throws {RequestError} naming the words that the vocabulary lacks
 */
export function knownWords(question: string, vocabulary: readonly string[]): string[] {
  const words = vocabulary.slice(2);
  const exact = new Set(words);
  const byLowerCase = new Map(words.map((word) => [word.toLowerCase(), word]));
  const find = (word: string) => (exact.has(word) ? word : byLowerCase.get(word.toLowerCase()));
  const asked = splitWords(question);
  const found: string[] = [];
  const unknown: string[] = [];
  for (let at = 0; at < asked.length;) {
    const lengths = Array.from({ length: Math.min(mostJoined, asked.length - at) }, (_, index) => index + 1).reverse();
    const joined = lengths.map((length) => {
      const word = asked.slice(at, at + length).join('_');
      return { length, word: find(at === 0 && exact.has(capitalised(word)) ? capitalised(word) : word) };
    });
    const { length, word } = joined.find((candidate) => candidate.word !== undefined) ?? { length: 1, word: undefined };
    if (word === undefined) unknown.push(asked[at] as string);
    else found.push(word);
    at += length;
  }
  if (unknown.length > 0) throw new RequestError('refused', { code: 'stageUnknownWords', words: unknown });
  return found;
}
