import { IconPlus, IconX } from '@tabler/icons-react';
import { useStore } from 'zustand';
import { useMessages } from '../../words';
import { closeTab, newGraph } from '../../commands/commands';
import type { OpenGraph } from '../../documents/open-graph';
import { showGraph, graphs } from '../../documents/open-graphs';

/** Tabs of the open graphs; hidden while there is only one. */
export function TabBar() {
  const m = useMessages();
  const { open, active } = useStore(graphs);
  if (open.length < 2) return null;
  return (
    <nav className="tab-bar" aria-label={m.tabs.label}>
      {open.map((graph) => (
        <Tab key={graph.id} graph={graph} current={graph === active} />
      ))}
      <button type="button" className="tab-close" aria-label={m.actions.newGraph} onClick={newGraph}>
        <IconPlus size={14} aria-hidden />
      </button>
    </nav>
  );
}

function Tab({ graph, current }: { readonly graph: OpenGraph; readonly current: boolean }) {
  const m = useMessages();
  const document = useStore(graph.history.store, (state) => state.document);
  const unsaved = useStore(graph.file, ({ saved }) => saved !== document);
  return (
    <div className="tab" data-current={current || undefined}>
      <button
        type="button"
        className="tab-name"
        aria-current={current ? 'page' : undefined}
        title={document.title}
        onClick={() => showGraph(graph.id)}
        onAuxClick={(event) => {
          if (event.button === 1) void closeTab(graph.id);
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
        onClick={() => void closeTab(graph.id)}
      >
        <IconX size={12} aria-hidden />
      </button>
    </div>
  );
}
