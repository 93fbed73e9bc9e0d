import { documentFormat, formatDocument, type GraphDocument } from '../../graph-nodes/graph/document';
import { pictureSteps } from '../../graph-nodes/picture/picture';
import { messages } from '../words';
import { notify } from '../ui/toasts';
import { pngOf } from '../ui/picture';
import { inTurns } from '../ui/turns';
import { baseNameOf, saveAs } from '../documents/files';
import { withText } from '../documents/png-text';
import { analysisOf } from '../documents/analysis';
import { currentDocument } from '../documents/active-graph';
import { activeGraph } from '../documents/open-graphs';
import { errorText } from '../words/engine';
import { pictureWords } from '../words/picture';

/** The graph in its current appearance, in the colours and the language of the window, which stays responsive meanwhile. */
async function pictureOf(graph: GraphDocument, carriesDocument: boolean): Promise<string> {
  if (graph.nodes.length + graph.notes.length === 0) throw new Error(messages().sharing.empty);
  const steps = pictureSteps(graph, {
    theme: document.documentElement.dataset['mantineColorScheme'] === 'dark' ? 'dark' : 'light',
    words: pictureWords(),
    analysis: analysisOf(graph),
    sizes: activeGraph().placement.getState().sizes,
    carriesDocument,
  });
  return inTurns(steps);
}

async function say(share: () => Promise<void>): Promise<void> {
  try {
    await share();
  } catch (error) {
    notify('error', messages().sharing.failed(errorText(error)));
  }
}

/** The graph as a PNG that contains its document, so that the picture can be opened. */
export const exportPng = (): Promise<void> =>
  say(async () => {
    const graph = currentDocument();
    const blob = await pngOf(await pictureOf(graph, false));
    const png = withText(new Uint8Array(await blob.arrayBuffer()), documentFormat, formatDocument(graph));
    await saveAs(new Blob([png as BlobPart], { type: 'image/png' }), `${baseNameOf(graph.title)}.png`);
  });

/** The graph as an SVG that contains its document, so that the drawing can be opened. */
export const exportSvg = (): Promise<void> =>
  say(async () => {
    const graph = currentDocument();
    const svg = await pictureOf(graph, true);
    await saveAs(new Blob([svg], { type: 'image/svg+xml' }), `${baseNameOf(graph.title)}.svg`);
  });

export const exportTypeScript = (): Promise<void> =>
  say(async () => {
    const graph = currentDocument();
    // Loaded on demand: it contains the code of all layers.
    const { typescriptOf } = await import('../documents/typescript');
    await saveAs(new Blob([typescriptOf(graph)], { type: 'text/plain' }), `${baseNameOf(graph.title)}.ts`);
  });
