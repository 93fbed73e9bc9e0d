import { fileOpen, fileSave } from 'browser-fs-access';
import { documentFormat, formatDocument, parseDocument } from '../../graph-nodes/graph/document';
import { notify } from '../ui/toasts';
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

/** Saves to the file of the document, or asks for one. */
export async function save(where: 'same file' | 'other file'): Promise<void> {
  const graph = activeGraph();
  const document = documentOf(graph);
  const { fileName, handle, write } = graph.file.getState();
  try {
    const text = formatDocument(document);
    const name = fileName ?? `${baseNameOf(document.title)}.json`;
    if (where === 'same file' && write) {
      await write(text);
      graph.file.setState({ saved: document });
      noteRecent({ fileName: name, title: document.title, text });
      notify('info', messages().files.saved(name));
      return;
    }
    const blob = new Blob([text], { type: 'application/json' });
    const saved = await fileSave(
      blob,
      { ...fileType(), id: 'graph', fileName: name },
      where === 'same file' ? (handle ?? null) : null,
    );
    graph.file.setState({
      saved: document,
      fileName: saved?.name ?? name,
      handle: saved ?? undefined,
      write: undefined,
    });
    noteRecent({ fileName: saved?.name ?? name, title: document.title, text });
    notify('info', messages().files.saved(saved?.name ?? name));
  } catch (error) {
    if (!isCancel(error)) notify('error', messages().files.notSaved(errorText(error)));
  }
}

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

/** Saves a file that is not a graph document: a picture, a table, a video. */
export async function saveAs(blob: Blob, name: string): Promise<void> {
  const extension = name.slice(name.lastIndexOf('.'));
  try {
    const type = { extensions: [extension], mimeTypes: [blob.type.replace(/;.*/, '')], description: extension };
    await fileSave(blob, { ...type, fileName: name, id: 'export' }).catch((error: unknown) => {
      if (!isWithoutPress(error)) throw error;
      download(blob, name);
    });
    notify('info', messages().files.saved(name));
  } catch (error) {
    if (!isCancel(error)) notify('error', messages().files.notWritten(name, errorText(error)));
  }
}
