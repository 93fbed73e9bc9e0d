import type { EdgeChange, NodeChange } from '@xyflow/react';
import { move, type Point } from '../state/editing';
import { currentDocument, editor } from '../state/editor';
import { view } from '../state/view';
import type { FlowEdge, FlowNode } from './flow';

/** What React Flow wants to change, taken into the view, and into the document where a move has come to its end. */

function withSelection(selected: ReadonlySet<string>, changes: readonly { id: string; selected: boolean }[]) {
  if (changes.length === 0) return selected;
  const next = new Set(selected);
  for (const change of changes) {
    if (change.selected) next.add(change.id);
    else next.delete(change.id);
  }
  return next;
}

/** Writes new places into the document; one that did not change is no step of the history. */
function settle(positions: ReadonlyMap<string, Point>, merge?: string): void {
  const places = new Map(currentDocument().nodes.map(({ id, position }) => [id, position]));
  const moved = [...positions].some(([id, { x, y }]) => {
    const place = places.get(id);
    return place !== undefined && (Math.round(x) !== place.x || Math.round(y) !== place.y);
  });
  if (moved) editor.edit((document) => move(document, positions), merge);
}

export function changeNodes(changes: readonly NodeChange<FlowNode>[]): void {
  const { selectedNodes, moving, sizes } = view.getState();
  const nextSizes = new Map(sizes);
  const nextMoving = new Map(moving);
  const settled = new Map<string, Point>();
  for (const change of changes) {
    if (change.type === 'dimensions' && change.dimensions) nextSizes.set(change.id, change.dimensions);
    if (change.type !== 'position') continue;
    const position = change.position ?? moving.get(change.id);
    if (position === undefined) continue;
    if (change.dragging === true) {
      nextMoving.set(change.id, position);
    } else {
      settled.set(change.id, position);
      nextMoving.delete(change.id);
    }
  }
  // Without a drag before it, the move came from the arrow keys, and a row of those is one step.
  if (settled.size > 0) settle(settled, moving.size === 0 ? 'nudge' : 'drag');
  view.setState({
    selectedNodes: withSelection(
      selectedNodes,
      changes.filter((change) => change.type === 'select'),
    ),
    ...(settled.size > 0 || nextMoving.size > 0 ? { moving: nextMoving } : {}),
    ...(changes.some((change) => change.type === 'dimensions') ? { sizes: nextSizes } : {}),
  });
}

export function changeEdges(changes: readonly EdgeChange<FlowEdge>[]): void {
  view.setState(({ selectedEdges }) => ({
    selectedEdges: withSelection(
      selectedEdges,
      changes.filter((change) => change.type === 'select'),
    ),
  }));
}
