import { UnstyledButton } from '@mantine/core';
import type { Series } from './series';

interface LegendProps<Key extends string> {
  readonly series: readonly Series<Key>[];
  readonly hidden: ReadonlySet<Key>;
  onToggle(key: Key): void;
}

/** The names of the curves with their line; a press hides or shows one. */
export function Legend<Key extends string>({ series, hidden, onToggle }: LegendProps<Key>) {
  return (
    <div className="legend" role="group" aria-label="Curves">
      {series.map(({ key, label, colour, dash }) => (
        <UnstyledButton key={key} className="legend-item" aria-pressed={!hidden.has(key)} onClick={() => onToggle(key)}>
          <svg width="20" height="8" aria-hidden>
            <line x1="0" x2="20" y1="4" y2="4" stroke={colour} strokeWidth="2" strokeDasharray={dash} />
          </svg>
          {label}
        </UnstyledButton>
      ))}
    </div>
  );
}
