import { Menu, Button, Text, Loader } from '@mantine/core';
import { IconChevronDown, IconCpu } from '@tabler/icons-react';
import { useStore } from 'zustand';
import { useMessages } from '../../words';
import { messageText } from '../../words/engine';
import { session, type BackendChoice as Choice } from '../../session/session';

/** Choice of the backend of the next run, with the engine's report on each. */
export function BackendChoice() {
  const m = useMessages();
  const backend = useStore(session, (state) => state.backend);
  const backends = useStore(session, (state) => state.backends);
  const first = backends?.find((report) => report.available);
  const label = backend === 'auto' && first ? `auto (${first.name})` : backend;
  return (
    <Menu position="bottom-end" width={360} closeOnItemClick>
      <Menu.Target>
        <Button
          className="backend-button"
          variant="default"
          size="xs"
          leftSection={<IconCpu size={15} stroke={1.7} />}
          rightSection={<IconChevronDown size={13} />}
          aria-label={m.top.backend(label)}
        >
          {label}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{m.top.backendHelp}</Menu.Label>
        <Menu.RadioGroup value={backend} onChange={(value) => session.setState({ backend: value as Choice })}>
          <Menu.RadioItem value="auto" closeMenuOnClick>
            auto
            <Text className="backend-detail">{m.top.fastest(first?.name)}</Text>
          </Menu.RadioItem>
          {backends?.map(({ name, available, detail }) => (
            <Menu.RadioItem key={name} className="backend-item" value={name} disabled={!available} closeMenuOnClick>
              {name}
              {!available && m.top.notAvailable}
              <Text className="backend-detail">{messageText(detail)}</Text>
            </Menu.RadioItem>
          ))}
          {!backends && (
            <Text className="backend-detail" px="sm" py={4}>
              <Loader size={10} type="dots" /> {m.top.looking}
            </Text>
          )}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}
