import { temporal, type TemporalState } from 'zundo';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { GraphDocument } from '../../graph-nodes/graph/document';

/** What the document store holds: the graph, and nothing that is only view state. */
export interface DocumentState {
  readonly document: GraphDocument;
}

export type Change = (document: GraphDocument) => GraphDocument;

export interface HistorySnapshot {
  readonly document: GraphDocument;
  readonly past: Partial<DocumentState>[];
  readonly future: Partial<DocumentState>[];
}

export interface DocumentHistory {
  readonly store: StoreApi<DocumentState>;
  readonly past: StoreApi<TemporalState<DocumentState>>;
  /**
   * Changes the document, one step of the history.
   * Changes that follow one another with the same `merge` name are one step together: the typing in one field, say.
   */
  edit(change: Change, merge?: string): void;
  /** Ends a merged step: the next change is a step of its own. */
  seal(): void;
  undo(): void;
  redo(): void;
  /** The document with its history, to be taken up later. */
  park(): HistorySnapshot;
  unpark(snapshot: HistorySnapshot): void;
  /** Shows another document; there is nothing to undo then. */
  replace(document: GraphDocument): void;
}

/** A document with undo and redo. Documents are never changed in place, so that equal references mean equal content. */
export function createHistory(initial: GraphDocument): DocumentHistory {
  let merging: string | undefined;
  let skip = false;
  const store = createStore<DocumentState>()(
    temporal((): DocumentState => ({ document: initial }), {
      equality: (past, current) => past.document === current.document,
      handleSet: (save) => {
        const saved = save as (...parameters: unknown[]) => void;
        return (...parameters: unknown[]) => {
          if (!skip) saved(...parameters);
        };
      },
    }),
  );
  const past = store.temporal;
  return {
    store,
    past,
    edit(change, merge) {
      skip = merge !== undefined && merge === merging;
      try {
        store.setState((state) => ({ document: change(state.document) }));
      } finally {
        skip = false;
      }
      merging = merge;
    },
    seal() {
      merging = undefined;
    },
    undo() {
      merging = undefined;
      past.getState().undo();
    },
    redo() {
      merging = undefined;
      past.getState().redo();
    },
    park() {
      const { pastStates, futureStates } = past.getState();
      return { document: store.getState().document, past: [...pastStates], future: [...futureStates] };
    },
    unpark(snapshot) {
      merging = undefined;
      store.setState({ document: snapshot.document });
      past.setState({ pastStates: [...snapshot.past], futureStates: [...snapshot.future] });
    },
    replace(document) {
      merging = undefined;
      store.setState({ document });
      past.getState().clear();
    },
  };
}
