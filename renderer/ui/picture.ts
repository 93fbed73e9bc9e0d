import { nextTurn } from './turns';

/** Style properties that an SVG gets from the page’s style sheets and needs inline in a file. */
const looks = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-opacity',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
  'dominant-baseline',
  'opacity',
] as const;

/** A drawing of the page as an SVG file that looks the same in every program. */
export function standaloneSvg(drawing: SVGSVGElement): string {
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  const [originals, copies] = [drawing, copy].map((root) => [root, ...root.querySelectorAll<SVGElement>('*')]);
  originals?.forEach((original, index) => {
    const style = getComputedStyle(original);
    for (const look of looks) copies?.[index]?.style.setProperty(look, style.getPropertyValue(look));
  });
  const { width, height } = drawing.getBoundingClientRect();
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  copy.style.background = getComputedStyle(document.body).backgroundColor;
  return new XMLSerializer().serializeToString(copy);
}

/** Maximum width and height of a picture, in pixels. */
const longest = 8000;
/** Height of the strips that are drawn in separate turns of the event loop, in pixels. */
const stripHeight = 512;

/** An SVG file as a PNG, with two pixels per screen pixel if the maximum allows it. The window stays responsive meanwhile. */
export async function pngOf(svg: string): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  const scale = Math.min(2, longest / Math.max(image.width, image.height));
  canvas.width = Math.round(scale * image.width);
  canvas.height = Math.round(scale * image.height);
  const context = canvas.getContext('2d');
  for (let top = 0; top < canvas.height; top += stripHeight) {
    context?.save();
    context?.beginPath();
    context?.rect(0, top, canvas.width, stripHeight);
    context?.clip();
    context?.drawImage(image, 0, 0, canvas.width, canvas.height);
    context?.restore();
    await nextTurn();
  }
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The picture could not be made.'))), 'image/png');
  });
}
