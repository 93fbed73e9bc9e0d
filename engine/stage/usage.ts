import type { EpochRecord } from '../contract/runs';
import type { UsageOverTraining } from '../contract/stage';

/** Use of the slots over a training, from its epochs in order. Epochs with another number of columns are omitted. */
export function usageOf(epochs: readonly Pick<EpochRecord, 'epoch' | 'usage'>[]): UsageOverTraining[] {
  const found = new Map<string, UsageOverTraining>();
  for (const { epoch, usage = [] } of epochs) {
    for (const { node, name, shares } of usage) {
      const key = `${node}/${name}`;
      const before = found.get(key) ?? { node, name, epochs: [], shares: [] };
      if (before.shares.some((row) => row.length !== shares.length)) continue;
      found.set(key, { ...before, epochs: [...before.epochs, epoch], shares: [...before.shares, shares] });
    }
  }
  return [...found.values()];
}
