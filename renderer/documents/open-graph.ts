import { createStore, type StoreApi } from 'zustand/vanilla';
import type { GraphDocument } from '../../graph-nodes/graph/document';
import { forgetAnalysis } from './analysis';
import type { Point } from './editing';
import { createHistory, type DocumentHistory } from './history';
import type { SocketEnd } from './socket-end';

export interface FileState {
  /** The document at the last save or open; a different current document means unsaved changes. */
  readonly saved: GraphDocument;
  readonly fileName: string | undefined;
  /** File to which the graph is saved without asking, in browsers that allow it. */
  readonly handle: FileSystemFileHandle | undefined;
  /** Saves to the file in the desktop application, for a file that was opened with it. */
  readonly write?: ((text: string) => Promise<void>) | undefined;
}

/** Selected items by the id that the canvas draws them under. */
export interface GraphSelection {
  readonly nodes: ReadonlySet<string>;
  readonly edges: ReadonlySet<string>;
}

/** Positions and sizes on the canvas that the document does not have. */
export interface Placement {
  /** Positions of nodes that are being dragged. */
  readonly moving: ReadonlyMap<string, Point>;
  /** Sizes of the drawn nodes. */
  readonly sizes: ReadonlyMap<string, { readonly width: number; readonly height: number }>;
  /** The note that is being resized, by the id it is drawn under, and its current size. */
  readonly sizing: { readonly id: string; readonly width: number; readonly height: number } | undefined;
}

/** Actions that the user has begun on the canvas and not finished. */
export interface Gestures {
  /** A dragged wire: its start, the sockets it fits, and the key of the wire that it replaces, if any. */
  readonly wiring:
    { readonly start: string; readonly fits: ReadonlySet<string>; readonly instead: string | undefined } | undefined;
  /** Keys of the wires that the dragged node would be inserted into, the one under the pointer first. */
  readonly intoWires: readonly string[];
  /** Search for a node to add: its place on the screen and in the graph, and the socket to connect it to. */
  readonly adding: { readonly screen: Point; readonly place: Point; readonly from: SocketEnd | undefined } | undefined;
  /** The node or frame whose title is being edited, or the note whose text is. */
  readonly renaming: string | undefined;
  /** The main parameter that is being edited on its node. */
  readonly writing: { readonly node: string; readonly parameter: string } | undefined;
}

/** An open graph: stores for its document with undo, its file, and its view state. */
export interface OpenGraph {
  readonly id: number;
  readonly history: DocumentHistory;
  readonly file: StoreApi<FileState>;
  readonly selection: StoreApi<GraphSelection>;
  readonly placement: StoreApi<Placement>;
  readonly gestures: StoreApi<Gestures>;
}

const none: ReadonlySet<string> = new Set();

/** Opens a document without history; it is saved unless `file` has another saved document. */
export function createOpenGraph(id: number, document: GraphDocument, file: Partial<FileState> = {}): OpenGraph {
  const history = createHistory(document);
  history.store.subscribe((_, before) => forgetAnalysis(before.document));
  return {
    id,
    history,
    file: createStore<FileState>(() => ({ saved: document, fileName: undefined, handle: undefined, ...file })),
    selection: createStore<GraphSelection>(() => ({ nodes: none, edges: none })),
    placement: createStore<Placement>(() => ({ moving: new Map(), sizes: new Map(), sizing: undefined })),
    gestures: createStore<Gestures>(() => ({
      wiring: undefined,
      intoWires: [],
      adding: undefined,
      renaming: undefined,
      writing: undefined,
    })),
  };
}

export const documentOf = ({ history }: OpenGraph): GraphDocument => history.store.getState().document;

export const isUnsaved = (graph: OpenGraph): boolean => documentOf(graph) !== graph.file.getState().saved;

/** A graph without changes that was never saved. The next opened graph replaces it. */
export const isUntouched = (graph: OpenGraph): boolean =>
  !isUnsaved(graph) && graph.file.getState().fileName === undefined;

/** Resets selection, placement and gestures to those of a newly opened graph. */
export function resetView({ selection, placement, gestures }: OpenGraph): void {
  reset(selection);
  reset(placement);
  reset(gestures);
}

function reset<State>(store: StoreApi<State>): void {
  store.setState(store.getInitialState(), true);
}
