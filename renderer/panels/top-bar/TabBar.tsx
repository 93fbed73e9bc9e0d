import { IconPlus, IconX } from '@tabler/icons-react';
import { useStore } from 'zustand';
import { useMessages } from '../../words';
import { closeTab, newGraph } from '../../commands/commands';
import { goToTab, tabs, useOpenGraphs } from '../../documents/tabs';

/** The open graphs; not drawn while there is only one. */
export function TabBar() {
  const m = useMessages();
  const graphs = useOpenGraphs();
  const current = useStore(tabs, (state) => state.current);
  if (graphs.length < 2) return null;
  return (
    <nav className="tab-bar" aria-label={m.tabs.label}>
      {graphs.map(({ id, document, saved }) => {
        const unsaved = document !== saved;
        return (
          <div key={id} className="tab" data-current={id === current || undefined}>
            <button
              type="button"
              className="tab-name"
              aria-current={id === current ? 'page' : undefined}
              title={document.title}
              onClick={() => goToTab(id)}
              onAuxClick={(event) => {
                if (event.button === 1) void closeTab(id);
              }}
            >
              {unsaved && (
                <span className="tab-unsaved" role="img" aria-label={m.tabs.unsaved}>
                  ●
                </span>
              )}
              {document.title}
            </button>
            <button
              type="button"
              className="tab-close"
              aria-label={m.tabs.close(document.title)}
              onClick={() => void closeTab(id)}
            >
              <IconX size={12} aria-hidden />
            </button>
          </div>
        );
      })}
      <button type="button" className="tab-close" aria-label={m.actions.newGraph} onClick={newGraph}>
        <IconPlus size={14} aria-hidden />
      </button>
    </nav>
  );
}
