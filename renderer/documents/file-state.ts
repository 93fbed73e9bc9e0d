import { createStore } from 'zustand/vanilla';
import type { GraphDocument } from '../../graph-nodes/graph/document';
import { currentDocument } from './editor';

export interface FileState {
  /** The document as it was last saved or opened; another one at hand means unsaved changes. */
  readonly saved: GraphDocument;
  readonly fileName: string | undefined;
  /** The file to save to without asking, where the browser allows that. */
  readonly handle: FileSystemFileHandle | undefined;
  /** Grows with every document that is opened, so that the canvas can fit it into view. */
  readonly opened: number;
}

export const files = createStore<FileState>(() => ({
  saved: currentDocument(),
  fileName: undefined,
  handle: undefined,
  opened: 0,
}));
