import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useStore } from 'zustand';
import { useMessages } from '../../words';
import { openText } from '../../documents/files';
import { recent } from '../../documents/recent';

/** The graphs that were last opened or saved. */
export function RecentMenu() {
  const m = useMessages();
  const list = useStore(recent, (state) => state.list);
  return (
    <Menu position="bottom-start" width={300}>
      <Menu.Target>
        <Tooltip label={m.recent.label}>
          <ActionIcon aria-label={m.recent.label}>
            <IconHistory size={18} stroke={1.7} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{list.length === 0 ? m.recent.none : m.recent.asLeft}</Menu.Label>
        {list.map(({ fileName, title, text }) => (
          <Menu.Item key={fileName} onClick={() => openText(text, fileName)}>
            {title}
            <span className="recent-file">{fileName}</span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
