import { UnstyledButton } from '@mantine/core';
import { useMessages } from '../../words';
import { LineSample } from './LineSample';
import type { Series } from '../../ui/series';

interface LegendProps<Key extends string> {
  readonly series: readonly Series<Key>[];
  readonly hidden: ReadonlySet<Key>;
  onToggle(key: Key): void;
}

/** Names of the curves with their line; a press hides or shows a curve. */
export function Legend<Key extends string>({ series, hidden, onToggle }: LegendProps<Key>) {
  const m = useMessages();
  return (
    <div className="legend" role="group" aria-label={m.charts.curves}>
      {series.map(({ key, label, colour, dash, weight, help }) => (
        <UnstyledButton
          key={key}
          className="legend-item"
          title={help}
          aria-pressed={!hidden.has(key)}
          onClick={() => onToggle(key)}
        >
          <LineSample colour={colour} dash={dash} />
          <span>{label}</span>
          {weight !== undefined && <span className="legend-weight">{weight}</span>}
        </UnstyledButton>
      ))}
    </div>
  );
}
