import type { GraphDocument, GraphGroup } from '../../graph-nodes/graph/document';
import { framePadding, frameTitleHeight } from '../../graph-nodes/picture/measures';
import { nodeHeight, nodeWidth } from './measures';
import type { Point } from './editing';
import type { Placement } from './open-graph';

/** Id of the drawn frame of a group; ids of nodes have no colon. */
export const frameId = (group: string): string => `frame:${group}`;

export const groupOf = (id: string): string | undefined => (id.startsWith('frame:') ? id.slice(6) : undefined);

export interface FrameBox extends Point {
  readonly width: number;
  readonly height: number;
}

/** Frame around the nodes of a group at their current positions; none for a group without nodes. */
export function frameBox(
  document: GraphDocument,
  group: GraphGroup,
  { moving, sizes }: Pick<Placement, 'moving' | 'sizes'>,
): FrameBox | undefined {
  const members = new Set(group.nodes);
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { id, position } of document.nodes) {
    if (!members.has(id)) continue;
    const { x, y } = moving.get(id) ?? position;
    const { width, height } = sizes.get(id) ?? { width: nodeWidth, height: nodeHeight };
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + width);
    bottom = Math.max(bottom, y + height);
  }
  if (left === Infinity) return undefined;
  return {
    x: left - framePadding,
    y: top - frameTitleHeight,
    width: right - left + 2 * framePadding,
    height: bottom - top + frameTitleHeight + framePadding,
  };
}
