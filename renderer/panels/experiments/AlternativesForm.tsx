import { Button, Checkbox, Select } from '@mantine/core';
import { useState } from 'react';
import type { GraphDocument, GraphNode } from '../../../graph-nodes/graph/document';
import { canBeRemoved } from '../../../graph-nodes/study/alternatives';
import { ExplainedButton } from '../../ui/ExplainedButton';
import { useMessages } from '../../words';
import { findKind, titleOf } from '../../words/kinds';
import type { DraftRow } from './draft-rows';
import { favourite, presentAlternatives, replacementKinds, withAlternativeRows, type Alternative } from './row-changes';
import { editDraft } from './store';

interface Props {
  readonly rows: readonly DraftRow[];
  readonly graph: GraphDocument;
  /** Nodes that have alternatives. */
  readonly nodes: readonly GraphNode[];
  /** The node that is selected first. */
  readonly first: string | undefined;
  onClose(): void;
}

/** Value of the checkbox for the graph without the node. */
const without = '';

/** Kinds of a node's role as checkboxes. Each checked one becomes a row; those of existing rows stay checked. */
export function AlternativesForm({ rows, graph, nodes, first, onClose }: Props) {
  const s = useMessages().experiments.study;
  const [id, setId] = useState((nodes.find((node) => node.id === first) ?? favourite(nodes))?.id ?? '');
  const [ticked, setTicked] = useState<readonly string[]>([]);
  const node = nodes.find((candidate) => candidate.id === id);
  const kind = node && findKind(node.kind);
  const present = presentAlternatives(rows, id).map((alternative) => alternative ?? without);
  const choices = replacementKinds(node).same.map((other) => ({ value: other.kind, label: other.title }));
  if (kind && canBeRemoved(kind)) choices.push({ value: without, label: s.withoutNode(kind.title) });
  const tick = (values: readonly string[]) => setTicked(values.filter((value) => !present.includes(value)));
  return (
    <div className="study-alternatives" role="group" aria-label={s.alternatives}>
      <Select
        size="xs"
        label={s.node}
        data={nodes.map((candidate) => ({ value: candidate.id, label: `${titleOf(candidate)} (${candidate.id})` }))}
        value={id}
        allowDeselect={false}
        onChange={(value) => {
          setId(value ?? id);
          setTicked([]);
        }}
      />
      <Checkbox.Group size="xs" label={s.alternativeRows} value={[...present, ...ticked]} onChange={tick}>
        <div className="study-choices">
          {choices.map(({ value, label }) => (
            <Checkbox
              key={value}
              size="xs"
              value={value}
              label={label}
              {...(present.includes(value) && { disabled: true, description: s.alreadyRow })}
            />
          ))}
        </div>
      </Checkbox.Group>
      <div className="study-line">
        <ExplainedButton
          size="compact-xs"
          reason={ticked.length === 0 ? s.noneTicked : undefined}
          onClick={() => {
            const chosen = ticked.map((value): Alternative => (value === without ? null : value));
            editDraft({ rows: withAlternativeRows(rows, graph, id, chosen) });
            onClose();
          }}
        >
          {s.addAlternatives(ticked.length)}
        </ExplainedButton>
        <Button size="compact-xs" variant="default" onClick={onClose}>
          {s.cancel}
        </Button>
      </div>
    </div>
  );
}
