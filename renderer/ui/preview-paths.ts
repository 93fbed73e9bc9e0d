/** Small pictures of numbers as SVG paths. */

/** Number of shades of a heat map on a node; each is one path, however many cells it has. */
export const shades = 6;

/** Outlines of a cell from its upper left corner. */
const cells = { full: 'h1v1h-1z', hollow: 'h1v1h-1zm.3 .3v.4h.4v-.4z' } as const;

/**
 * Cells of a heat map by their shade, from the darkest to the faintest; cells without a value above 0 are excluded. Each shade
 * is a path in a picture of `columns` by `rows`. Shades are shares of the largest value.
 * @param values row-major
 * @param scale value of the darkest shade; absent: the largest value
 */
export function heatPaths(
  values: readonly number[],
  columns: number,
  steps = shades,
  scale?: number,
  cell: keyof typeof cells = 'full',
): string[] {
  const largest = scale ?? values.reduce((most, value) => Math.max(most, value), 0);
  const paths = Array.from({ length: steps }, () => '');
  if (!(largest > 0)) return paths;
  values.forEach((value, index) => {
    const shade = steps - Math.ceil((steps * Math.min(Math.max(0, value), largest)) / largest);
    if (shade >= steps) return;
    paths[shade] += `M${index % columns} ${Math.floor(index / columns)}${cells[cell]}`;
  });
  return paths;
}

/** Points of a curve in a picture of a given size, from zero at the bottom to the largest value at the top. */
export function curvePoints(values: readonly number[], width: number, height: number): string {
  const largest = values.reduce((most, value) => Math.max(most, value), 0) || 1;
  const x = (index: number) => (values.length === 1 ? width / 2 : (index * width) / (values.length - 1));
  return values.map((value, index) => `${x(index)},${height - (height * Math.max(0, value)) / largest}`).join(' ');
}
