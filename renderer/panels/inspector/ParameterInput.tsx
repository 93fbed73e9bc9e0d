import { ActionIcon, Select, Switch, TextInput, Tooltip } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useState } from 'react';
import type { ParameterValue } from '../../../graph-nodes/graph/document';
import { useMessages } from '../../words';
import { optionText } from '../../words/kinds';
import { resetParameters, setParameter } from '../../documents/editing';
import { checkValue, describeBounds, readNumber, showValue, type ParameterField } from '../../words/parameter-schema';
import { edit, seal } from '../../documents/active-graph';
import { RunInput } from './RunInput';

interface Props {
  /** Nodes with the parameter, usually one. */
  readonly nodes: readonly string[];
  readonly field: ParameterField;
  /** Values in the document, in the order of the nodes; undefined for a default. */
  readonly values: readonly (ParameterValue | undefined)[];
}

/** A parameter of nodes: its value, bounds and help, and a button that resets it. */
export function ParameterInput({ nodes, field, values }: Props) {
  const m = useMessages();
  const reset = () => edit((document) => resetParameters(document, nodes, field.name));
  const bounds = field.type === 'integer' || field.type === 'number' ? m.values.takes(describeBounds(field)) : '';
  return (
    <div className="parameter">
      <ValueInput
        field={field}
        description={`${field.description}${bounds}`}
        values={values.map((value) => value ?? field.default)}
        onSet={(next, typing) =>
          edit(
            (document) => setParameter(document, nodes, field.name, next),
            typing ? `${nodes.join()}/${field.name}` : undefined,
          )
        }
        onEmpty={reset}
      />
      {values.some((value) => value !== undefined && value !== field.default) && (
        <Tooltip label={m.inspector.backTo(showValue(field, field.default))}>
          <ActionIcon
            className="parameter-reset"
            size="sm"
            aria-label={m.inspector.resetTo(field.title, showValue(field, field.default))}
            onClick={reset}
          >
            <IconArrowBackUp size={14} />
          </ActionIcon>
        </Tooltip>
      )}
    </div>
  );
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
