/** To the right there is room for the shape on a wire that has yet no other end. */
export const fitOptions = {
  padding: { x: '22px', y: 0.05, right: '50px' },
  minZoom: 0.2,
  maxZoom: 1.4,
} as const;
