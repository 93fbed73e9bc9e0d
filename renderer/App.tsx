import { Splitter } from '@mantine/core';
import type { UseSplitterReturnValue } from '@mantine/hooks';
import { ReactFlowProvider } from '@xyflow/react';
import { useEffect, useRef } from 'react';
import './app.css';
import { useMessages } from './messages';
import { Canvas } from './canvas/Canvas';
import { Experiments } from './experiments/Experiments';
import { Gallery } from './gallery/Gallery';
import { Inspector } from './inspector/Inspector';
import { LivePanel } from './live/LivePanel';
import { StatusBar } from './live/StatusBar';
import { Palette } from './palette/Palette';
import { AddSearch } from './search/AddSearch';
import { CommandPalette } from './search/CommandPalette';
import { FindInGraph } from './search/FindInGraph';
import { Clipboard } from './shell/Clipboard';
import { Confirm } from './shell/Confirm';
import { ContextMenu } from './shell/ContextMenu';
import { DiffDialog } from './shell/DiffDialog';
import { Hotkeys } from './shell/Hotkeys';
import { Recovery } from './shell/Recovery';
import { Shortcuts } from './shell/Shortcuts';
import { Toasts } from './shell/Toasts';
import { WindowEvents } from './shell/WindowEvents';
import { useView } from './state/editor';
import { view } from './state/view';
import { TabBar } from './top-bar/TabBar';
import { TopBar } from './top-bar/TopBar';

const livePane = 1;

/** The names of the splitters' handles, for screen readers. */
const named = (name: string) => ({ handle: { 'aria-label': name } });

export function App() {
  const m = useMessages();
  const rows = useRef<UseSplitterReturnValue | null>(null);
  const open = useView((state) => state.livePanelOpen);
  useEffect(() => {
    if (open) rows.current?.expand(livePane);
    else rows.current?.collapse(livePane);
  }, [open]);

  return (
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
              if (pane === livePane) view.setState({ livePanelOpen: !collapsed });
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
  );
}
