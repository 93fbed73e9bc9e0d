import { createStore } from 'zustand/vanilla';
import type { GraphDocument } from '../../graph-nodes/graph/document';
import { createOpenGraph, isUnsaved, isUntouched, resetView, type FileState, type OpenGraph } from './open-graph';
import { firstDocument } from './presets';

export interface OpenGraphs {
  /** Open graphs in the order of the tabs; never empty. */
  readonly open: readonly OpenGraph[];
  /** The graph that the window shows and that commands change. */
  readonly active: OpenGraph;
}

let lastId = 0;

function nextId(): number {
  lastId += 1;
  return lastId;
}

/** Registry of the open graphs. */
export const graphs = createStore<OpenGraphs>(() => {
  const first = createOpenGraph(nextId(), firstDocument());
  return { open: [first], active: first };
});

export const activeGraph = (): OpenGraph => graphs.getState().active;

/** Replaces an open graph by another and shows it. */
function replace(old: OpenGraph, next: OpenGraph): void {
  graphs.setState(({ open }) => ({ open: open.map((graph) => (graph === old ? next : graph)), active: next }));
}

/** Opens a document in a new tab, or replaces the active graph if that is untouched. */
export function openGraph(document: GraphDocument, file: Partial<FileState> = {}): void {
  const { active } = graphs.getState();
  if (isUntouched(active)) {
    replace(active, createOpenGraph(active.id, document, file));
    return;
  }
  openBeside(document, file);
}

/** Opens a document in a new tab, for any active graph. */
export function openBeside(document: GraphDocument, file: Partial<FileState> = {}): void {
  activeGraph().history.seal();
  const next = createOpenGraph(nextId(), document, file);
  graphs.setState(({ open }) => ({ open: [...open, next], active: next }));
}

/** Shows an open graph. Its selection, placement and gestures start empty. */
export function showGraph(id: number): void {
  const { open, active } = graphs.getState();
  const wanted = open.find((graph) => graph.id === id);
  if (wanted === undefined || wanted === active) return;
  active.history.seal();
  resetView(wanted);
  graphs.setState({ active: wanted });
}

/** Shows the graph that is `by` tabs to the right of the active one, wrapping around. */
export function stepGraph(by: 1 | -1): void {
  const { open, active } = graphs.getState();
  const next = open.at((open.indexOf(active) + by) % open.length);
  if (next) showGraph(next.id);
}

/** Closes a graph without asking. An empty document replaces the last one. */
export function closeGraph(id: number, empty: GraphDocument): void {
  const { open, active } = graphs.getState();
  const at = open.findIndex((graph) => graph.id === id);
  if (at < 0) return;
  const neighbour = open[at + 1] ?? open[at - 1];
  if (neighbour === undefined) {
    replace(active, createOpenGraph(active.id, empty));
    return;
  }
  if (active.id === id) showGraph(neighbour.id);
  graphs.setState((state) => ({ open: state.open.filter((graph) => graph.id !== id) }));
}

/** A graph to open with the state of its file, from a recovery draft. */
export interface DraftGraph {
  readonly document: GraphDocument;
  readonly saved: GraphDocument;
  readonly fileName: string | undefined;
}

/** Replaces all open graphs and shows the one at the given index. */
export function restoreGraphs(drafts: readonly DraftGraph[], current: number): void {
  if (drafts[current] === undefined) return;
  const open = drafts.map(({ document, saved, fileName }) => createOpenGraph(nextId(), document, { saved, fileName }));
  const active = open[current];
  if (active) graphs.setState({ open, active });
}

export const anyUnsaved = (): boolean => graphs.getState().open.some(isUnsaved);

/** Observes every document, history and file, and which graphs are open and active. Returns a function that stops. */
export function onGraphsChange(listener: () => void): () => void {
  let leave: (() => void)[] = [];
  const follow = ({ open }: OpenGraphs) => {
    for (const stop of leave) stop();
    leave = open.flatMap(({ history, file }) => [
      history.store.subscribe(listener),
      history.past.subscribe(listener),
      file.subscribe(listener),
    ]);
  };
  follow(graphs.getState());
  const stop = graphs.subscribe((state, before) => {
    if (state.open !== before.open) follow(state);
    listener();
  });
  return () => {
    stop();
    for (const each of leave) each();
  };
}
