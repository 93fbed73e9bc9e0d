import { useState } from 'react';
import { setGestures, useGestures } from '../documents/active-graph';

interface InlineTitleProps {
  /** Id of the node or frame with the title. */
  readonly id: string;
  readonly title: string;
  readonly label: string;
  readonly className: string;
  onRename(title: string): void;
}

const leave = () => setGestures({ renaming: undefined });

/** A title that becomes a field on a double click or F2. Enter accepts the new title, Escape keeps the old one. */
export function InlineTitle({ id, title, label, className, onRename }: InlineTitleProps) {
  const renaming = useGestures((state) => state.renaming === id);
  if (renaming) return <TitleField title={title} label={label} className={className} onRename={onRename} />;
  return (
    <span className={className} onDoubleClick={() => setGestures({ renaming: id })}>
      {title}
    </span>
  );
}

function TitleField({ title, label, className, onRename }: Omit<InlineTitleProps, 'id'>) {
  const [text, setText] = useState(title);
  return (
    <input
      className={`${className} title-field nodrag nopan`}
      aria-label={label}
      value={text}
      maxLength={100}
      autoFocus
      spellCheck={false}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={() => {
        leave();
        if (text !== title) onRename(text.trim());
      }}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Enter') event.currentTarget.blur();
        if (event.key === 'Escape') leave();
      }}
    />
  );
}
