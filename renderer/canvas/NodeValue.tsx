import { useState } from 'react';
import { findKind } from '../messages/kinds';
import type { ParameterValue } from '../../graph-nodes/document';
import { describeParameters, readNumber, type ParameterField } from '../inspector/parameter-schema';
import { formatValue } from '../live/format';
import { useMessages } from '../messages';
import { resetParameters, setParameter } from '../state/editing';
import { editor } from '../state/editor';
import type { NodeView } from './flow';

interface NodeValueProps {
  readonly node: string;
  readonly kind: string;
  readonly parameter: NodeView['values'][number];
}

/** A main parameter on the node: a double click makes it a field. */
export function NodeValue({ node, kind, parameter: { name, title, value } }: NodeValueProps) {
  const m = useMessages();
  const [writing, setWriting] = useState(false);
  const known = findKind(kind);
  const field = known && describeParameters(known).find((candidate) => candidate.name === name);
  const set = (next: ParameterValue | undefined) => {
    setWriting(false);
    if (next === undefined) editor.edit((document) => resetParameters(document, [node], name));
    else if (next !== value) editor.edit((document) => setParameter(document, [node], name, next));
  };
  const begin = () => (field?.type === 'boolean' ? set(value !== true) : setWriting(true));
  if (writing && field) {
    return <ValueField field={field} value={value} onTake={set} onLeave={() => setWriting(false)} />;
  }
  // Too small to be a control of its own for keyboard and touch; those have the same one in the inspector.
  return (
    <span className="node-value mono" title={m.canvas.editValue(title)} onDoubleClick={begin}>
      {formatValue(value)}
    </span>
  );
}

interface ValueFieldProps {
  readonly field: ParameterField;
  readonly value: ParameterValue;
  onTake(value: ParameterValue | undefined): void;
  onLeave(): void;
}

function ValueField({ field, value, onTake, onLeave }: ValueFieldProps) {
  const [text, setText] = useState(String(value));
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
          if (event.key === 'Escape') onLeave();
        }}
      >
        {field.options.map((option) => (
          <option key={option}>{option}</option>
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
      onBlur={() => onTake(field.type === 'string' ? text : readNumber(text))}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Enter') event.currentTarget.blur();
        if (event.key === 'Escape') onLeave();
      }}
    />
  );
}
