import { Button, NumberInput, Select, Switch } from '@mantine/core';
import { useState } from 'react';
import type { Parameters, Result } from '../../../engine/contract/methods';
import { inEnglish, type EngineMessage } from '../../../engine/contract/messages';
import { columnSets, derivedColumns, scenarioPlaces, type DerivedColumn } from '../../../engine/contract/tables';
import { copyText } from '../../ui/copy-text';
import { client, session } from '../../session/session';
import { useMessages, useLabel } from '../../words';
import { messageText } from '../../words/engine';
import { useStore } from 'zustand';
import { deliver, textOf, type EngineFile } from './deliver';
import { OfSelect, useSource } from './OfSelect';
import { ResultTable } from './ResultTable';
import { experiments, showError, useExperiments, useRuns } from './store';
import { useTableChoices } from './table-choices';
import { useAnswer } from './use-answer';

/** Sources of the table, each as the engine expects it. */
function useSources() {
  const m = useMessages().experiments.table;
  const studies = useExperiments((state) => state.studies);
  const chosen = useExperiments((state) => state.chosen);
  const finished = useRuns().filter(({ accuracy }) => accuracy);
  const names = finished.map(({ name }) => name);
  const own = chosen.filter((name) => names.includes(name));
  return [
    { value: 'all', label: m.allRuns, sources: names },
    ...(own.length > 0 ? [{ value: 'chosen', label: m.chosenRuns(own.length), sources: own }] : []),
    ...studies
      .filter(({ done, state }) => done > 0 || state === 'running')
      .map(({ study, title, done }) => ({
        value: study,
        label: m.study(title),
        sources: done > 0 ? [`studies/${study}`] : [],
      })),
  ];
}

/** Name of a saved table: that of its study if it has one. */
function fileName(of: string | undefined, name: string): string {
  return of === undefined || of === 'all' || of === 'chosen' ? name : name.replace(/^table/, of);
}

/** Largest number of rows that are compared without a choice: each row takes up to a second of bootstrap. */
const mostCompared = 4;

/** Row that the others are compared with: the chosen one; before a choice, the first of a few rows that belong together. */
function baseRow(rows: readonly string[], chosen: string | null | undefined, together: boolean): string | undefined {
  if (chosen === undefined) return together && rows.length > 1 && rows.length <= mostCompared ? rows[0] : undefined;
  return rows.find((row) => row === chosen);
}

interface FormatButtonsProps {
  readonly label: string;
  readonly formats: readonly TableFormat[];
  readonly disabled: boolean;
  onChoose(format: TableFormat): Promise<void>;
}

type TableFormat = Result<'formats'>['tables'][number];

function FormatButtons({ label: groupLabel, formats, disabled, onChoose }: FormatButtonsProps) {
  const labelText = useLabel();
  return (
    <div className="experiments-buttons" role="group" aria-label={groupLabel}>
      <span className="muted" aria-hidden>
        {groupLabel}
      </span>
      {formats.map((format) => (
        <Button
          key={format.name}
          size="compact-sm"
          variant="default"
          disabled={disabled}
          onClick={() => void onChoose(format)}
        >
          {labelText(format.label)}
        </Button>
      ))}
    </div>
  );
}

/** A table as in a paper: methods in rows, questions and scenarios in columns. */
export function TablePage() {
  const { table: m, study } = useMessages().experiments;
  const labelText = useLabel();
  const formats = useStore(session, (state) => state.formats);
  const options = useSources();
  const [{ columns, place, digits, repair }, choose] = useTableChoices();
  const of = useSource(options);
  const done = useExperiments((state) => state.studies.find(({ study }) => study === of?.value)?.done);
  const sources = of?.sources ?? [];
  const wantedRow = useExperiments((state) => state.tableAgainst);
  const [known, setKnown] = useState<readonly EngineMessage[]>([]);
  /** English names identify rows; they are shown in the current language. */
  const rowNames = known.map(inEnglish);
  const against = baseRow(rowNames, wantedRow, of?.value !== 'all');
  const derived: DerivedColumn[] = repair ? [...derivedColumns] : against === undefined ? [] : ['against'];
  const parameters: Parameters<'table'> = {
    sources,
    columns,
    place,
    digits,
    ...(derived.length > 0 && { derived }),
    ...(against !== undefined && { against }),
  };
  // The table is also computed again when more runs of the study are done.
  const { found, fault } = useAnswer('table', sources.length > 0 ? parameters : undefined, done);
  const table = found?.table;
  const names = table?.blocks[0]?.rows.map(({ name }) => name);
  if (names && names.map(inEnglish).join('\n') !== rowNames.join('\n')) setKnown(names);

  async function withFile(format: string, take: (file: EngineFile) => Promise<void>) {
    try {
      const { file } = await client.request('table', { ...parameters, format });
      if (file) await take({ ...file, name: fileName(of?.value, file.name) });
    } catch (error) {
      showError(error);
    }
  }

  return (
    <div className="experiments-page">
      <div className="experiments-bar experiments-options">
        <OfSelect label={m.of} options={options} value={of?.value} />
        <Select
          size="xs"
          w={140}
          label={m.columns}
          data={columnSets.map((value) => ({ value, label: m.columnSets[value] }))}
          value={columns}
          allowDeselect={false}
          onChange={(value) => value !== null && choose({ columns: value })}
        />
        <Select
          size="xs"
          w={170}
          label={m.place}
          data={scenarioPlaces.map((value) => ({ value, label: m.places[value] }))}
          value={place}
          allowDeselect={false}
          onChange={(value) => value !== null && choose({ place: value })}
        />
        <NumberInput
          size="xs"
          w={70}
          label={m.digits}
          min={0}
          max={6}
          allowDecimal={false}
          clampBehavior="strict"
          value={digits}
          onChange={(value) => typeof value === 'number' && choose({ digits: value })}
        />
        <Switch
          size="xs"
          label={m.repair}
          title={m.repairHelp}
          checked={repair}
          onChange={(event) => choose({ repair: event.currentTarget.checked })}
        />
        {known.length > 1 && (
          <Select
            size="xs"
            w={200}
            label={m.against}
            placeholder={m.noRow}
            data={known.map((name) => ({ value: inEnglish(name), label: messageText(name) }))}
            value={against ?? null}
            clearable
            onChange={(row) => experiments.setState({ tableAgainst: row })}
          />
        )}
      </div>
      <div className="experiments-buttons">
        <FormatButtons
          label={m.saveAs}
          formats={formats?.tables ?? []}
          disabled={!table}
          onChoose={({ name }) => withFile(name, (file) => deliver([file], file.name))}
        />
        <FormatButtons
          label={m.copyAs}
          formats={formats?.tables.filter(({ copied }) => copied) ?? []}
          disabled={!table}
          onChoose={({ name, label }) =>
            withFile(name, (file) =>
              copyText(textOf(file), { copied: m.copied(labelText(label)), notCopied: m.notCopied }),
            )
          }
        />
      </div>
      {sources.length === 0 && <p className="muted">{done === 0 ? study.noTable : m.nothing}</p>}
      {sources.length > 0 && !table && fault === undefined && <p className="muted">{m.working}</p>}
      {fault !== undefined && <p className="run-refusal">{fault}</p>}
      {table && <ResultTable table={table} />}
    </div>
  );
}
