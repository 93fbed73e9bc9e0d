import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { GraphDocument } from '../../graph-nodes/graph/document';
import { currentDocument, editor } from './editor';
import { files, type FileState } from './file-state';
import type { HistorySnapshot } from './history';
import { select, view } from './view';

/** A graph that is open beside the one at hand: its document with its history, and its file. */
interface Parked {
  readonly history: HistorySnapshot;
  readonly file: FileState;
}

export interface Tab {
  readonly id: number;
  /** Undefined for the tab at hand, which is in the editor itself. */
  readonly parked: Parked | undefined;
}

export interface TabState {
  readonly tabs: readonly Tab[];
  readonly current: number;
}

/** The graphs that are open. One of them is at hand; there is always one. */
export const tabs = createStore<TabState>(() => ({ tabs: [{ id: 1, parked: undefined }], current: 1 }));

let lastId = 1;

const park = (): Parked => ({ history: editor.park(), file: files.getState() });

/** What only belongs to the view of one document. */
function clearView(): void {
  select([]);
  view.setState({
    moving: new Map(),
    sizes: new Map(),
    sizing: undefined,
    wiring: undefined,
    adding: undefined,
    renaming: undefined,
  });
}

/** Takes a graph to hand as it was left. */
function unpark({ history, file }: Parked): void {
  editor.unpark(history);
  clearView();
  files.setState(({ opened }) => ({ ...file, opened: opened + 1 }));
}

/** A tab that nobody has done anything in gives way to the next graph that is opened. */
const isUntouched = (): boolean =>
  files.getState().saved === currentDocument() && files.getState().fileName === undefined;

/** Opens a document in a tab of its own, or in the one at hand where nothing was done in it. */
export function open(
  document: GraphDocument,
  file: Partial<Pick<FileState, 'fileName' | 'handle' | 'saved'>> = {},
): void {
  if (!isUntouched()) {
    const parked = park();
    lastId += 1;
    const { tabs: list, current } = tabs.getState();
    tabs.setState({
      tabs: [...list.map((tab) => (tab.id === current ? { ...tab, parked } : tab)), { id: lastId, parked: undefined }],
      current: lastId,
    });
  }
  editor.replace(document);
  clearView();
  files.setState(({ opened }) => ({
    saved: document,
    fileName: undefined,
    handle: undefined,
    ...file,
    opened: opened + 1,
  }));
}

export function goToTab(id: number): void {
  const { tabs: list, current } = tabs.getState();
  const wanted = list.find((tab) => tab.id === id);
  if (id === current || !wanted?.parked) return;
  const parked = park();
  tabs.setState({
    tabs: list.map((tab) =>
      tab.id === current ? { ...tab, parked } : tab.id === id ? { id, parked: undefined } : tab,
    ),
    current: id,
  });
  unpark(wanted.parked);
}

/** The tab so many places to the right, round the corner. */
export function stepTab(by: 1 | -1): void {
  const { tabs: list, current } = tabs.getState();
  const at = list.findIndex(({ id }) => id === current);
  const next = list.at((at + by) % list.length);
  if (next) goToTab(next.id);
}

/** Closes a tab, whatever is in it; of the last one an empty graph is left. */
export function dropTab(id: number, empty: GraphDocument): void {
  const { tabs: list, current } = tabs.getState();
  if (list.length === 1) {
    editor.replace(empty);
    clearView();
    files.setState(({ opened }) => ({ saved: empty, fileName: undefined, handle: undefined, opened: opened + 1 }));
    return;
  }
  if (id === current) {
    const at = list.findIndex((tab) => tab.id === id);
    const neighbour = list[at + 1] ?? list[at - 1];
    if (neighbour) goToTab(neighbour.id);
  }
  tabs.setState((state) => ({ tabs: state.tabs.filter((tab) => tab.id !== id) }));
}

/** Opens graphs in place of all that are open, one of them at hand. */
export function restoreTabs(graphs: readonly Omit<OpenGraph, 'id'>[], current: number): void {
  const parked = graphs.map(({ document, saved, fileName }): Parked => ({
    history: { document, past: [], future: [] },
    file: { saved, fileName, handle: undefined, opened: 0 },
  }));
  const hand = parked[current];
  if (!hand) return;
  tabs.setState({
    tabs: parked.map((each, index) => ({ id: lastId + 1 + index, parked: index === current ? undefined : each })),
    current: lastId + 1 + current,
  });
  lastId += parked.length;
  unpark(hand);
}

/** Opens a graph with changes that are in no file, in a tab of its own. */
export function openUnsaved({ document, saved, fileName }: Omit<OpenGraph, 'id'>): void {
  open(document, { saved, fileName });
}

/** An open graph as others may read it. */
export interface OpenGraph {
  readonly id: number;
  readonly document: GraphDocument;
  readonly saved: GraphDocument;
  readonly fileName: string | undefined;
}

const read = (tab: Tab, document: GraphDocument, file: FileState): OpenGraph => ({
  id: tab.id,
  document: tab.parked?.history.document ?? document,
  saved: tab.parked?.file.saved ?? file.saved,
  fileName: (tab.parked?.file ?? file).fileName,
});

export const openGraphs = (): OpenGraph[] =>
  tabs.getState().tabs.map((tab) => read(tab, currentDocument(), files.getState()));

export function useOpenGraphs(): OpenGraph[] {
  const list = useStore(tabs, (state) => state.tabs);
  const document = useStore(editor.store, (state) => state.document);
  const file = useStore(files);
  return list.map((tab) => read(tab, document, file));
}

/** Whether any open graph has changes that are in no file. */
export const anyUnsaved = (): boolean => openGraphs().some(({ document, saved }) => document !== saved);
