import { ActionIcon, Select, Switch, TextInput, Tooltip } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useState } from 'react';
import type { GraphNode, ParameterValue } from '../../../graph-nodes/graph/document';
import { useMessages } from '../../words';
import { findKind, optionText } from '../../words/kinds';
import { changedParameters, usualParameters, valuesOfSettings } from '../../documents/dataset-settings';
import { resetParameters, setParameter } from '../../documents/editing';
import { checkValue, describeBounds, readNumber, showValue, type ParameterField } from '../../words/parameter-schema';
import { edit, seal, useDocument } from '../../documents/active-graph';
import { RunInput } from './RunInput';

interface Props {
  /** Nodes with the parameter, usually one. */
  readonly nodes: readonly GraphNode[];
  readonly field: ParameterField;
}

/** A parameter of nodes: its value, bounds and help, and a button that resets it to the value of a new node. */
export function ParameterInput({ nodes, field }: Props) {
  const m = useMessages();
  const document = useDocument();
  const ids = nodes.map(({ id }) => id);
  const reset = () => edit((current) => resetParameters(current, ids, field.name));
  const usual = new Set(nodes.map(({ kind }) => usualParameters(document, kind)[field.name] ?? field.default));
  const standard = [...usual].map((value) => showValue(field, value)).join(', ');
  const changed = nodes.some((node) => changedParameters(document, node).includes(field.name));
  return (
    <div className="parameter">
      <ValueInput
        field={field}
        description={`${field.description}${useBounds(field)}${useOrigin(nodes, field)}`}
        values={nodes.map(({ parameters }) => parameters[field.name] ?? field.default)}
        onSet={(next, typing) =>
          edit(
            (current) => setParameter(current, ids, field.name, next),
            typing ? `${ids.join()}/${field.name}` : undefined,
          )
        }
        onEmpty={reset}
      />
      {changed && (
        <Tooltip label={m.inspector.backTo(standard)}>
          <ActionIcon
            className="parameter-reset"
            size="sm"
            aria-label={m.inspector.resetTo(field.title, standard)}
            onClick={reset}
          >
            <IconArrowBackUp size={14} />
          </ActionIcon>
        </Tooltip>
      )}
    </div>
  );
}

/** Sentence with the bounds of a number; empty for other parameters. */
function useBounds(field: ParameterField): string {
  const m = useMessages();
  return field.type === 'integer' || field.type === 'number' ? m.values.takes(describeBounds(field)) : '';
}

/** Sentence with the defaults for the datasets, where they differ; empty for nodes of several kinds. */
function useOrigin(nodes: readonly GraphNode[], field: ParameterField): string {
  const m = useMessages();
  const [name, ...others] = new Set(nodes.map(({ kind }) => kind));
  const kind = name === undefined || others.length > 0 ? undefined : findKind(name);
  const values = kind && valuesOfSettings(kind, field.name);
  return values ? m.values.defaults(showValue(field, values.small), showValue(field, values.paper)) : '';
}

interface ValueInputProps {
  readonly field: ParameterField;
  readonly description?: string;
  /** Values of the field; if they differ, it is empty. */
  readonly values: readonly ParameterValue[];
  /** @param typing true for one of several changes that make one step of the history */
  onSet(value: ParameterValue, typing?: boolean): void;
  /** Called when a number is deleted. */
  onEmpty(): void;
}

/** Field of one parameter. A value out of bounds stays, and the field and the node report it. */
export function ValueInput({ field, description = '', values, onSet, onEmpty }: ValueInputProps) {
  const m = useMessages();
  const [current, ...others] = [...new Set(values)];
  const differ = others.length > 0;
  const error = differ || current === undefined ? undefined : checkValue(field, current);
  const common = {
    label: field.title,
    description,
    placeholder: differ ? m.inspector.different : '',
    error,
    size: 'xs' as const,
  };
  switch (field.type) {
    case 'boolean':
      return (
        <Switch
          {...common}
          checked={!differ && current === true}
          onChange={(event) => onSet(event.currentTarget.checked)}
        />
      );
    case 'choice':
      return (
        <Select
          {...common}
          data={field.options.map((value) => ({ value, label: optionText(value) }))}
          value={differ ? null : String(current)}
          allowDeselect={false}
          onChange={(next) => next !== null && onSet(next)}
        />
      );
    case 'string':
      if (field.names === 'run') {
        return (
          <RunInput
            common={common}
            current={differ ? '' : String(current)}
            onChange={(path) => onSet(path, true)}
            onLeave={seal}
          />
        );
      }
      return (
        <TextInput
          {...common}
          value={differ ? '' : String(current)}
          spellCheck={false}
          onChange={(event) => onSet(event.currentTarget.value, true)}
          onBlur={seal}
        />
      );
    default:
      return <NumberField common={common} current={differ ? '' : String(current)} onText={changeNumber} />;
  }

  function changeNumber(text: string) {
    const next = readNumber(text);
    if (next === undefined) onEmpty();
    else if (differ || next !== current) onSet(next);
  }
}

interface NumberFieldProps {
  readonly common: { label: string; description: string; placeholder: string; error: string | undefined; size: 'xs' };
  readonly current: string;
  onText(text: string): void;
}

/** A number is applied when the field loses the focus or on Enter, so that typing 0.001 does not pass through 0. */
function NumberField({ common, current, onText }: NumberFieldProps) {
  const [draft, setDraft] = useState<string>();
  function takeOver() {
    if (draft !== undefined && draft !== current) onText(draft);
    setDraft(undefined);
  }
  return (
    <TextInput
      {...common}
      inputMode="decimal"
      value={draft ?? current}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={takeOver}
      onKeyDown={(event) => {
        if (event.key === 'Enter') takeOver();
        if (event.key === 'Escape') setDraft(undefined);
      }}
    />
  );
}
