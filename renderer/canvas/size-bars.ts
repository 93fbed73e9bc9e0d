/** Sizes from 10^least to 10^most fill a bar. */
const [least, most] = [-7, 2];

/** Length of the bar of a size between 0 and 1, on a logarithmic scale; 0 for a size of 0. */
export const barLength = (size: number): number =>
  size > 0 ? Math.min(1, Math.max(0.02, (Math.log10(size) - least) / (most - least))) : 0;
