import { Switch, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useMessages } from '../messages';
import { Comparison } from './Comparison';
import { filterRows, sortRows, type Sorting } from './run-rows';
import { RunTools } from './RunTools';
import { RunsTable } from './RunsTable';
import { useStateName } from './state-name';
import { allRuns, useExperiments } from './store';

export function RunsPage() {
  const compared = useExperiments((state) => state.compared);
  return compared ? <Comparison key={`${compared.a} ${compared.b}`} {...compared} /> : <RunList />;
}

/** The runs of this engine and those that lie in its folder, the ones of studies among them. */
function RunList() {
  const m = useMessages().experiments.runs;
  const stateName = useStateName();
  const loose = useExperiments((state) => state.loose);
  const studyRuns = useExperiments((state) => state.studyRuns);
  const [query, setQuery] = useState('');
  const [grouped, setGrouped] = useState(false);
  const [sorting, setSorting] = useState<Sorting>({ key: 'title', descending: false });
  const rows = allRuns({ loose, studyRuns });
  const found = sortRows(
    filterRows(rows, query, ({ state }) => stateName(state)),
    sorting,
  );
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
        <Switch
          size="xs"
          label={m.group}
          checked={grouped}
          onChange={(event) => setGrouped(event.currentTarget.checked)}
        />
        <RunTools rows={rows} />
      </div>
      {found.length === 0 ? (
        <p className="muted">{query === '' ? m.none : m.noneFound(query)}</p>
      ) : (
        <RunsTable rows={found} grouped={grouped} sorting={sorting} onSort={setSorting} />
      )}
    </div>
  );
}
