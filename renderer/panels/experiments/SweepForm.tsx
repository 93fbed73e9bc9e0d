import { CloseButton, NumberInput, SegmentedControl, Select, TextInput } from '@mantine/core';
import type { GraphDocument } from '../../../graph-nodes/graph/document';
import { describeBounds, describeParameters, type ParameterField } from '../../words/parameter-schema';
import { ExplainedButton } from '../../ui/ExplainedButton';
import { useMessages, type Messages } from '../../words';
import { findKind, titleOf } from '../../words/kinds';
import { hasRole } from '../../../graph-nodes/graph/roles';
import { editDraft } from './store';
import { drawNames, fieldOf, type FormProps, type StudyDraft, type SweepLine } from './study-draft';

const methodNames = ['grid', 'random'] as const;

/** Parameters that a study can sweep: all but the seed, which studies handle separately. */
function sweepable(graph: GraphDocument): { id: string; label: string; fields: readonly ParameterField[] }[] {
  return graph.nodes.flatMap((node) => {
    const kind = findKind(node.kind);
    const fields = kind
      ? describeParameters(kind).filter(({ name }) => !(name === 'seed' && hasRole(kind, 'trainer')))
      : [];
    return fields.length === 0 ? [] : [{ id: node.id, label: `${titleOf(node)} (${node.id})`, fields }];
  });
}

const withLine = (sweep: StudyDraft['sweep'], id: number, change: Partial<SweepLine>): SweepLine[] =>
  sweep.map((line) => (line.id === id ? { ...line, ...change } : line));

/** Swept parameters, each with its values. */
export function SweepForm({ draft, graph, problems }: FormProps) {
  const s = useMessages().experiments.study;
  const nodes = sweepable(graph);
  const { sweep, method, draws } = draft;

  function add() {
    const node = nodes.find(({ id }) => !sweep.some((line) => line.node === id)) ?? nodes[0];
    const parameter = node?.fields[0]?.name;
    if (!node || parameter === undefined) return;
    const id = Math.max(-1, ...sweep.map((line) => line.id)) + 1;
    editDraft({ sweep: [...sweep, { id, node: node.id, parameter, text: '', draw: 'choice' }] });
  }

  return (
    <section aria-label={s.sweep}>
      <div className="study-line">
        <h3 className="study-label">{s.sweep}</h3>
        <ExplainedButton
          size="compact-xs"
          variant="default"
          reason={nodes.length === 0 ? s.nothingToSweep : undefined}
          onClick={add}
        >
          {s.addParameter}
        </ExplainedButton>
        {sweep.length > 0 && (
          <SegmentedControl
            size="xs"
            aria-label={s.method}
            data={methodNames.map((value) => ({ value, label: s.methods[value] }))}
            value={method}
            onChange={(value) => editDraft({ method: value })}
          />
        )}
        {sweep.length > 0 && method === 'random' && (
          <NumberInput
            size="xs"
            w={90}
            label={s.draws}
            min={1}
            max={1000}
            allowDecimal={false}
            clampBehavior="strict"
            value={draws}
            onChange={(value) => typeof value === 'number' && editDraft({ draws: value })}
          />
        )}
      </div>
      {sweep.map((line) => (
        <Line key={line.id} line={line} draft={draft} graph={graph} nodes={nodes} problem={problems?.get(line.id)} />
      ))}
    </section>
  );
}

/** Allowed values of a parameter. */
function takes(field: ParameterField | undefined, m: Messages): string {
  switch (field?.type) {
    case 'integer':
    case 'number':
      return describeBounds(field);
    case 'choice':
      return m.values.oneOf(field.options.join(', '));
    case 'boolean':
      return 'true, false';
    default:
      return '';
  }
}

interface LineProps extends Pick<FormProps, 'draft' | 'graph'> {
  readonly line: SweepLine;
  readonly nodes: ReturnType<typeof sweepable>;
  readonly problem: string | undefined;
}

function Line({ line, draft: { sweep, method }, graph, nodes, problem }: LineProps) {
  const m = useMessages();
  const s = m.experiments.study;
  const { id, node, parameter, text, draw } = line;
  const change = (next: Partial<SweepLine>) => editDraft({ sweep: withLine(sweep, id, next) });
  const own = nodes.find((candidate) => candidate.id === node);
  const field = fieldOf(graph, line);
  const isNumber = field?.type === 'integer' || field?.type === 'number';
  const drawn = method === 'random' && draw !== 'choice';
  return (
    <div className="study-line study-sweep" role="group" aria-label={`${node}.${parameter}`}>
      <Select
        size="xs"
        label={s.node}
        data={nodes.map(({ id: value, label }) => ({ value, label }))}
        value={node}
        allowDeselect={false}
        onChange={(value) => {
          const first = nodes.find((candidate) => candidate.id === value)?.fields[0]?.name;
          if (value !== null && first !== undefined)
            change({ node: value, parameter: first, text: '', draw: 'choice' });
        }}
      />
      <Select
        size="xs"
        label={s.parameter}
        data={(own?.fields ?? []).map(({ name, title }) => ({ value: name, label: title }))}
        value={parameter}
        allowDeselect={false}
        onChange={(value) => value !== null && change({ parameter: value, text: '', draw: 'choice' })}
      />
      {method === 'random' && (
        <Select
          size="xs"
          w={130}
          label={s.draw}
          data={drawNames
            .filter((name) => isNumber || name === 'choice')
            .map((value) => ({ value, label: s.drawn[value] }))}
          value={draw}
          allowDeselect={false}
          onChange={(value) => value !== null && change({ draw: value })}
        />
      )}
      <TextInput
        size="xs"
        label={drawn ? s.bounds : s.values}
        description={takes(field, m)}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        value={text}
        error={problem}
        spellCheck={false}
        onChange={(event) => change({ text: event.currentTarget.value })}
      />
      <CloseButton
        size="sm"
        aria-label={s.removeParameter(`${node}.${parameter}`)}
        onClick={() => editDraft({ sweep: sweep.filter((other) => other.id !== id) })}
      />
    </div>
  );
}
