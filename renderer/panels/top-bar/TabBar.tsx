import { IconPlus, IconX } from '@tabler/icons-react';
import { useEffect, useRef, type MouseEvent } from 'react';
import { useStore } from 'zustand';
import { useMessages } from '../../words';
import { closeTab, newGraph } from '../../commands/commands';
import type { OpenGraph } from '../../documents/open-graph';
import { showGraph, graphs } from '../../documents/open-graphs';
import { panels } from '../../ui/panels';

/** Tabs of the open graphs; hidden if there is only one. */
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
  const tab = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (current) tab.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [current]);
  /** The menu applies to the graph that the window shows. */
  function openMenu(event: MouseEvent) {
    event.preventDefault();
    showGraph(graph.id);
    panels.setState({ menu: { screen: { x: event.clientX, y: event.clientY }, on: 'tab' } });
  }
  return (
    <div ref={tab} className="tab" data-current={current || undefined} onContextMenu={openMenu}>
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
