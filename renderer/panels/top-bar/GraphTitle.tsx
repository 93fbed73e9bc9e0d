import { Textarea } from '@mantine/core';
import { useStore } from 'zustand';
import { useMessages } from '../../words';
import { autosave } from '../../documents/draft';
import { edit, seal, useDocument, useFile, useUnsaved } from '../../documents/active-graph';

/** Title of the graph in up to two lines, with a mark for unsaved changes. */
export function GraphTitle() {
  const m = useMessages();
  const { title } = useDocument();
  const unsaved = useUnsaved();
  const autosaves = useStore(autosave, ({ works }) => works);
  const fileName = useFile((state) => state.fileName);
  const state = unsaved ? m.tabs.unsaved : fileName === undefined ? m.top.notSaved : m.top.savedIn(fileName);
  return (
    <div className="graph-title">
      <Textarea
        aria-label={m.top.title}
        size="xs"
        variant="unstyled"
        autosize
        minRows={1}
        // The warning takes the place of the second line.
        maxRows={autosaves ? 2 : 1}
        value={title}
        maxLength={200}
        spellCheck={false}
        title={title}
        onChange={({ currentTarget: { value } }) =>
          edit((document) => ({ ...document, title: value.replace(/\s*\n\s*/g, ' ') }), 'title')
        }
        onBlur={seal}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.ctrlKey || event.metaKey) return;
          event.preventDefault();
          event.currentTarget.blur();
        }}
      />
      {!autosaves && (
        <span className="graph-title-warning" role="status" title={m.top.autosaveOffHelp}>
          {m.top.autosaveOff}
        </span>
      )}
      <span className="graph-title-state" data-unsaved={unsaved || undefined} data-testid="save-state" title={state}>
        {state}
      </span>
    </div>
  );
}
