import { useState, type KeyboardEvent } from 'react';
import { findKind, optionText } from '../words/kinds';
import type { ParameterValue } from '../../graph-nodes/graph/document';
import { describeParameters, readNumber, showValue, type ParameterField } from '../words/parameter-schema';
import { useMessages } from '../words';
import { resetParameters, setParameter } from '../documents/editing';
import { stepValue, writeValue } from '../commands/values';
import type { NodeView } from './flow';
import { edit, setGestures, useGestures } from '../documents/active-graph';

const leave = () => setGestures({ writing: undefined });

interface NodeValueProps {
  readonly node: string;
  readonly kind: string;
  readonly parameter: NodeView['values'][number];
}

/** A main parameter on the node. A double click turns it into a field. */
export function NodeValue({ node, kind, parameter: { name, title, value } }: NodeValueProps) {
  const m = useMessages();
  const writing = useGestures(({ writing: at }) => at?.node === node && at.parameter === name);
  const known = findKind(kind);
  const field = known && describeParameters(known).find((candidate) => candidate.name === name);
  const set = (next: ParameterValue | undefined) => {
    leave();
    if (next === undefined) edit((document) => resetParameters(document, [node], name));
    else if (next !== value) edit((document) => setParameter(document, [node], name, next));
  };
  const begin = () => (field?.type === 'boolean' ? set(value !== true) : writeValue(node, name));
  if (writing && field) {
    return (
      <ValueField field={field} value={value} onTake={set} onLeave={leave} onStep={(by) => stepValue(node, name, by)} />
    );
  }
  // Too small to be a separate control for keyboard and touch. A key goes to the first value, and Tab goes from one to the
  // next.
  return (
    <span className="node-value mono" title={m.canvas.editValue(title)} onDoubleClick={begin}>
      {showValue(field, value)}
    </span>
  );
}

interface ValueFieldProps {
  readonly field: ParameterField;
  readonly value: ParameterValue;
  onTake(value: ParameterValue | undefined): void;
  onLeave(): void;
  /** Moves to the value below or above. */
  onStep(by: 1 | -1): void;
}

function ValueField({ field, value, onTake, onLeave, onStep }: ValueFieldProps) {
  const [text, setText] = useState(String(value));
  const take = () => onTake(field.type === 'string' ? text : readNumber(text));
  const step = (event: KeyboardEvent) => {
    event.preventDefault();
    onStep(event.shiftKey ? -1 : 1);
  };
  if (field.type === 'choice') {
    return (
      <select
        className="value-field nodrag nopan nowheel"
        aria-label={field.title}
        autoFocus
        value={text}
        onChange={(event) => onTake(event.currentTarget.value)}
        onBlur={onLeave}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === 'Tab') step(event);
          if (event.key === 'Escape' || event.key === 'Enter') onLeave();
        }}
      >
        {field.options.map((option) => (
          <option key={option} value={option}>
            {optionText(option)}
          </option>
        ))}
      </select>
    );
  }
  return (
    <input
      className="value-field mono nodrag nopan"
      aria-label={field.title}
      autoFocus
      spellCheck={false}
      value={text}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={take}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Tab') {
          event.currentTarget.blur();
          step(event);
        }
        if (event.key === 'Enter') event.currentTarget.blur();
        if (event.key === 'Escape') onLeave();
      }}
    />
  );
}
