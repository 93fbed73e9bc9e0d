import Fuse from 'fuse.js';

/** Something to be found: what people read of it, and further words that lead to it. */
export interface Findable {
  readonly title: string;
  readonly words?: string;
}

/** What answers a query, best first, with slips of the pen forgiven; everything for an empty one. */
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
