import { Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { errorText } from '../../words/engine';
import { formatDate, formatPercent } from '../../words/format';
import { useMessages } from '../../words';
import { finishedRuns, type FinishedRun } from './finished-runs';

interface Props {
  readonly common: { label: string; description: string; placeholder: string; error: string | undefined; size: 'xs' };
  /** Path of a run folder or of another file; empty: none. */
  readonly current: string;
  onChange(path: string): void;
  /** Called when the field loses the focus. */
  onLeave(): void;
}

/** A run chosen from the list of finished runs, or the path of another file. */
export function RunInput({ common, current, onChange, onLeave }: Props) {
  const m = useMessages().inspector;
  const [runs, setRuns] = useState<readonly FinishedRun[]>([]);
  const [fault, setFault] = useState<string>();
  const load = () => {
    finishedRuns().then(
      (found) => {
        setRuns(found);
        setFault(undefined);
      },
      (error: unknown) => setFault(errorText(error)),
    );
  };
  const labelOf = ({ title, seed, study, changed, accuracy }: FinishedRun) =>
    [
      title,
      m.seed(seed),
      study,
      changed !== undefined && formatDate(changed),
      accuracy !== null && m.heldOut(formatPercent(accuracy)),
    ]
      .filter((part) => typeof part === 'string')
      .join(' · ');
  const listed = runs.map((run) => ({ value: run.folder, label: labelOf(run) }));
  const other = current !== '' && !runs.some(({ folder }) => folder === current);
  return (
    <div className="run-input">
      <Select
        {...common}
        error={fault ?? common.error}
        placeholder={common.placeholder || m.newWeights}
        data={other ? [...listed, { value: current, label: current }] : listed}
        value={current || null}
        searchable
        clearable
        nothingFoundMessage={m.noFinishedRun}
        onDropdownOpen={load}
        onChange={(path) => onChange(path ?? '')}
      />
      <TextInput
        size="xs"
        aria-label={m.otherPath(common.label)}
        placeholder={m.otherPathHint}
        value={current}
        spellCheck={false}
        onChange={(event) => onChange(event.currentTarget.value)}
        onBlur={onLeave}
      />
    </div>
  );
}
