import { NodeResizeControl, type NodeProps } from '@xyflow/react';
import { memo, useState } from 'react';
import { useMessages } from '../words';
import { leastNote, setNoteText } from '../documents/notes';
import type { FlowNote } from './flow';
import { edit, setGestures, useGestures } from '../documents/active-graph';

/** A note: a double click or F2 edits its text, its corner changes its size. */
export const Note = memo(function Note({ id, data: { note, text } }: NodeProps<FlowNote>) {
  const m = useMessages();
  const writing = useGestures((state) => state.renaming === id);
  const write = (next: string) => {
    if (next !== text) edit((document) => setNoteText(document, note, next));
  };
  return (
    <div className="note" onDoubleClick={() => setGestures({ renaming: id })}>
      {writing ? (
        <NoteField text={text} label={m.canvas.noteText} onWrite={write} />
      ) : (
        <p className="note-text">{text === '' ? <span className="muted">{m.canvas.emptyNote}</span> : text}</p>
      )}
      <NodeResizeControl
        className="note-corner"
        position="bottom-right"
        minWidth={leastNote.width}
        minHeight={leastNote.height}
      />
    </div>
  );
});

interface NoteFieldProps {
  readonly text: string;
  readonly label: string;
  onWrite(text: string): void;
}

/** The text while it is edited. Escape and a click elsewhere both keep it, because undo reverts it. */
function NoteField({ text, label, onWrite }: NoteFieldProps) {
  const [written, setWritten] = useState(text);
  return (
    <textarea
      className="note-text nodrag nopan nowheel"
      aria-label={label}
      value={written}
      maxLength={10_000}
      autoFocus
      onFocus={(event) => event.currentTarget.setSelectionRange(text.length, text.length)}
      onChange={(event) => setWritten(event.currentTarget.value)}
      onBlur={() => {
        setGestures({ renaming: undefined });
        onWrite(written);
      }}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Escape') event.currentTarget.blur();
      }}
    />
  );
}
