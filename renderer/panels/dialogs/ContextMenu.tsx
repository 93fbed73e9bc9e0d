import { Kbd, Menu } from '@mantine/core';
import { Fragment } from 'react';
import { useMessages } from '../../words';
import { actions, readKeys, type Action } from '../../commands/actions';
import { panels, usePanels, type PanelState } from '../../ui/panels';

type Target = NonNullable<PanelState['menu']>['on'];

/** What can be done with what lies under the pointer; a line stands where the list has a gap. */
const entries: Readonly<Record<Target, readonly (Action['id'] | '')[]>> = {
  canvas: [
    'addNode',
    'addNote',
    'selectAll',
    '',
    'layOut',
    'fit',
    'zoomToOne',
    'snap',
    '',
    'find',
    'commands',
    'introduction',
  ],
  node: [
    'rename',
    'writeValue',
    'bypass',
    'freeze',
    'collapse',
    'group',
    '',
    'duplicate',
    'zoomToSelection',
    'connect',
    '',
    'remove',
  ],
  nodes: [
    'bypass',
    'freeze',
    'collapse',
    'group',
    'duplicate',
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
    '',
    'remove',
  ],
  frame: ['rename', 'zoomToSelection', 'ungroup'],
  note: ['rename', 'duplicate', '', 'remove'],
  wire: ['reroute', 'straighten', '', 'remove'],
};

const close = () => panels.setState({ menu: undefined });

/** The menu of the right mouse button, and of the keyboard’s menu key. */
export function ContextMenu() {
  const m = useMessages();
  const menu = usePanels((state) => state.menu);
  if (!menu) return null;
  return (
    <Menu opened onClose={close} position="bottom-start" offset={0} width={250} withinPortal={false}>
      <Menu.Target>
        <button
          type="button"
          className="menu-anchor"
          tabIndex={-1}
          aria-label={m.menu}
          style={{ left: menu.screen.x, top: menu.screen.y }}
        />
      </Menu.Target>
      <Menu.Dropdown aria-label={m.menu}>
        {entries[menu.on].map((id, index) => {
          const action = actions.find((candidate) => candidate.id === id);
          if (!action) return <Menu.Divider key={index} />;
          return (
            <Menu.Item
              key={id}
              onClick={() => {
                close();
                action.run();
              }}
              rightSection={action.keys?.[0] !== undefined && <Keys keys={readKeys(action.keys[0])} />}
            >
              {m.actions[action.id]}
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}

const Keys = ({ keys }: { readonly keys: readonly string[] }) =>
  keys.map((key) => (
    <Fragment key={key}>
      {' '}
      <Kbd size="xs">{key}</Kbd>
    </Fragment>
  ));
