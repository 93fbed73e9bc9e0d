import type { OnNodeDrag } from '@xyflow/react';
import { groupOf } from '../documents/frames';
import { noteOf } from '../documents/note-id';
import { insertInto } from '../documents/connection';
import type { DrawnNode } from './flow';
import { currentDocument, edit, seal, gestures, placement, setGestures } from '../documents/active-graph';

/** Key of the wire at a point of the screen; the topmost if there are several. */
export function wireAt(x: number, y: number): string | undefined {
  for (const element of document.elementsFromPoint(x, y)) {
    const wire = element.closest<SVGElement>('.react-flow__edge');
    if (wire?.dataset['id'] !== undefined) return wire.dataset['id'];
  }
  return undefined;
}

const isLoose = (id: string): boolean =>
  !currentDocument().edges.some(({ from, to }) => from.node === id || to.node === id);

function show(intoWires: readonly string[]): void {
  if (gestures().intoWires.join() !== intoWires.join()) setGestures({ intoWires });
}

const clientPoint = (event: MouseEvent | TouchEvent): [number, number] | undefined => {
  const { clientX, clientY } = 'clientX' in event ? event : (event.touches[0] ?? {});
  return clientX === undefined || clientY === undefined ? undefined : [clientX, clientY];
};

const onNodeDragStart: OnNodeDrag<DrawnNode> = () => seal();

/** Highlights the wires that a dragged node without wires would be inserted into. */
const onNodeDrag: OnNodeDrag<DrawnNode> = (event, { id }, nodes) => {
  if (nodes.length !== 1 || groupOf(id) !== undefined || noteOf(id) !== undefined || !isLoose(id)) return;
  const point = clientPoint(event);
  const wire = point && wireAt(...point);
  show((wire === undefined ? undefined : insertInto(currentDocument(), id, wire)?.wires) ?? []);
};

/** One step of the history, together with the move that ends here. */
const onNodeDragStop: OnNodeDrag<DrawnNode> = (_event, { id }) => {
  const [wire] = gestures().intoWires;
  const { sizes } = placement();
  show([]);
  if (wire !== undefined) edit((document) => insertInto(document, id, wire, sizes)?.document ?? document, 'drag');
  seal();
};

/** Handlers that insert a node into a wire by dropping it there. */
export const insertion = { onNodeDragStart, onNodeDrag, onNodeDragStop };
