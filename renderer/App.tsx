import { Splitter } from '@mantine/core';
import type { UseSplitterReturnValue } from '@mantine/hooks';
import { ReactFlowProvider } from '@xyflow/react';
import { useEffect, useRef } from 'react';
import './app.css';
import { useMessages } from './words';
import { Canvas } from './canvas/Canvas';
import { ActiveGraph } from './documents/active-graph';
import { Experiments } from './panels/experiments/Experiments';
import { Gallery } from './panels/gallery/Gallery';
import { Inspector } from './panels/inspector/Inspector';
import { LivePanel } from './panels/live/LivePanel';
import { StatusBar } from './panels/live/StatusBar';
import { Palette } from './panels/palette/Palette';
import { AddSearch } from './panels/search/AddSearch';
import { CommandPalette } from './panels/search/CommandPalette';
import { FindInGraph } from './panels/search/FindInGraph';
import { Clipboard } from './commands/Clipboard';
import { Confirm } from './panels/dialogs/Confirm';
import { ContextMenu } from './panels/dialogs/ContextMenu';
import { DiffDialog } from './panels/dialogs/DiffDialog';
import { Hotkeys } from './commands/Hotkeys';
import { Recovery } from './panels/dialogs/Recovery';
import { Shortcuts } from './panels/dialogs/Shortcuts';
import { Toasts } from './panels/dialogs/Toasts';
import { WindowEvents } from './commands/WindowEvents';
import { TabBar } from './panels/top-bar/TabBar';
import { TopBar } from './panels/top-bar/TopBar';
import { panels, usePanels } from './ui/panels';

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
            <TopBar />
            <TabBar />
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
                    <Palette />
                  </Splitter.Pane>
                  <Splitter.Pane defaultSize="100%" min="300px">
                    <Canvas />
                  </Splitter.Pane>
                  <Splitter.Pane defaultSize="304px" min="260px" max="560px">
                    <Inspector />
                  </Splitter.Pane>
                </Splitter>
              </Splitter.Pane>
              <Splitter.Pane defaultSize="290px" min="200px" collapsible>
                <LivePanel />
              </Splitter.Pane>
            </Splitter>
            <ContextMenu />
          </main>
          <StatusBar />
        </div>
        <AddSearch />
        <Gallery />
        <Experiments />
        <Shortcuts />
        <CommandPalette />
        <FindInGraph />
        <DiffDialog />
        <Recovery />
        <Confirm />
        <Toasts />
        <Hotkeys />
        <Clipboard />
        <WindowEvents />
      </ReactFlowProvider>
    </ActiveGraph>
  );
}
