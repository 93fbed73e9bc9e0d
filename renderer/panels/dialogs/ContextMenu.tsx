import { Menu } from '@mantine/core';
import { useMessages } from '../../words';
import { actions, type Action } from '../../commands/actions';
import { Keys } from './Keys';
import { panels, usePanels, type PanelState } from '../../ui/panels';

type Target = NonNullable<PanelState['menu']>['on'];

type Entries = readonly (Action['id'] | '')[];

/** Commands that every menu of the canvas has. */
const editing: Entries = ['cut', 'copy', 'paste', 'duplicate', 'remove', ''];
const history: Entries = ['', 'undo', 'redo'];
const onNodes: Entries = ['bypass', 'freeze', 'collapse', 'group'];

/** Commands by the element under the pointer; a gap in the list is a separator line. */
const entries: Readonly<Record<Target, Entries>> = {
  canvas: [
    'addNode',
    'addNote',
    '',
    ...editing,
    'selectAll',
    'layOut',
    'fit',
    'zoomToOne',
    'snap',
    'find',
    'commands',
    'introduction',
    ...history,
  ],
  node: [
    ...editing,
    'rename',
    'writeValue',
    ...onNodes,
    'zoomToSelection',
    'connect',
    'alternatives',
    'lookInside',
    ...history,
  ],
  nodes: [
    ...editing,
    ...onNodes,
    '',
    'layOut',
    'alignLeft',
    'alignCentre',
    'alignRight',
    'alignTop',
    'alignMiddle',
    'alignBottom',
    'distributeAcross',
    'distributeDown',
    ...history,
  ],
  frame: [...editing, 'rename', 'zoomToSelection', 'ungroup', ...history],
  note: [...editing, 'rename', ...history],
  wire: [...editing, 'reroute', 'straighten', 'probe', ...history],
  tab: ['renameGraph', 'duplicateGraph', '', 'save', 'saveAs', '', 'closeTab', 'closeOtherTabs'],
};

const close = () => panels.setState({ menu: undefined });

/** Context menu of the right mouse button and of the keyboard’s menu key. */
export function ContextMenu() {
  const m = useMessages();
  const menu = usePanels((state) => state.menu);
  if (!menu) return null;
  return (
    <Menu opened onClose={close} position="bottom-start" offset={0} width={270} withinPortal={false}>
      <Menu.Target>
        <button
          type="button"
          className="menu-anchor"
          tabIndex={-1}
          aria-label={m.menu}
          style={{ left: menu.screen.x, top: menu.screen.y }}
        />
      </Menu.Target>
      <Menu.Dropdown className="context-menu" aria-label={m.menu}>
        {entries[menu.on].map((id, index) => {
          const action = actions.find((candidate) => candidate.id === id);
          if (!action) return <Menu.Divider key={index} />;
          return (
            <Menu.Item
              key={id}
              disabled={action.can?.() === false}
              onClick={() => {
                close();
                action.run(menu.screen);
              }}
              rightSection={action.keys?.[0] !== undefined && <Keys combination={action.keys[0]} />}
            >
              {m.actions[action.id]}
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}
