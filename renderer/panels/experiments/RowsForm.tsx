import { Button, CloseButton, MultiSelect, Select, TextInput } from '@mantine/core';
import { useMemo } from 'react';
import type { GraphDocument } from '../../../graph-nodes/graph/document';
import { useMessages } from '../../words';
import { titleOf } from '../../words/kinds';
import { freezable } from '../../documents/freezing';
import { settingsText, withNewRow, withoutRow, withRow, type DraftRow } from './draft-rows';
import { editDraft } from './store';
import { dispensable, type FormProps } from './study-draft';

/** Rows of the study: what each changes in the graph, the row that it starts from, and its frozen nodes. */
export function RowsForm({ draft: { rows }, graph, problems }: FormProps) {
  const s = useMessages().experiments.study;
  return (
    <section aria-label={s.rows}>
      <div className="study-line">
        <h3 className="study-label">{s.rows}</h3>
        <Button size="compact-xs" variant="default" onClick={() => editDraft({ rows: withNewRow(rows, graph) })}>
          {s.addRow}
        </Button>
        <span className="muted">{s.rowsHelp}</span>
      </div>
      {rows.map((row, index) => (
        <Row key={index} rows={rows} at={index} row={row} ofStudy={graph} problem={problems?.get(`row ${index}`)} />
      ))}
    </section>
  );
}

interface RowProps {
  readonly rows: readonly DraftRow[];
  readonly at: number;
  readonly row: DraftRow;
  readonly ofStudy: GraphDocument;
  /** The fault of its settings. */
  readonly problem: string | undefined;
}

function Row({ rows, at, row, ofStudy, problem }: RowProps) {
  const s = useMessages().experiments.study;
  const { name, graph: own, startFrom, bypass, freeze } = row;
  const graph = own ?? ofStudy;
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
      <TextInput
        size="xs"
        label={s.rowName}
        description={own && s.rowGraph(own.title)}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        maxLength={100}
        value={name}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <Select
        size="xs"
        label={s.startFrom}
        placeholder={s.newWeights}
        data={[...new Set(bases)]}
        value={startFrom ?? null}
        clearable
        onChange={(value) => change({ startFrom: value ?? undefined })}
      />
      <CloseButton size="sm" aria-label={s.removeRow(name)} onClick={() => editDraft({ rows: withoutRow(rows, at) })} />
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
      <TextInput
        className="study-row-settings"
        size="xs"
        label={s.settings}
        placeholder="trainer.epochs=2, rmm.slots=64"
        value={settingsText(row)}
        error={problem}
        spellCheck={false}
        onChange={(event) => change({ settings: event.currentTarget.value })}
      />
    </div>
  );
}
