/** Small pictures of numbers as SVG paths. */

/** How many shades a heat map has; each is one path, however many cells it has. */
export const shades = 6;

/**
 * The cells of a heat map by their shade, from the darkest to the faintest; what is drawn faintest of all is left out.
 * Each is a path in a picture of `columns` by `rows`. Shades are shares of the largest value.
 * @param values row-major
 */
export function heatPaths(values: readonly number[], columns: number): string[] {
  const largest = values.reduce((most, value) => Math.max(most, value), 0);
  const paths = Array.from({ length: shades }, () => '');
  if (!(largest > 0)) return paths;
  values.forEach((value, index) => {
    const shade = shades - Math.ceil((shades * Math.max(0, value)) / largest);
    if (shade >= shades) return;
    paths[shade] += `M${index % columns} ${Math.floor(index / columns)}h1v1h-1z`;
  });
  return paths;
}

/** The points of a curve in a picture of a size, from zero at the bottom to the largest value at the top. */
export function curvePoints(values: readonly number[], width: number, height: number): string {
  const largest = values.reduce((most, value) => Math.max(most, value), 0) || 1;
  const x = (index: number) => (values.length === 1 ? width / 2 : (index * width) / (values.length - 1));
  return values.map((value, index) => `${x(index)},${height - (height * Math.max(0, value)) / largest}`).join(' ');
}
