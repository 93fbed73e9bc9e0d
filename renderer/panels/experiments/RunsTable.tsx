import { Button, Checkbox, ScrollArea, Table, UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import { Fragment } from 'react';
import type { TestScenario } from '../../../graph-nodes/datasets/dataset';
import { formatPercent } from '../../words/format';
import { resumeRun } from '../../session/queue';
import { useMessages } from '../../words';
import { messageText } from '../../words/engine';
import { groupRows, scenariosOf, sortKeysOf, type Grouping, type RunRow, type SortKey, type Sorting } from './run-rows';
import { useStateName } from './state-name';
import { experiments, refresh, useExperiments } from './store';

interface Props {
  readonly rows: readonly RunRow[];
  readonly grouping: Grouping;
  readonly sorting: Sorting;
  onSort(sorting: Sorting): void;
  /** Shows the runs that a word is said of. */
  onFilter(word: string): void;
}

export function RunsTable({ rows, grouping, sorting, onSort, onFilter }: Props) {
  const m = useMessages().experiments.runs;
  const sortKeys = sortKeysOf(rows);
  const scenarios = scenariosOf(rows);
  const groups = grouping === 'none' ? [{ title: undefined, rows }] : groupRows(rows, grouping);
  return (
    <ScrollArea className="experiments-scroll" viewportProps={{ tabIndex: 0, 'aria-label': m.label, role: 'group' }}>
      <Table className="runs" stickyHeader aria-label={m.label}>
        <Table.Thead>
          <Table.Tr>
            <Table.Td />
            {sortKeys.map((key) => (
              <SortHead key={key} of={key} sorting={sorting} onSort={onSort} />
            ))}
            <Table.Td />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {groups.map((group) => (
            <Fragment key={JSON.stringify([group.title])}>
              {grouping !== 'none' && (
                <Table.Tr className="runs-group">
                  <Table.Th colSpan={sortKeys.length + 2} scope="rowgroup">
                    {m.groupOf(group.title ?? m.untagged, group.rows.length)}
                  </Table.Th>
                </Table.Tr>
              )}
              {group.rows.map((row) => (
                <Row key={row.name} row={row} scenarios={scenarios} onFilter={onFilter} />
              ))}
            </Fragment>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea>
  );
}

interface HeadProps extends Pick<Props, 'sorting' | 'onSort'> {
  readonly of: SortKey;
}

function SortHead({ of, sorting: { key, descending }, onSort }: HeadProps) {
  const m = useMessages().experiments.runs.columns;
  const own = key === of;
  const Arrow = descending ? IconChevronDown : IconChevronUp;
  return (
    <Table.Th aria-sort={own ? (descending ? 'descending' : 'ascending') : 'none'}>
      <UnstyledButton className="runs-sort" onClick={() => onSort({ key: of, descending: own && !descending })}>
        {m[of]} {own && <Arrow size={12} aria-hidden />}
      </UnstyledButton>
    </Table.Th>
  );
}

function choose(name: string, on: boolean): void {
  experiments.setState(({ chosen }) => ({
    chosen: on ? [...chosen, name] : chosen.filter((other) => other !== name),
  }));
}

async function goOn(run: string, title: string): Promise<void> {
  await resumeRun(run, title);
  await refresh();
}

interface RowProps extends Pick<Props, 'onFilter'> {
  readonly row: RunRow;
  readonly scenarios: readonly TestScenario[];
}

function Row({
  row: { name, title, seed, state, message, resumable, accuracy, remarks },
  scenarios,
  onFilter,
}: RowProps) {
  const m = useMessages().experiments.runs;
  const stateName = useStateName();
  const chosen = useExperiments((all) => all.chosen.includes(name));
  return (
    <Table.Tr data-chosen={chosen || undefined}>
      <Table.Td>
        <Checkbox
          size="xs"
          aria-label={m.choose(name)}
          checked={chosen}
          onChange={(event) => choose(name, event.currentTarget.checked)}
        />
      </Table.Td>
      <Table.Th scope="row">
        {title}
        {remarks?.tags.map((tag) => (
          <UnstyledButton key={tag} className="runs-tag" aria-label={m.filterBy(tag)} onClick={() => onFilter(tag)}>
            {tag}
          </UnstyledButton>
        ))}
        <span className="runs-folder mono">{name}</span>
        {remarks && remarks.notes !== '' && (
          <span className="runs-notes" title={remarks.notes}>
            {remarks.notes}
          </span>
        )}
      </Table.Th>
      <Table.Td>{seed ?? '–'}</Table.Td>
      <Table.Td title={messageText(message)}>
        <span className="run-state" data-state={state}>
          {stateName(state)}
        </span>
      </Table.Td>
      {scenarios.map((scenario) => (
        <Table.Td key={scenario}>{formatPercent(accuracy?.[scenario]?.overall)}</Table.Td>
      ))}
      <Table.Td>
        {resumable && (
          <Button
            size="compact-xs"
            variant="default"
            aria-label={m.continueLong(name)}
            onClick={() => void goOn(name, title)}
          >
            {m.continue}
          </Button>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
