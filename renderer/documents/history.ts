import { temporal, type TemporalState } from 'zundo';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { GraphDocument } from '../../graph-nodes/graph/document';

/** Contents of the document store: the graph, without any view state. */
export interface DocumentState {
  readonly document: GraphDocument;
}

/** Maximum number of steps of the history; the oldest are dropped. */
const mostSteps = 1000;

export type Change = (document: GraphDocument) => GraphDocument;

export interface DocumentHistory {
  readonly store: StoreApi<DocumentState>;
  readonly past: StoreApi<TemporalState<DocumentState>>;
  /**
   * Changes the document as one step of the history.
   * Consecutive changes with the same `merge` name form one step, for example the typing in one field.
   */
  edit(change: Change, merge?: string): void;
  /** Ends a merged step: the next change is a separate step. */
  seal(): void;
  undo(): void;
  redo(): void;
}

/** A document with undo and redo. Documents are never changed in place, so equal references mean equal content. */
export function createHistory(initial: GraphDocument): DocumentHistory {
  let merging: string | undefined;
  let skip = false;
  const store = createStore<DocumentState>()(
    temporal((): DocumentState => ({ document: initial }), {
      limit: mostSteps,
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
  };
}
