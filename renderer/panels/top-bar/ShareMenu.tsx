import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { IconShare2 } from '@tabler/icons-react';
import { useMessages } from '../../words';
import { actions } from '../../commands/actions';

const shown = actions.filter(({ id }) => id.startsWith('export') || id === 'compare');

/** The graph for others: as a picture, as code, held against another. */
export function ShareMenu() {
  const m = useMessages();
  return (
    <Menu position="bottom-start" width={290}>
      <Menu.Target>
        <Tooltip label={m.sharing.menu}>
          <ActionIcon aria-label={m.sharing.menu}>
            <IconShare2 size={18} stroke={1.7} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        {shown.map(({ id, run }) => (
          <Menu.Item key={id} onClick={run}>
            {m.actions[id]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
