/** An element of a drawing. It is written as text into files, and rendered by React on the screen. */
export interface Shape {
  readonly tag: string;
  /** Attributes with their names in React. */
  readonly attributes: Readonly<Record<string, string | number | undefined>>;
  readonly children: readonly (Shape | string)[];
}

export const shape = (
  tag: string,
  attributes: Shape['attributes'],
  ...children: readonly (Shape | string | false | undefined)[]
): Shape => ({
  tag,
  attributes,
  children: children.filter((child): child is Shape | string => child !== false && child !== undefined),
});

/** Attributes that SVG writes with hyphens. */
const hyphenated = /^(clip|dominant|fill|font|letter|stroke|text|stop|vector)[A-Z]/;

const nameOf = (attribute: string): string =>
  hyphenated.test(attribute) ? attribute.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`) : attribute;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** The drawing as SVG text. */
export function shapeText({ tag, attributes, children }: Shape): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${nameOf(name)}="${escaped(String(value))}"`)
    .join('');
  const inside = children.map((child) => (typeof child === 'string' ? escaped(child) : shapeText(child))).join('');
  return inside === '' ? `<${tag}${written}/>` : `<${tag}${written}>${inside}</${tag}>`;
}
