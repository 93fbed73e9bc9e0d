import type { EdgeChange, NodeChange, NodeDimensionChange } from '@xyflow/react';
import { move, type Point } from '../documents/editing';
import { frameBox, groupOf } from '../documents/frames';
import { noteId, noteOf } from '../documents/note-id';
import { setNoteSize } from '../documents/notes';
import type { DrawnNode, FlowEdge } from './flow';
import { currentDocument, edit, placement } from '../documents/active-graph';
import { activeGraph } from '../documents/open-graphs';

/** Applies changes of React Flow to the view, and at the end of a move to the document. */

function withSelection(selected: ReadonlySet<string>, changes: readonly { id: string; selected: boolean }[]) {
  const next = new Set(selected);
  for (const change of changes) {
    if (change.selected) next.add(change.id);
    else next.delete(change.id);
  }
  return next;
}

/** Writes new positions into the document; an unchanged position is not a step of the history. */
function settle(positions: ReadonlyMap<string, Point>, merge?: string): void {
  const { nodes, notes } = currentDocument();
  const places = new Map([
    ...nodes.map(({ id, position }) => [id, position] as const),
    ...notes.map(({ id, position }) => [noteId(id), position] as const),
  ]);
  const moved = [...positions].some(([id, { x, y }]) => {
    const place = places.get(id);
    return place !== undefined && (Math.round(x) !== place.x || Math.round(y) !== place.y);
  });
  if (moved) edit((document) => move(document, positions), merge);
}

/** New positions of the nodes of a moved frame. */
function withFrame(frame: string, place: Point): [string, Point][] {
  const group = currentDocument().groups.find(({ id }) => id === groupOf(frame));
  const box = group && frameBox(currentDocument(), group, placement());
  if (!box) return [];
  const { moving } = placement();
  return currentDocument()
    .nodes.filter(({ id }) => group.nodes.includes(id))
    .map(({ id, position }) => {
      const { x, y } = moving.get(id) ?? position;
      return [id, { x: x + place.x - box.x, y: y + place.y - box.y }];
    });
}

/** A note takes its new size at the end of resizing; a measurement is already known. */
function sizeNote(note: string, { dimensions, resizing }: NodeDimensionChange): void {
  if (resizing === undefined || dimensions === undefined) return;
  activeGraph().placement.setState({ sizing: resizing ? { id: noteId(note), ...dimensions } : undefined });
  if (!resizing) edit((document) => setNoteSize(document, note, dimensions));
}

export function changeNodes(changes: readonly NodeChange<DrawnNode>[]): void {
  const { selection, placement: places } = activeGraph();
  const { moving, sizes } = places.getState();
  const nextSizes = new Map(sizes);
  const nextMoving = new Map(moving);
  const settled = new Map<string, Point>();
  for (const change of changes) {
    const isFrame = 'id' in change && groupOf(change.id) !== undefined;
    if (change.type === 'dimensions' && change.dimensions) {
      const note = noteOf(change.id);
      if (note !== undefined) sizeNote(note, change);
      else if (!isFrame) nextSizes.set(change.id, change.dimensions);
    }
    if (change.type !== 'position') continue;
    const position = change.position ?? moving.get(change.id);
    const moves = isFrame && change.position ? withFrame(change.id, change.position) : [[change.id, position] as const];
    for (const [id, place] of moves) {
      if (place === undefined) continue;
      if (change.dragging === true) {
        nextMoving.set(id, place);
      } else {
        settled.set(id, place);
        nextMoving.delete(id);
      }
    }
  }
  // A move without a drag comes from the arrow keys. Consecutive ones are one step.
  if (settled.size > 0) settle(settled, moving.size === 0 ? 'nudge' : 'drag');
  if (settled.size > 0 || nextMoving.size > 0) places.setState({ moving: nextMoving });
  if (changes.some((change) => change.type === 'dimensions')) places.setState({ sizes: nextSizes });
  const selects = changes.filter((change) => change.type === 'select');
  if (selects.length > 0) selection.setState(({ nodes }) => ({ nodes: withSelection(nodes, selects) }));
}

export function changeEdges(changes: readonly EdgeChange<FlowEdge>[]): void {
  const selects = changes.filter((change) => change.type === 'select');
  if (selects.length > 0) activeGraph().selection.setState(({ edges }) => ({ edges: withSelection(edges, selects) }));
}
