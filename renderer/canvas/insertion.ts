import type { OnNodeDrag } from '@xyflow/react';
import { groupOf } from '../documents/frames';
import { noteOf } from '../documents/note-id';
import { insertInto } from '../documents/connection';
import type { DrawnNode } from './flow';
import { currentDocument, edit, seal, gestures, setGestures } from '../documents/active-graph';

/** The wire under a point of the screen, by its key; of several, the topmost. */
export function wireAt(x: number, y: number): string | undefined {
  for (const element of document.elementsFromPoint(x, y)) {
    const wire = element.closest<SVGElement>('.react-flow__edge');
    if (wire?.dataset['id'] !== undefined) return wire.dataset['id'];
  }
  return undefined;
}

const isLoose = (id: string): boolean =>
  !currentDocument().edges.some(({ from, to }) => from.node === id || to.node === id);

function show(intoWire: string | undefined): void {
  if (gestures().intoWire !== intoWire) setGestures({ intoWire });
}

const clientPoint = (event: MouseEvent | TouchEvent): [number, number] | undefined => {
  const { clientX, clientY } = 'clientX' in event ? event : (event.touches[0] ?? {});
  return clientX === undefined || clientY === undefined ? undefined : [clientX, clientY];
};

const onNodeDragStart: OnNodeDrag<DrawnNode> = () => seal();

/** A node without wires shows which wire it would be put into. */
const onNodeDrag: OnNodeDrag<DrawnNode> = (event, { id }, nodes) => {
  if (nodes.length !== 1 || groupOf(id) !== undefined || noteOf(id) !== undefined || !isLoose(id)) return;
  const point = clientPoint(event);
  const wire = point && wireAt(...point);
  show(wire !== undefined && insertInto(currentDocument(), id, wire) ? wire : undefined);
};

/** One step of the history with the move that ends here. */
const onNodeDragStop: OnNodeDrag<DrawnNode> = (_event, { id }) => {
  const { intoWire } = gestures();
  show(undefined);
  if (intoWire !== undefined) edit((document) => insertInto(document, id, intoWire) ?? document, 'drag');
  seal();
};

/** How a node is put into a wire by dropping it there. */
export const insertion = { onNodeDragStart, onNodeDrag, onNodeDragStop };
