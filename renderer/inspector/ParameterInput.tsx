import { ActionIcon, Select, Switch, TextInput, Tooltip } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useState } from 'react';
import type { ParameterValue } from '../../graph-nodes/document';
import { formatValue } from '../live/format';
import { editor } from '../state/editor';
import { resetParameter, setParameter } from '../state/editing';
import { checkValue, describeBounds, readNumber, type ParameterField } from './parameter-schema';

interface Props {
  readonly node: string;
  readonly field: ParameterField;
  /** The document's value; undefined where the default counts. */
  readonly value: ParameterValue | undefined;
}

/** One parameter: its value, bounds and help. What is out of bounds stays, and is said to be wrong here and on the node. */
export function ParameterInput({ node, field, value }: Props) {
  const current = value ?? field.default;
  const error = checkValue(field, current);
  const set = (next: ParameterValue, merge?: string) =>
    editor.edit((document) => setParameter(document, node, field.name, next), merge);
  const reset = () => editor.edit((document) => resetParameter(document, node, field.name));
  const bounds = field.type === 'integer' || field.type === 'number' ? ` Takes ${describeBounds(field)}.` : '';
  const common = {
    label: field.title,
    description: `${field.description}${bounds}`,
    error,
    size: 'xs' as const,
  };
  return (
    <div className="parameter">
      {control()}
      {value !== undefined && value !== field.default && (
        <Tooltip label={`Back to the default, ${formatValue(field.default)}`}>
          <ActionIcon
            className="parameter-reset"
            size="sm"
            aria-label={`Reset ${field.title} to ${formatValue(field.default)}`}
            onClick={reset}
          >
            <IconArrowBackUp size={14} />
          </ActionIcon>
        </Tooltip>
      )}
    </div>
  );

  function control() {
    switch (field.type) {
      case 'boolean':
        return <Switch {...common} checked={current === true} onChange={(event) => set(event.currentTarget.checked)} />;
      case 'choice':
        return (
          <Select
            {...common}
            data={[...field.options]}
            value={String(current)}
            allowDeselect={false}
            onChange={(next) => next !== null && set(next)}
          />
        );
      case 'string':
        return (
          <TextInput
            {...common}
            value={String(current)}
            spellCheck={false}
            onChange={(event) => set(event.currentTarget.value, `${node}/${field.name}`)}
            onBlur={editor.seal}
          />
        );
      default:
        return <NumberField common={common} current={current} onText={changeNumber} />;
    }
  }

  function changeNumber(text: string) {
    const next = readNumber(text);
    if (next === undefined) reset();
    else if (next !== current) set(next);
  }
}

interface NumberFieldProps {
  readonly common: { label: string; description: string; error: string | undefined; size: 'xs' };
  readonly current: ParameterValue;
  onText(text: string): void;
}

/** A number is taken over when the field is left or Enter is pressed, so that typing 0.001 does not pass through 0. */
function NumberField({ common, current, onText }: NumberFieldProps) {
  const [draft, setDraft] = useState<string>();
  function takeOver() {
    if (draft !== undefined) onText(draft);
    setDraft(undefined);
  }
  return (
    <TextInput
      {...common}
      inputMode="decimal"
      value={draft ?? String(current)}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={takeOver}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) takeOver();
        if (event.key === 'Escape') setDraft(undefined);
      }}
    />
  );
}
