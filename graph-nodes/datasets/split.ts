import type { Split } from './dataset';
import type { Random } from '../graph/random';

export interface SplitShares {
  /** Share for validation, in [0, 0.45]. */
  readonly validationShare: number;
  /** Share for the test, in [0, 0.45]. */
  readonly testShare: number;
}

/** Gives each item to one split, at random; shares are rounded down, and what they leave is for training. */
export function assignSplits(items: readonly string[], shares: SplitShares, random: Random): Map<string, Split> {
  const validation = Math.floor(shares.validationShare * items.length);
  const test = Math.floor(shares.testShare * items.length);
  const splitAt = (index: number): Split =>
    index < validation ? 'validation' : index < validation + test ? 'test' : 'train';
  return new Map(random.shuffle(items).map((item, index) => [item, splitAt(index)]));
}

/** The items by split, in their order. */
export function bySplit<Item>(items: readonly Item[], splitOf: (item: Item) => Split): Record<Split, Item[]> {
  const parts: Record<Split, Item[]> = { train: [], validation: [], test: [] };
  for (const item of items) parts[splitOf(item)].push(item);
  return parts;
}
