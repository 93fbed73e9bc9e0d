import { Button, Checkbox, ScrollArea, Table, UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import { Fragment } from 'react';
import type { TestScenario } from '../../../graph-nodes/datasets/dataset';
import { resumeRun } from '../../session/queue';
import { formatDate, formatDuration, formatPercent, formatPoints } from '../../words/format';
import { useMessages } from '../../words';
import type { EngineMessage } from '../../../engine/contract/messages';
import { messageText } from '../../words/engine';
import {
  groupRows,
  scenariosOf,
  settingTitle,
  sortKeysOf,
  type Grouping,
  type RunRow,
  type SortKey,
  type Sorting,
} from './run-rows';
import { TrivialMark } from '../../ui/TrivialMark';
import { RunMenu } from './RunMenu';
import { useStateName } from './state-name';
import { experiments, refresh, useExperiments } from './store';

/** A setting in which the listed runs differ, with its value in each row. */
export interface SettingColumn {
  readonly setting: string;
  /** Values by name of the run; absent if its graph lacks the node. */
  readonly values: ReadonlyMap<string, EngineMessage>;
}

interface Props {
  readonly rows: readonly RunRow[];
  readonly settings: readonly SettingColumn[];
  readonly grouping: Grouping;
  readonly sorting: Sorting;
  onSort(sorting: Sorting): void;
  /** Filters the list to the runs with a tag. */
  onFilter(word: string): void;
}

export function RunsTable({ rows, settings, grouping, sorting, onSort, onFilter }: Props) {
  const m = useMessages().experiments.runs;
  const sortKeys = sortKeysOf(rows);
  const scenarios = scenariosOf(rows);
  const groups = grouping === 'none' ? [{ title: undefined, rows }] : groupRows(rows, grouping);
  return (
    <ScrollArea
      className="experiments-scroll"
      type="auto"
      viewportProps={{ tabIndex: 0, 'aria-label': m.label, role: 'group' }}
    >
      <Table className="runs" stickyHeader aria-label={m.label}>
        <Table.Thead>
          <Table.Tr>
            <Table.Td />
            {sortKeys.map((key) => (
              <SortHead key={key} of={key} sorting={sorting} onSort={onSort} />
            ))}
            {settings.map(({ setting }) => {
              const heading = settingTitle(setting, rows);
              return (
                <Table.Th
                  key={setting}
                  className={heading === setting ? 'runs-setting mono' : 'runs-setting'}
                  title={setting}
                >
                  {heading}
                </Table.Th>
              );
            })}
            <Table.Td className="runs-actions" />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {groups.map((group) => (
            <Fragment key={JSON.stringify([group.title])}>
              {grouping !== 'none' && (
                <Table.Tr className="runs-group">
                  <Table.Th colSpan={sortKeys.length + settings.length + 2} scope="rowgroup">
                    {m.groupOf(group.title ?? m.untagged, group.rows.length)}
                  </Table.Th>
                </Table.Tr>
              )}
              {group.rows.map((row) => (
                <Row key={row.name} row={row} scenarios={scenarios} settings={settings} onFilter={onFilter} />
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

async function resume(run: string, title: string): Promise<void> {
  await resumeRun(run, title);
  await refresh();
}

interface RowProps extends Pick<Props, 'onFilter' | 'settings'> {
  readonly row: RunRow;
  readonly scenarios: readonly TestScenario[];
}

function Row({ row, scenarios, settings, onFilter }: RowProps) {
  const {
    name,
    title,
    started,
    seconds,
    seed,
    state,
    message,
    resumable,
    accuracy,
    baseline,
    trivial,
    remarks,
    share,
  } = row;
  const { experiments, queue } = useMessages();
  const m = experiments.runs;
  const stateName = useStateName();
  const chosen = useExperiments((all) => all.chosen.includes(name));
  return (
    <Table.Tr data-chosen={chosen || undefined}>
      <Table.Td>
        <Checkbox
          size="xs"
          aria-label={m.choose(name)}
          checked={chosen}
          disabled={share !== undefined}
          {...(share !== undefined && { title: m.notYet })}
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
        <FolderName name={name} />
        {remarks && remarks.notes !== '' && (
          <span className="runs-notes" title={remarks.notes}>
            {remarks.notes}
          </span>
        )}
      </Table.Th>
      <Table.Td className="runs-date">{started === undefined ? '–' : formatDate(started)}</Table.Td>
      <Table.Td>{seconds === undefined ? '–' : formatDuration(seconds)}</Table.Td>
      <Table.Td>{seed ?? '–'}</Table.Td>
      <Table.Td title={messageText(message)}>
        <span className="run-state" data-state={state}>
          {stateName(state)}
        </span>
        {share !== undefined && ` ${Math.round(100 * share)} %`}
      </Table.Td>
      {scenarios.map((scenario) => (
        <Table.Td key={scenario}>
          <AgainstTrivial percent={accuracy?.[scenario]?.overall} baseline={baseline} />
          {trivial.includes(scenario) && <TrivialMark />}
        </Table.Td>
      ))}
      {settings.map(({ setting, values }) => {
        const value = values.get(name);
        return (
          <Table.Td key={setting} className="runs-setting" title={value && messageText(value)}>
            {value ? messageText(value) : '–'}
          </Table.Td>
        );
      })}
      <Table.Td className="runs-actions">
        {resumable && (
          <Button
            size="compact-xs"
            variant="default"
            aria-label={m.resumeLong(name)}
            onClick={() => void resume(name, title)}
          >
            {queue.resume}
          </Button>
        )}
        {share === undefined && <RunMenu row={row} />}
      </Table.Td>
    </Table.Tr>
  );
}

/** Name of a run's folder: its end, which differs between runs of a study, stays visible. */
function FolderName({ name }: { readonly name: string }) {
  const end = name.lastIndexOf('/') + 1;
  return (
    <span className="runs-folder mono" title={name}>
      {end > 0 && <span className="runs-folder-start">{name.slice(0, end)}</span>}
      <span className="runs-folder-end">{name.slice(end)}</span>
    </span>
  );
}

interface AgainstTrivialProps {
  readonly percent: number | null | undefined;
  /** Accuracy of the most frequent answer per question type, in percent. */
  readonly baseline: number | undefined;
}

/** An accuracy, and its difference from that of the most frequent answer per question type. */
function AgainstTrivial({ percent, baseline }: AgainstTrivialProps) {
  const m = useMessages().experiments.runs;
  const text = formatPercent(percent);
  if (percent === null || percent === undefined || baseline === undefined) return text;
  return (
    <>
      {text} <small title={m.trivial(formatPercent(baseline))}>{formatPoints(percent - baseline)}</small>
    </>
  );
}
