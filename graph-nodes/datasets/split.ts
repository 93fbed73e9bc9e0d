import type { Split } from './dataset';
import type { Random } from '../graph/random';

export interface SplitShares {
  /** Share for validation, in [0, 0.45]. */
  readonly validationShare: number;
  /** Share for the test, in [0, 0.45]. */
  readonly testShare: number;
}

/** Sizes of the splits of a number of items. Shares are rounded down; the rest is for training. */
export function splitSizes(items: number, { validationShare, testShare }: SplitShares): Record<Split, number> {
  const validation = Math.floor(validationShare * items);
  const test = Math.floor(testShare * items);
  return { train: items - validation - test, validation, test };
}

/** Assigns each item to one split at random, in the sizes of {@link splitSizes}. */
export function assignSplits(items: readonly string[], shares: SplitShares, random: Random): Map<string, Split> {
  const { validation, test } = splitSizes(items.length, shares);
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
