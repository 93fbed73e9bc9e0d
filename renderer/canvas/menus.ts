import type { MouseEvent as ReactMouseEvent } from 'react';
import { groupOf } from '../documents/frames';
import { noteOf } from '../documents/note-id';
import { select, view, type ViewState } from '../documents/view';
import type { DrawnNode, FlowEdge } from './flow';

type Press = ReactMouseEvent | MouseEvent;

function open(event: Press, on: NonNullable<ViewState['menu']>['on']): void {
  event.preventDefault();
  view.setState({ menu: { screen: { x: event.clientX, y: event.clientY }, on } });
}

/** What the right mouse button opens where. What lies under it is selected, so that the menu is about it. */
export const menus = {
  onPaneContextMenu: (event: Press) => open(event, 'canvas'),
  onSelectionContextMenu: (event: Press) => open(event, 'nodes'),
  onEdgeContextMenu(event: Press, { id }: FlowEdge) {
    select([], [id]);
    open(event, 'wire');
  },
  onNodeContextMenu(event: Press, { id }: DrawnNode) {
    const { selectedNodes } = view.getState();
    const several = selectedNodes.size > 1 && selectedNodes.has(id);
    if (!several) select([id]);
    open(event, several ? 'nodes' : groupOf(id) !== undefined ? 'frame' : noteOf(id) !== undefined ? 'note' : 'node');
  },
};
