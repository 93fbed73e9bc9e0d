import { ActionIcon, Button, Popover } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconX } from '@tabler/icons-react';
import { useStore } from 'zustand';
import type { WaitingRun } from '../../../engine/contract/queue';
import { dequeue, moveInQueue, queue } from '../../session/queue';
import { useMessages } from '../../words';

/** Queue of trainings in their order, with their settings; each can be moved and removed. */
export function QueueMenu() {
  const m = useMessages().queue;
  const waiting = useStore(queue, (state) => state.waiting);
  if (waiting.length === 0) return null;
  return (
    <Popover position="top-start" width={380} trapFocus returnFocus>
      <Popover.Target>
        <Button size="compact-xs" variant="default">
          {m.waiting(waiting.length)}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={m.label} p="xs">
        <ol className="queue">
          {waiting.map((entry, place) => (
            <QueueEntry key={entry.id} entry={entry} place={place} last={place === waiting.length - 1} />
          ))}
        </ol>
      </Popover.Dropdown>
    </Popover>
  );
}

interface EntryProps {
  readonly entry: WaitingRun;
  readonly place: number;
  readonly last: boolean;
}

function QueueEntry({ entry: { id, title, run, seed, epochs, stages, backend }, place, last }: EntryProps) {
  const m = useMessages().queue;
  const settings = [
    run !== undefined && m.resumes,
    m.seed(seed),
    m.epochs(epochs),
    stages > 1 && m.stages(stages),
    backend,
  ].filter((each) => typeof each === 'string');
  return (
    <li className="queue-entry">
      <div className="queue-text">
        <span>{title}</span>
        <span className="muted">{settings.join(' · ')}</span>
      </div>
      <ActionIcon
        variant="subtle"
        size="sm"
        aria-label={m.earlier(title)}
        disabled={place === 0}
        onClick={() => void moveInQueue(id, place - 1)}
      >
        <IconArrowUp size={14} />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        size="sm"
        aria-label={m.later(title)}
        disabled={last}
        onClick={() => void moveInQueue(id, place + 1)}
      >
        <IconArrowDown size={14} />
      </ActionIcon>
      <ActionIcon variant="subtle" size="sm" aria-label={m.takeOut(title)} onClick={() => void dequeue(id)}>
        <IconX size={14} />
      </ActionIcon>
    </li>
  );
}
