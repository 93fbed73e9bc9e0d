/** Size of the drawing, in its own coordinates. */
export const width = 1160;
export const height = 400;
const margin = { across: 110, top: 34, bottom: 16 };

export const acrossOf = (index: number, count: number): number =>
  margin.across + (count > 1 ? (index * (width - 2 * margin.across)) / (count - 1) : 0);
export const downOf = (place: number): number => height - margin.bottom - place * (height - margin.top - margin.bottom);

/** Position on an axis of a height in the drawing; the inverse of {@link downOf}. */
export const placeAt = (y: number): number => (height - margin.bottom - y) / (height - margin.top - margin.bottom);
