import type { MouseEvent as ReactMouseEvent } from 'react';
import { groupOf } from '../documents/frames';
import { noteOf } from '../documents/note-id';
import type { DrawnNode, FlowEdge } from './flow';
import { selected, select } from '../documents/active-graph';
import { panels, type PanelState } from '../ui/panels';

type Press = ReactMouseEvent | MouseEvent;

function open(event: Press, on: NonNullable<PanelState['menu']>['on']): void {
  event.preventDefault();
  panels.setState({ menu: { screen: { x: event.clientX, y: event.clientY }, on } });
}

/** Context menus by place. The element under the pointer is selected first, so that the menu applies to it. */
export const menus = {
  onPaneContextMenu: (event: Press) => open(event, 'canvas'),
  onSelectionContextMenu: (event: Press) => open(event, 'nodes'),
  onEdgeContextMenu(event: Press, { id }: FlowEdge) {
    select([], [id]);
    open(event, 'wire');
  },
  onNodeContextMenu(event: Press, { id }: DrawnNode) {
    const { nodes: selectedNodes } = selected();
    const several = selectedNodes.size > 1 && selectedNodes.has(id);
    if (!several) select([id]);
    open(event, several ? 'nodes' : groupOf(id) !== undefined ? 'frame' : noteOf(id) !== undefined ? 'note' : 'node');
  },
};
