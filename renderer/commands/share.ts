import { toCanvas, toSvg } from 'html-to-image';
import { documentFormat, formatDocument } from '../../graph-nodes/graph/document';
import { graphBox } from './viewport';
import { messages } from '../words';
import { notify } from '../ui/toasts';
import { baseNameOf, saveAs } from '../documents/files';
import { withText } from '../documents/png-text';
import { typescriptOf } from '../documents/typescript';
import { currentDocument } from '../documents/active-graph';
import { canvasView } from './canvas-view';
import { errorText } from '../words/engine';

/** Around the graph, in its own measure. */
const margin = 40;
/** No picture is wider or higher than this, in points. */
const most = 8000;

/** What html-to-image needs to draw the whole graph, however the canvas is moved and zoomed. */
function pictureOf() {
  const drawing = document.querySelector<HTMLElement>('.react-flow__viewport');
  const box = graphBox();
  if (!drawing || !box) throw new Error(messages().sharing.empty);
  const [width, height] = [box.width + 2 * margin, box.height + 2 * margin];
  return {
    drawing,
    options: {
      width,
      height,
      pixelRatio: Math.min(2, most / Math.max(width, height)),
      skipFonts: true,
      backgroundColor: getComputedStyle(document.body).backgroundColor,
      style: { transform: `translate(${margin - box.x}px, ${margin - box.y}px) scale(1)` },
    },
  };
}

const nextFrame = (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => resolve()));

/** Draws all of the graph, however large, for as long as a picture is made of it. */
async function whole<Picture>(make: () => Promise<Picture>): Promise<Picture> {
  canvasView.setState({ drawAll: true });
  try {
    // Once to draw the nodes, once more to measure them and draw their wires.
    await nextFrame();
    await nextFrame();
    return await make();
  } finally {
    canvasView.setState({ drawAll: false });
  }
}

async function say(share: () => Promise<void>): Promise<void> {
  try {
    await share();
  } catch (error) {
    notify('error', messages().sharing.failed(errorText(error)));
  }
}

/** The graph as a PNG that carries its document, so that the picture can be opened. */
export const exportPng = (): Promise<void> =>
  say(async () => {
    const canvas = await whole(() => {
      const { drawing, options } = pictureOf();
      return toCanvas(drawing, options);
    });
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (!blob) throw new Error(messages().sharing.empty);
    const graph = currentDocument();
    const png = withText(new Uint8Array(await blob.arrayBuffer()), documentFormat, formatDocument(graph));
    await saveAs(new Blob([png as BlobPart], { type: 'image/png' }), `${baseNameOf(graph.title)}.png`);
  });

export const exportSvg = (): Promise<void> =>
  say(async () => {
    const address = await whole(() => {
      const { drawing, options } = pictureOf();
      return toSvg(drawing, options);
    });
    const svg = decodeURIComponent(address.slice(address.indexOf(',') + 1));
    await saveAs(new Blob([svg], { type: 'image/svg+xml' }), `${baseNameOf(currentDocument().title)}.svg`);
  });

export const exportTypeScript = (): Promise<void> =>
  say(async () => {
    const graph = currentDocument();
    await saveAs(new Blob([typescriptOf(graph)], { type: 'text/plain' }), `${baseNameOf(graph.title)}.ts`);
  });
