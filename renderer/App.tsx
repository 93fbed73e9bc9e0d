import { Splitter } from '@mantine/core';
import type { UseSplitterReturnValue } from '@mantine/hooks';
import { ReactFlowProvider } from '@xyflow/react';
import { useEffect, useRef } from 'react';
import { Clipboard } from './commands/Clipboard';
import { Hotkeys } from './commands/Hotkeys';
import { WindowEvents } from './commands/WindowEvents';
import { ActiveGraph } from './documents/active-graph';
import { Panels } from './panels/Panels';
import { panels, usePanels } from './ui/panels';
import { useMessages } from './words';

const livePane = 1;

/** The names of the splitters' handles, for screen readers. */
const named = (name: string) => ({ handle: { 'aria-label': name } });

export function App() {
  const m = useMessages();
  const rows = useRef<UseSplitterReturnValue | null>(null);
  const open = usePanels((state) => state.livePanelOpen);
  useEffect(() => {
    if (open) rows.current?.expand(livePane);
    else rows.current?.collapse(livePane);
  }, [open]);

  return (
    <ActiveGraph>
      <ReactFlowProvider>
        <div className="app">
          <header>
            <Panels where="top" />
          </header>
          <main className="app-main">
            <Splitter
              orientation="vertical"
              className="app-rows"
              splitterRef={rows}
              lineSize={1}
              withHandle={false}
              attributes={named(m.panels.height)}
              onCollapseChange={(pane, collapsed) => {
                if (pane === livePane) panels.setState({ livePanelOpen: !collapsed });
              }}
            >
              <Splitter.Pane defaultSize="100%" min="200px">
                <Splitter className="app-columns" lineSize={1} withHandle={false} attributes={named(m.panels.width)}>
                  <Splitter.Pane defaultSize="204px" min="170px" max="360px">
                    <Panels where="left" />
                  </Splitter.Pane>
                  <Splitter.Pane defaultSize="100%" min="300px">
                    <Panels where="centre" />
                  </Splitter.Pane>
                  <Splitter.Pane defaultSize="304px" min="260px" max="560px">
                    <Panels where="right" />
                  </Splitter.Pane>
                </Splitter>
              </Splitter.Pane>
              <Splitter.Pane defaultSize="290px" min="200px" collapsible>
                <Panels where="bottom" />
              </Splitter.Pane>
            </Splitter>
            <Panels where="menu" />
          </main>
          <Panels where="status" />
        </div>
        <Panels where="window" />
        <Hotkeys />
        <Clipboard />
        <WindowEvents />
      </ReactFlowProvider>
    </ActiveGraph>
  );
}
