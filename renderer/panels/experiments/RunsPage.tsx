import { Select, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useMessages } from '../../words';
import { Comparison } from './Comparison';
import { RemarksEditor } from './RemarksEditor';
import { filterRows, groupings, sortRows, tagsOf, type Grouping, type RunRow, type Sorting } from './run-rows';
import { RunTools } from './RunTools';
import { RunsTable } from './RunsTable';
import { TrashMenu, UndoDelete } from './TrashMenu';
import { useVaryingSettings } from './use-varying-settings';
import { useStateName } from './state-name';
import { useExperiments, useRunningRows, useRuns } from './store';

export function RunsPage() {
  const compared = useExperiments((state) => state.compared);
  return compared ? <Comparison key={`${compared.a} ${compared.b}`} {...compared} /> : <RunList />;
}

/** Runs of this engine and of its folder, including those of studies. */
function RunList() {
  const m = useMessages().experiments.runs;
  const stateName = useStateName();
  const [query, setQuery] = useState('');
  const [grouping, setGrouping] = useState<Grouping>('none');
  const [sorting, setSorting] = useState<Sorting>({ key: 'started', descending: true });
  const chosen = useExperiments((state) => state.chosen);
  const rows = useRuns();
  const running = useRunningRows();
  const remarked = rows.flatMap(({ remarks, ...row }) =>
    remarks && chosen.includes(row.name) ? [{ ...row, remarks }] : [],
  );
  const filtered = (all: readonly RunRow[]) => filterRows(all, query, ({ state }) => stateName(state));
  // Current runs of studies are the newest, but have no start time yet.
  const found = [...filtered(running), ...sortRows(filtered(rows), sorting)];
  const { settings, more } = useVaryingSettings(found.filter(({ share }) => share === undefined));
  return (
    <div className="experiments-page">
      <div className="experiments-bar">
        <TextInput
          size="xs"
          className="runs-filter"
          leftSection={<IconSearch size={14} />}
          aria-label={m.filter}
          placeholder={m.filter}
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
        />
        <Select
          size="xs"
          w={170}
          aria-label={m.group}
          data={groupings.map((value) => ({ value, label: m.groupings[value] }))}
          value={grouping}
          allowDeselect={false}
          onChange={(value) => value !== null && setGrouping(value)}
        />
        <RunTools rows={rows} />
        <TrashMenu />
      </div>
      <UndoDelete />
      {found.length === 0 ? (
        <p className="muted">{query === '' ? m.none : m.noneFound(query)}</p>
      ) : (
        <RunsTable
          rows={found}
          settings={settings}
          grouping={grouping}
          sorting={sorting}
          onSort={setSorting}
          onFilter={setQuery}
        />
      )}
      {found.length > 0 && (
        <p className="muted runs-about">{[m.about, ...(more > 0 ? [m.more(more)] : [])].join(' ')}</p>
      )}
      {remarked.length > 0 && <RemarksEditor rows={remarked} known={tagsOf(rows)} />}
    </div>
  );
}
