import { Button, Group, Modal, Text } from '@mantine/core';
import { useStore } from 'zustand';
import { useMessages } from '../../words';
import { endRecovery, recovery } from '../../documents/draft';

/** Offers the graphs that a window left behind with changes that are in no file. */
export function Recovery() {
  const m = useMessages();
  const graphs = useStore(recovery, (state) => state.left).flatMap((left) => left.graphs);
  return (
    <Modal
      opened={graphs.length > 0}
      onClose={() => endRecovery(true)}
      title={m.recovery.title}
      withCloseButton={false}
    >
      <Text size="sm">{m.recovery.text}</Text>
      <ul>
        {graphs.map(({ document, fileName }, index) => (
          <li key={index}>
            {document.title}
            {fileName !== undefined && <span className="muted"> ({fileName})</span>}
          </li>
        ))}
      </ul>
      <Group justify="flex-end" mt="lg" gap="xs">
        <Button variant="default" onClick={() => endRecovery(false)}>
          {m.unsaved.discard}
        </Button>
        <Button data-autofocus onClick={() => endRecovery(true)}>
          {m.recovery.recover}
        </Button>
      </Group>
    </Modal>
  );
}
