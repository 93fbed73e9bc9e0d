import { Button } from '@mantine/core';
import { useState } from 'react';
import { ExplainedButton } from '../../ui/ExplainedButton';
import { useMessages } from '../../words';
import { panels, usePanels } from '../../ui/panels';
import { AlternativesForm } from './AlternativesForm';
import { withNewRow } from './draft-rows';
import { withAlternatives } from './row-changes';
import { RowForm } from './RowForm';
import { editDraft } from './store';
import type { FormProps } from './study-draft';

/** Rows of the study: the graph of each, its changes, its base row, and its frozen nodes. */
export function RowsForm({ draft: { rows }, graph, problems }: FormProps) {
  const s = useMessages().experiments.study;
  const asked = usePanels((state) => state.alternativesOf);
  const [choosing, setChoosing] = useState(false);
  const nodes = withAlternatives(graph);
  return (
    <section aria-label={s.rows}>
      <div className="study-line">
        <h3 className="study-label">{s.rows}</h3>
        <Button size="compact-xs" variant="default" onClick={() => editDraft({ rows: withNewRow(rows, graph) })}>
          {s.addRow}
        </Button>
        <ExplainedButton
          size="compact-xs"
          variant="default"
          reason={nodes.length === 0 ? s.noAlternatives : undefined}
          aria-expanded={choosing || asked !== undefined}
          onClick={() => setChoosing(true)}
        >
          {s.alternatives}
        </ExplainedButton>
        <span className="muted">{s.rowsHelp}</span>
      </div>
      {(choosing || asked !== undefined) && nodes.length > 0 && (
        <AlternativesForm
          key={asked}
          rows={rows}
          graph={graph}
          nodes={nodes}
          first={asked}
          onClose={() => {
            setChoosing(false);
            panels.setState({ alternativesOf: undefined });
          }}
        />
      )}
      {rows.map((row, index) => (
        <RowForm key={index} rows={rows} at={index} row={row} ofStudy={graph} problem={problems?.get(`row ${index}`)} />
      ))}
    </section>
  );
}
