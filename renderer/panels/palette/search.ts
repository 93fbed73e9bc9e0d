import type { NodeKind } from '../../../graph-nodes/graph/kind';

const plain = (text: string): string => text.toLowerCase();

/** Score of a kind for the words of a search: 0 for no match, higher for words in its name. */
function score(kind: NodeKind, words: readonly string[]): number {
  const title = plain(kind.title);
  const rest = plain(`${kind.kind} ${kind.family} ${kind.help.text}`);
  let sum = 0;
  for (const word of words) {
    if (title.startsWith(word)) sum += 4;
    else if (title.includes(word)) sum += 3;
    else if (rest.includes(word)) sum += 1;
    else return 0;
  }
  return sum;
}

/** Kinds that contain every word of the query in name, family or help; the best first, all for an empty query. */
export function searchKinds(kinds: readonly NodeKind[], query: string): readonly NodeKind[] {
  const words = plain(query).split(/\s+/).filter(Boolean);
  if (words.length === 0) return kinds;
  return kinds
    .map((kind) => ({ kind, score: score(kind, words) }))
    .filter((found) => found.score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ kind }) => kind);
}

/** The first sentence of the help. */
export const oneLine = (kind: NodeKind): string => /^.*?[.](?=\s|$)/.exec(kind.help.text)?.[0] ?? kind.help.text;
