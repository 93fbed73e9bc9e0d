/** Size of the drawing, in its own coordinates. */
export const width = 1160;
export const height = 400;
const margin = { across: 110, mostLeft: 260, top: 34, bottom: 16 };

/** Approximate width of a character of a label: Latin, or Korean. */
const widths = { narrow: 7.2, wide: 12.5 };
const widthOf = (text: string): number =>
  [...text].reduce((sum, character) => sum + (character > '\u2e80' ? widths.wide : widths.narrow), 0);
/** Space between a label and its axis, and before the label. */
const aside = 14;

/** Left margin with space for the labels of the first axis, up to a maximum. */
export const leftOf = (labels: readonly string[]): number =>
  Math.min(margin.mostLeft, Math.max(margin.across, ...labels.map((label) => widthOf(label) + aside)));

/** Distance of neighbouring axes. */
const gapOf = (count: number, left: number): number => (count > 1 ? (width - left - margin.across) / (count - 1) : 0);

/** Position of an axis across the drawing. @param left the left margin */
export const acrossOf = (index: number, count: number, left: number): number => left + index * gapOf(count, left);

/** A label that fits before its axis, or its start with an ellipsis. */
export function fitted(label: string, index: number, count: number, left: number): string {
  const space = (index === 0 ? left : gapOf(count, left)) - aside;
  if (widthOf(label) <= space) return label;
  const characters = [...label];
  while (characters.length > 1 && widthOf(`${characters.join('')}…`) > space) characters.pop();
  return `${characters.join('').trimEnd()}…`;
}

export const downOf = (place: number): number => height - margin.bottom - place * (height - margin.top - margin.bottom);

/** Position on an axis of a height in the drawing; the inverse of {@link downOf}. */
export const placeAt = (y: number): number => (height - margin.bottom - y) / (height - margin.top - margin.bottom);
