import type { Box } from './boxes';
import type { Places } from './layout';

export const alignments = ['left', 'centre', 'right', 'top', 'middle', 'bottom'] as const;
export type Alignment = (typeof alignments)[number];

const ends = (boxes: readonly Box[]) => ({
  left: Math.min(...boxes.map(({ x }) => x)),
  right: Math.max(...boxes.map(({ x, width }) => x + width)),
  top: Math.min(...boxes.map(({ y }) => y)),
  bottom: Math.max(...boxes.map(({ y, height }) => y + height)),
});

/** Aligns boxes: to the outermost edge of all of them, or to the middle between the outermost. */
export function align(boxes: readonly Box[], to: Alignment): Places {
  const { left, right, top, bottom } = ends(boxes);
  return new Map(
    boxes.map(({ id, x, y, width, height }) => {
      switch (to) {
        case 'left':
          return [id, { x: left, y }];
        case 'centre':
          return [id, { x: (left + right - width) / 2, y }];
        case 'right':
          return [id, { x: right - width, y }];
        case 'top':
          return [id, { x, y: top }];
        case 'middle':
          return [id, { x, y: (top + bottom - height) / 2 }];
        case 'bottom':
          return [id, { x, y: bottom - height }];
      }
    }),
  );
}

/** Equalises the gaps between boxes along one direction; the first and the last stay. */
export function distribute(boxes: readonly Box[], along: 'x' | 'y'): Places {
  const length = along === 'x' ? 'width' : 'height';
  const row = [...boxes].sort((a, b) => a[along] - b[along]);
  const [first, last] = [row[0], row.at(-1)];
  if (!first || !last) return new Map();
  const taken = row.reduce((sum, box) => sum + box[length], 0);
  const gap = (last[along] + last[length] - first[along] - taken) / Math.max(1, row.length - 1);
  let next = first[along];
  return new Map(
    row.map((box) => {
      const place = { x: box.x, y: box.y, [along]: next };
      next += box[length] + gap;
      return [box.id, place];
    }),
  );
}
