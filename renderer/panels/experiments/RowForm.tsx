import { ActionIcon, CloseButton, MultiSelect, Select, TextInput } from '@mantine/core';
import { IconCopy } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { GraphDocument } from '../../../graph-nodes/graph/document';
import { freezable } from '../../documents/freezing';
import { documentOf } from '../../documents/open-graph';
import { graphs as openGraphs } from '../../documents/open-graphs';
import { presets } from '../../documents/presets';
import { useMessages } from '../../words';
import { titleOf } from '../../words/kinds';
import { presetTexts } from '../../words/presets';
import { freeName, graphsOf, longestRowName, withCopy, withoutRow, withRow, type DraftRow } from './draft-rows';
import { RowChanges } from './RowChanges';
import { editDraft } from './store';
import { dispensable } from './study-draft';

interface RowProps {
  readonly rows: readonly DraftRow[];
  readonly at: number;
  readonly row: DraftRow;
  readonly ofStudy: GraphDocument;
  /** Problems of the row, one sentence per line. */
  readonly problem: string | undefined;
}

/** One row of the study. */
export function RowForm({ rows, at, row, ofStudy, problem }: RowProps) {
  const s = useMessages().experiments.study;
  const { name, startFrom, bypass, freeze } = row;
  const graph = useMemo(() => graphsOf(row, ofStudy).at(-1) ?? ofStudy, [row, ofStudy]);
  const canFreeze = useMemo(() => freezable(graph), [graph]);
  const canBypass = useMemo(() => dispensable(graph), [graph]);
  const change = (next: Partial<DraftRow>) => editDraft({ rows: withRow(rows, at, next) });
  const choices = (ids: readonly string[], chosen: readonly string[]) =>
    [...ids, ...chosen.filter((id) => !ids.includes(id))].map((value) => {
      const node = graph.nodes.find(({ id }) => id === value);
      return { value, label: node ? `${titleOf(node)} (${value})` : value };
    });
  const bases = rows.flatMap((other, index) => (index === at || other.name === '' ? [] : [other.name]));
  return (
    <div className="study-row" role="group" aria-label={name}>
      <div className="study-row-head">
        <TextInput
          size="xs"
          label={s.rowName}
          maxLength={longestRowName}
          value={name}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <GraphChoice rows={rows} at={at} row={row} ofStudy={ofStudy} />
        <Select
          size="xs"
          label={s.startFrom}
          placeholder={s.newWeights}
          data={[...new Set(bases)]}
          value={startFrom ?? null}
          clearable
          onChange={(value) => change({ startFrom: value ?? undefined })}
        />
        <ActionIcon
          size="sm"
          aria-label={s.copyRow(name)}
          title={s.copyRow(name)}
          onClick={() => editDraft({ rows: withCopy(rows, at) })}
        >
          <IconCopy size={14} />
        </ActionIcon>
        <CloseButton
          size="sm"
          aria-label={s.removeRow(name)}
          onClick={() => editDraft({ rows: withoutRow(rows, at) })}
        />
      </div>
      <RowChanges row={row} ofStudy={ofStudy} onChange={(next) => editDraft({ rows: rows.with(at, next) })} />
      <MultiSelect
        size="xs"
        label={s.frozen}
        data={choices(canFreeze, freeze)}
        value={[...freeze]}
        onChange={(value) => change({ freeze: value })}
      />
      <MultiSelect
        size="xs"
        label={s.bypassed}
        data={choices(canBypass, bypass)}
        value={[...bypass]}
        onChange={(value) => change({ bypass: value })}
      />
      {problem !== undefined && (
        <p className="study-row-problem" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}

/** Value of the selection for a row with a separate graph. */
const own = 'own';

/** Graph of a row: that of the study, or a whole graph from an open tab or a preset. */
function GraphChoice({ rows, at, row, ofStudy }: Omit<RowProps, 'problem'>) {
  const s = useMessages().experiments.study;
  const { open } = useStore(openGraphs);
  const sources = new Map<string, GraphDocument>([
    ...open.map((graph): [string, GraphDocument] => [`open ${graph.id}`, documentOf(graph)]),
    ...presets.map(({ name, document }): [string, GraphDocument] => [`preset ${name}`, document]),
  ]);
  const titleFor = (value: string, document: GraphDocument) =>
    value.startsWith('preset ') ? presetTexts(value.slice('preset '.length), document).title : document.title;
  const item = (value: string) => {
    const document = sources.get(value) ?? ofStudy;
    return { value, label: titleFor(value, document) };
  };
  const keys = [...sources.keys()];
  function choose(value: string | null) {
    const document = value === null ? undefined : sources.get(value);
    const { graph: _, changes: __, settings: ___, ...rest } = row;
    if (value === own) return;
    // The changes belong to the previous graph.
    const bare = { ...rest, set: {}, bypass: [], freeze: [] };
    const others = rows.filter((_row, index) => index !== at);
    const next =
      document && value !== null
        ? { ...bare, graph: document, name: freeName(others, titleFor(value, document) || row.name) }
        : bare;
    editDraft({ rows: withRow(rows, at, { name: next.name }).with(at, next) });
  }
  return (
    <Select
      size="xs"
      label={s.graph}
      searchable
      data={[
        { value: 'study', label: s.ofStudy },
        ...(row.graph ? [{ value: own, label: row.graph.title }] : []),
        { group: s.openGraphs, items: keys.filter((key) => key.startsWith('open ')).map(item) },
        { group: s.presetGraphs, items: keys.filter((key) => key.startsWith('preset ')).map(item) },
      ]}
      value={row.graph ? own : 'study'}
      allowDeselect={false}
      onChange={choose}
    />
  );
}
