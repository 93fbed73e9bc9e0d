import { fileOpen, fileSave } from 'browser-fs-access';
import { createStore } from 'zustand/vanilla';
import { formatDocument, parseDocument, type GraphDocument } from '../../graph-nodes/document';
import { notify } from '../shell/toasts';
import { currentDocument, editor } from './editor';
import { select, view } from './view';

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

export const hasUnsavedChanges = (): boolean => files.getState().saved !== currentDocument();

/** Shows a document in place of the one at hand. */
export function show(document: GraphDocument, fileName?: string, handle?: FileSystemFileHandle): void {
  editor.replace(document);
  select([]);
  view.setState({ moving: new Map(), sizes: new Map(), wiring: undefined });
  files.setState(({ opened }) => ({ saved: document, fileName, handle, opened: opened + 1 }));
}

/** Made anew for every dialog: the library writes into it. */
const fileType = () => ({ extensions: ['.json'], mimeTypes: ['application/json'], description: 'Graph document' });

/** People who close a file dialog without choosing have not done anything wrong. */
const isCancel = (error: unknown): boolean => error instanceof DOMException && error.name === 'AbortError';

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Reads a file and shows it. What cannot be read leaves the graph at hand as it is. */
export async function openFile(file: File & { handle?: FileSystemFileHandle }): Promise<void> {
  try {
    show(parseDocument(await file.text()), file.name, file.handle);
    notify('info', `Opened ${file.name}.`);
  } catch (error) {
    notify('error', `${file.name} was not opened. ${messageOf(error)}`);
  }
}

export async function chooseFile(): Promise<void> {
  try {
    await openFile(await fileOpen({ ...fileType(), id: 'graph' }));
  } catch (error) {
    if (!isCancel(error)) notify('error', messageOf(error));
  }
}

/** A file name from the graph's title. */
export const fileNameOf = (title: string): string =>
  `${
    title
      .normalize('NFKD')
      .replace(/[^\p{Letter}\p{Number}]+/gu, '-')
      .replace(/^-+|-+$/g, '')
      .toLowerCase() || 'graph'
  }.json`;

/** Saves to the file the document came from, or asks for one. */
export async function save(where: 'same file' | 'other file'): Promise<void> {
  const document = currentDocument();
  const { fileName, handle } = files.getState();
  try {
    const blob = new Blob([formatDocument(document)], { type: 'application/json' });
    const name = fileName ?? fileNameOf(document.title);
    const saved = await fileSave(
      blob,
      { ...fileType(), id: 'graph', fileName: name },
      where === 'same file' ? (handle ?? null) : null,
    );
    files.setState({ saved: document, fileName: saved?.name ?? name, handle: saved ?? undefined });
    notify('info', `Saved ${saved?.name ?? name}.`);
  } catch (error) {
    if (!isCancel(error)) notify('error', `The graph was not saved. ${messageOf(error)}`);
  }
}
