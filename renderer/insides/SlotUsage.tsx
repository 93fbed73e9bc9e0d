import type { UsageOverTraining } from '../../engine/contract/stage';
import { useMessages } from '../words';
import { formatPercent } from '../words/format';
import { HeatMap } from './HeatMap';
import { largestAt } from './tensor';

interface SlotUsageProps {
  readonly usage: UsageOverTraining;
  /** Number of slots. */
  readonly slots: number;
  /** The chosen slot, from 0 on. */
  readonly slot: number;
}

/** Height of an epoch and limits of the whole, in pixels. */
const [rowHeight, least, most] = [8, 48, 160];

/** Shares of the slots after each epoch: one row per epoch, the first one at the top, and the slots as in the bars. */
export function SlotUsage({ usage: { epochs, shares }, slots, slot }: SlotUsageProps) {
  const m = useMessages().insides;
  const [first = [], last = []] = [shares[0], shares.at(-1)];
  const columns = last.length;
  // With more slots than columns, a column contains neighbouring slots.
  const each = Math.ceil(slots / columns);
  const column = Math.floor(slot / each);
  const slotsOf = (at: number) => m.slotsOf(at * each + 1, Math.min(slots, (at + 1) * each));
  const percent = (row: readonly number[], at: number) => formatPercent(100 * (row[at] ?? 0));
  const [largest = 0] = largestAt(last, 1);
  return (
    <figure className="slot-usage">
      <figcaption>
        {m.usage}
        <output className="mono">{m.usageOf(slotsOf(column), percent(first, column), percent(last, column))}</output>
      </figcaption>
      <div style={{ height: Math.max(least, Math.min(most, rowHeight * epochs.length)) }}>
        <HeatMap
          values={{ shape: [epochs.length, columns], values: shares.flat() }}
          label={m.usageLabel(epochs[0] ?? 0, epochs.at(-1) ?? 0, slotsOf(largest), percent(last, largest))}
        />
        <i style={{ left: `${(100 * column) / columns}%`, width: `${100 / columns}%` }} />
      </div>
      <p className="muted">{m.usageHelp}</p>
    </figure>
  );
}
