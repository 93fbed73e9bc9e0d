import { Button, Menu } from '@mantine/core';
import { IconPlaylistX } from '@tabler/icons-react';
import { useStore } from 'zustand';
import { useMessages } from '../../words';
import { dequeue, queue } from '../../session/queue';

/** The graphs that wait to be trained; a press takes one out. */
export function QueueMenu() {
  const m = useMessages();
  const waiting = useStore(queue, (state) => state.waiting);
  if (waiting.length === 0) return null;
  return (
    <Menu position="top-start" width={320}>
      <Menu.Target>
        <Button size="compact-xs" variant="default">
          {m.queue.waiting(waiting.length)}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {waiting.map(({ id, graph }) => (
          <Menu.Item key={id} leftSection={<IconPlaylistX size={15} />} onClick={() => dequeue(id)}>
            {m.queue.takeOut(graph.title)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
