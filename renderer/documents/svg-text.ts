import { carriedAttribute } from '../../graph-nodes/picture/picture';

/** Text in an SVG file under a format's name; undefined without one, or if the file is not an SVG. */
export function textInSvg(svg: string, format: string): string | undefined {
  const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml');
  const metadata = [...parsed.getElementsByTagName('metadata')];
  return metadata.find((element) => element.getAttribute(carriedAttribute) === format)?.textContent;
}
