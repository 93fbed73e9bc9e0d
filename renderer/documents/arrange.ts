import { Graph, layout } from '@dagrejs/dagre';
import type { GraphDocument } from '../../graph-nodes/graph/document';
import type { Point } from './editing';

/** Where nodes lie and how large they are drawn. */
export interface Box extends Point {
  readonly id: string;
  readonly width: number;
  readonly height: number;
}

export const alignments = ['left', 'centre', 'right', 'top', 'middle', 'bottom'] as const;
export type Alignment = (typeof alignments)[number];

export type Places = ReadonlyMap<string, Point>;

const ends = (boxes: readonly Box[]) => ({
  left: Math.min(...boxes.map(({ x }) => x)),
  right: Math.max(...boxes.map(({ x, width }) => x + width)),
  top: Math.min(...boxes.map(({ y }) => y)),
  bottom: Math.max(...boxes.map(({ y, height }) => y + height)),
});

/** Brings boxes to one line: the outermost edge of all of them, or the middle between the outermost. */
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

/** Makes the gaps between boxes equal along one direction; the first and the last stay. */
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

/** Lays boxes out in layers from left to right along the wires between them; the upper left corner stays. */
export function layOut(document: GraphDocument, boxes: readonly Box[]): Places {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'LR', nodesep: 44, ranksep: 110 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id, width, height } of boxes) graph.setNode(id, { width, height });
  for (const { from, to } of document.edges) {
    if (graph.hasNode(from.node) && graph.hasNode(to.node)) {
      graph.setEdge(from.node, to.node, {}, `${from.socket} ${to.socket}`);
    }
  }
  layout(graph);
  const laid = boxes.map((box): Box => {
    const { x, y } = graph.node(box.id) as Point;
    return { ...box, x: x - box.width / 2, y: y - box.height / 2 };
  });
  const [before, after] = [ends(boxes), ends(laid)];
  return new Map(laid.map(({ id, x, y }) => [id, { x: x - after.left + before.left, y: y - after.top + before.top }]));
}
