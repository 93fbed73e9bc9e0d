import { carriedAttribute } from '../../graph-nodes/picture/picture';

/** The text that an SVG file contains under a format's name; undefined without one, or if the file is no SVG. */
export function textInSvg(svg: string, format: string): string | undefined {
  const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml');
  const metadata = [...parsed.getElementsByTagName('metadata')];
  return metadata.find((element) => element.getAttribute(carriedAttribute) === format)?.textContent;
}
