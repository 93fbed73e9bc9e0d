import { Splitter } from '@mantine/core';
import { useMediaQuery, type UseSplitterReturnValue } from '@mantine/hooks';
import { ReactFlowProvider } from '@xyflow/react';
import { useEffect, useLayoutEffect, useRef, type RefObject } from 'react';
import { Clipboard } from './commands/Clipboard';
import { Hotkeys } from './commands/Hotkeys';
import { WindowEvents } from './commands/WindowEvents';
import { ActiveGraph } from './documents/active-graph';
import { Panels } from './panels/Panels';
import { ResizablePanes } from './ui/ResizablePanes';
import { panels, useControl, usePanels } from './ui/panels';
import { useStore } from 'zustand';
import { lessonState } from './session/lesson';
import { useMessages } from './words';

const [palettePane, inspectorPane, livePane, lessonPane] = [0, 2, 1, 0];

/** Media query for windows that are too narrow for both side panels. */
const narrow = '(max-width: 60em)';

/** Usual sizes of the panes. One pane of each splitter has the rest of the space. */
const outerSizes = ['19rem', '100%'] as const;
const rowSizes = ['100%', '18.125rem'] as const;
const columnSizes = ['12.75rem', '100%', '19rem'] as const;

/** Collapses and expands a pane of a splitter together with its panel. */
function useFolding(splitter: RefObject<UseSplitterReturnValue | null>, pane: number, open: boolean): void {
  useEffect(() => {
    if (open) splitter.current?.expand(pane);
    else splitter.current?.collapse(pane);
  }, [splitter, pane, open]);
}

/** Treats side panels that projector mode or a lesson hides as closed, without closing them. */
function useSideOpen(panel: 'palette' | 'inspector'): boolean {
  const shown = useControl(panel);
  return usePanels((state) => state[`${panel}Open`] && !state.projector) && shown;
}

/** Stores that the user collapsed or expanded a side panel at its edge, unless projector mode or a lesson hides it. */
function noteFold(panel: 'palette' | 'inspector', collapsed: boolean): void {
  const { projector, limits } = panels.getState();
  if (!projector && limits?.controls.has(panel) !== false) panels.setState({ [`${panel}Open`]: !collapsed });
}

export function App() {
  const m = useMessages();
  const rows = useRef<UseSplitterReturnValue | null>(null);
  const columns = useRef<UseSplitterReturnValue | null>(null);
  const outer = useRef<UseSplitterReturnValue | null>(null);
  const palette = useSideOpen('palette');
  const inspector = useSideOpen('inspector');
  const lesson = useStore(lessonState, ({ open }) => open !== undefined);
  const live = usePanels((state) => state.livePanelOpen);
  const projector = usePanels((state) => state.projector);
  const isNarrow = useMediaQuery(narrow, false, { getInitialValueInEffect: false });
  useLayoutEffect(() => {
    document.documentElement.toggleAttribute('data-projector', projector);
  }, [projector]);
  useEffect(() => panels.setState({ paletteOpen: !isNarrow, inspectorOpen: !isNarrow }), [isNarrow]);
  useFolding(columns, palettePane, palette);
  useFolding(columns, inspectorPane, inspector);
  useFolding(outer, lessonPane, lesson);
  useFolding(rows, livePane, live);

  return (
    <ActiveGraph>
      <ReactFlowProvider>
        <div className="app">
          <header>
            <Panels where="top" />
          </header>
          <main className="app-main">
            <ResizablePanes className="app-outer" label={m.lessons.width} splitter={outer} usual={outerSizes}>
              <Splitter.Pane defaultSize={outerSizes[0]} min="14rem" max="40rem" collapsible hidden={!lesson}>
                <Panels where="lesson" />
              </Splitter.Pane>
              <Splitter.Pane defaultSize={outerSizes[1]} min="12rem">
                <ResizablePanes
                  orientation="vertical"
                  className="app-rows"
                  label={m.panels.height}
                  splitter={rows}
                  usual={rowSizes}
                  onCollapseChange={(pane, collapsed) => {
                    if (pane === livePane) panels.setState({ livePanelOpen: !collapsed });
                  }}
                >
                  <Splitter.Pane defaultSize={rowSizes[0]} min="6rem">
                    <ResizablePanes
                      className="app-columns"
                      label={m.panels.width}
                      splitter={columns}
                      usual={columnSizes}
                      onCollapseChange={(pane, collapsed) => {
                        noteFold(pane === palettePane ? 'palette' : 'inspector', collapsed);
                      }}
                    >
                      <Splitter.Pane
                        defaultSize={columnSizes[0]}
                        min="10.5rem"
                        max="22.5rem"
                        collapsible
                        hidden={!palette}
                      >
                        <Panels where="left" />
                      </Splitter.Pane>
                      <Splitter.Pane defaultSize={columnSizes[1]} min="12rem">
                        <Panels where="centre" />
                      </Splitter.Pane>
                      <Splitter.Pane
                        defaultSize={columnSizes[2]}
                        min="15rem"
                        max="35rem"
                        collapsible
                        hidden={!inspector}
                      >
                        <Panels where="right" />
                      </Splitter.Pane>
                    </ResizablePanes>
                  </Splitter.Pane>
                  <Splitter.Pane defaultSize={rowSizes[1]} min="8rem" max="65%" collapsible hidden={!live}>
                    <Panels where="bottom" />
                  </Splitter.Pane>
                </ResizablePanes>
              </Splitter.Pane>
            </ResizablePanes>
            <Panels where="menu" />
          </main>
          {!projector && <Panels where="status" />}
        </div>
        <Panels where="window" />
        <Hotkeys />
        <Clipboard />
        <WindowEvents />
      </ReactFlowProvider>
    </ActiveGraph>
  );
}
