/** Ids of the two words that every vocabulary starts with. */
export const padId = 0;
export const unknownId = 1;
const specialWords = ['<pad>', '<unk>'];

/** Words of a question: split at blanks, without a question mark at the end (ASCII or full-width). */
export function splitWords(question: string): string[] {
  return question
    .replace(/[\s?？]+$/u, '')
    .split(/\s+/u)
    .filter((word) => word !== '');
}

/** Words by token id: `<pad>`, `<unk>`, then every word of the questions in alphabetical order. */
export function buildVocabulary(questions: Iterable<readonly string[]>): string[] {
  const words = new Set<string>();
  for (const question of questions) for (const word of question) words.add(word);
  return [...specialWords, ...[...words].sort()];
}

/**
 * Returns the function from the words of a question to token ids [length], int32: padded with `<pad>`, cut at `length`, words
 * outside the vocabulary as `<unk>`.
 */
export function createTokenizer(
  vocabulary: readonly string[],
  length: number,
): (words: readonly string[]) => Int32Array {
  const ids = new Map(vocabulary.map((word, id) => [word, id]));
  return (words) => {
    const tokens = new Int32Array(length).fill(padId);
    words.slice(0, length).forEach((word, position) => {
      tokens[position] = ids.get(word) ?? unknownId;
    });
    return tokens;
  };
}
