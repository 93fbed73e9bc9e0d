import Fuse from 'fuse.js';

/** A searchable item: its text, and further words that match it. */
export interface Findable {
  readonly title: string;
  readonly words?: string;
}

/** Results of a query, best first, tolerating typos; everything for an empty query. */
export function findAll<Item extends Findable>(items: readonly Item[], query: string): readonly Item[] {
  const wanted = query.trim();
  if (wanted === '') return items;
  const fuse = new Fuse(items, {
    keys: [
      { name: 'title', weight: 3 },
      { name: 'words', weight: 1 },
    ],
    threshold: 0.4,
    ignoreLocation: true,
    ignoreDiacritics: true,
  });
  return fuse.search(wanted).map(({ item }) => item);
}
