import { fileOpen, fileSave } from 'browser-fs-access';
import { documentFormat, formatDocument, parseDocument } from '../../graph-nodes/graph/document';
import { notify, showProgress } from '../ui/toasts';
import { textOf } from './png-text';
import { textInSvg } from './svg-text';
import { messages } from '../words';
import { errorText } from '../words/engine';
import { noteRecent } from './recent';
import { documentOf, type FileState } from './open-graph';
import { openGraph, activeGraph } from './open-graphs';

/** Options for one dialog; the library modifies the object. */
const fileType = () => ({
  extensions: ['.json', '.mmgraph'],
  mimeTypes: ['application/json'],
  description: 'Graph document',
});

/** Closing a file dialog without a choice is not an error. */
const isCancel = (error: unknown): boolean => error instanceof DOMException && error.name === 'AbortError';

/** Opens the text of a file. A file that cannot be read does not change the open graphs. */
export function openText(
  text: string,
  fileName: string,
  place: Partial<Pick<FileState, 'handle' | 'write'>> = {},
): void {
  try {
    const document = parseDocument(text);
    openGraph(document, { fileName, ...place });
    noteRecent({ fileName, title: document.title, text });
    notify('info', messages().files.opened(fileName));
  } catch (error) {
    notify('error', messages().files.notOpened(fileName, errorText(error)));
  }
}

/** Endings of pictures that can contain a document. */
const pictureTypes: readonly {
  readonly ending: RegExp;
  readonly type: string;
  read(file: File): Promise<string | undefined>;
}[] = [
  {
    ending: /\.png$/i,
    type: 'image/png',
    read: async (file) => textOf(new Uint8Array(await file.arrayBuffer()), documentFormat),
  },
  { ending: /\.svg$/i, type: 'image/svg+xml', read: async (file) => textInSvg(await file.text(), documentFormat) },
];

/** Opens a document, or the document in a picture. */
export async function openFile(
  file: File & { handle?: FileSystemFileHandle },
  write?: FileState['write'],
): Promise<void> {
  const picture = pictureTypes.find(({ ending, type }) => ending.test(file.name) || file.type === type);
  if (!picture) return openText(await file.text(), file.name, { handle: file.handle, write });
  const text = await picture.read(file);
  if (text === undefined) notify('error', messages().files.notOpened(file.name, messages().files.noGraph));
  // A picture is not the file that the document is saved to.
  else openText(text, file.name.replace(picture.ending, '.json'));
}

export async function chooseFile(): Promise<void> {
  try {
    await openFile(
      await fileOpen([
        fileType(),
        { extensions: ['.png'], mimeTypes: ['image/png'], description: 'PNG' },
        { extensions: ['.svg'], mimeTypes: ['image/svg+xml'], description: 'SVG' },
      ]),
    );
  } catch (error) {
    if (!isCancel(error)) notify('error', errorText(error));
  }
}

/** File name from the graph's title, without its ending. */
export const baseNameOf = (title: string): string =>
  title
    .normalize('NFKC')
    .replace(/[^\p{Letter}\p{Number}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .toLowerCase() || 'graph';

/** The browser opens a dialog only within some seconds of a press, which have passed after encoding a video. */
const isWithoutPress = (error: unknown): boolean => error instanceof DOMException && error.name === 'SecurityError';

/** Time after which a downloaded file is released from memory. */
const downloadMilliseconds = 60_000;

function download(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), downloadMilliseconds);
}

type SaveOptions = Parameters<typeof fileSave>[1] & { readonly fileName: string };

/**
 * Asks where to write a file, and writes it; null where the browser downloads it. The file dialog can be hidden behind the
 * window or not appear at all, so a message shows the wait for it and offers to download instead.
 */
function write(blob: Blob, options: SaveOptions): Promise<FileSystemFileHandle | null> {
  const { fileName } = options;
  const m = messages().files;
  return new Promise((resolve, reject) => {
    const instead = () => {
      download(blob, fileName);
      resolve(null);
    };
    const waiting = showProgress(m.choosing(fileName), () => undefined, { label: m.download, run: instead });
    fileSave(blob, options)
      .then(resolve, (error: unknown) => (isWithoutPress(error) ? instead() : reject(error)))
      .finally(waiting.end);
  });
}

/** Saves a file and reports its name, or the reason why it is not saved. */
async function saveBlob(
  blob: Blob,
  options: SaveOptions,
  known: FileSystemFileHandle | null,
  onSaved?: (name: string, handle: FileSystemFileHandle | null) => void,
): Promise<void> {
  const { fileName } = options;
  const m = messages().files;
  const report = (handle: FileSystemFileHandle | null) => {
    const name = handle?.name ?? fileName;
    onSaved?.(name, handle);
    notify('info', m.saved(name));
  };
  try {
    report(await (known ? fileSave(blob, options, known) : write(blob, options)));
  } catch (error) {
    if (!isCancel(error)) return notify('error', m.notWritten(fileName, errorText(error)));
    // Some browsers close the dialog at once; the file can still be downloaded.
    const run = () => {
      download(blob, fileName);
      report(null);
    };
    notify('note', m.notChosen(fileName), { label: m.download, run });
  }
}

/** Saves to the file of the document, or asks for one. */
export async function save(where: 'same file' | 'other file'): Promise<void> {
  const graph = activeGraph();
  const document = documentOf(graph);
  const { fileName, handle, write: writeSame } = graph.file.getState();
  const text = formatDocument(document);
  const name = fileName ?? `${baseNameOf(document.title)}.json`;
  if (where === 'other file' || !writeSame) {
    const blob = new Blob([text], { type: 'application/json' });
    const known = where === 'same file' ? (handle ?? null) : null;
    return saveBlob(blob, { ...fileType(), id: 'graph', fileName: name }, known, (saved, chosen) => {
      graph.file.setState({ saved: document, fileName: saved, handle: chosen ?? undefined, write: undefined });
      noteRecent({ fileName: saved, title: document.title, text });
    });
  }
  try {
    await writeSame(text);
    graph.file.setState({ saved: document });
    noteRecent({ fileName: name, title: document.title, text });
    notify('info', messages().files.saved(name));
  } catch (error) {
    notify('error', messages().files.notWritten(name, errorText(error)));
  }
}

/** Saves a file that is not a graph document: a picture, a table, a video. */
export async function saveAs(blob: Blob, name: string): Promise<void> {
  const extension = name.slice(name.lastIndexOf('.'));
  const type = { extensions: [extension], mimeTypes: [blob.type.replace(/;.*/, '')], description: extension };
  await saveBlob(blob, { ...type, fileName: name, id: 'export' }, null);
}
