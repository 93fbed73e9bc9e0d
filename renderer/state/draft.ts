import { formatDocument, parseDocument } from '../../graph-nodes/document';
import { currentDocument, editor } from './editor';
import { files, hasUnsavedChanges, show } from './files';

/** The graph at hand outlives a reload of the page, in the tab's own storage. */
const key = 'studio-draft';

interface Draft {
  readonly text: string;
  readonly fileName?: string;
  readonly unsaved: boolean;
}

/** Takes up the graph that a reload left behind, if any. */
export function restoreDraft(): void {
  const kept = sessionStorage.getItem(key);
  if (kept === null) return;
  sessionStorage.removeItem(key);
  try {
    const { text, fileName, unsaved } = JSON.parse(kept) as Draft;
    show(parseDocument(text), fileName);
    if (unsaved) editor.edit((document) => ({ ...document }));
  } catch {
    // A draft that an older studio wrote is no reason not to start.
  }
}

/** Keeps the graph at hand when the page goes. */
export function keepDraft(): void {
  addEventListener('pagehide', () => {
    const { fileName } = files.getState();
    const draft: Draft = {
      text: formatDocument(currentDocument()),
      unsaved: hasUnsavedChanges(),
      ...(fileName === undefined ? {} : { fileName }),
    };
    sessionStorage.setItem(key, JSON.stringify(draft));
  });
}
